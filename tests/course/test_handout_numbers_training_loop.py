"""Every number in the handout of `training_loop`, computed anew, and the examples of its stub."""

import doctest
import math
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
import pytest
import torch

from autograder.grading.loading import load_module
from tests.helpers.reproduced import Reproduced, left_out

PROJECT: Final = Path(__file__).parents[2]
HANDOUT: Final = PROJECT / "assignments" / "training_loop" / "README.md"
TEXT: Final = Reproduced(HANDOUT)
ANSWERS: Final = Reproduced(PROJECT / "solutions/training_loop/answers.md")

X: Final = np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
Y: Final = np.array([5.0, 8.0, 17.0, -1.0])
TRUTH: Final = np.array([3.0, 2.0])
ZERO: Final = np.zeros(2)
WARM: Final = np.array([3.1303, 1.4657])
HESSIAN: Final = X.T @ X / 2
EIGENVALUES, EIGENVECTORS = np.linalg.eigh(HESSIAN)  # the smaller one first
SLOWEST, FASTEST = EIGENVALUES


def says(*claims: str) -> None:
    """Assert that the handout says so, word for word but for line breaks."""
    for claim in claims:
        assert claim in TEXT, claim


def answers_say(*claims: str) -> None:
    """Assert that the model answers say so, word for word but for line breaks."""
    for claim in claims:
        assert claim in ANSWERS, claim


def spaced(number: int) -> str:
    """24732 as "24 732"."""
    return f"{number:,}".replace(",", " ")


def losses_at(epochs: np.ndarray, lr: float, start: np.ndarray) -> np.ndarray:
    """The closed form: every eigenvector's error shrinks by itself."""
    errors = EIGENVECTORS.T @ (start - TRUTH)
    powers = (1 - lr * EIGENVALUES) ** (2 * epochs[:, None])
    return np.asarray((EIGENVALUES * errors**2 / 2 * powers).sum(axis=1))


def first_epoch_below(lr: float, tolerance: float = 3e-3) -> int:
    """By the closed form, in float64, from a zero weight."""
    return int(np.argmax(losses_at(np.arange(30_000), lr, ZERO) < tolerance))


def weight_at(epoch: int, lr: float) -> np.ndarray:
    """By the closed form, from a zero weight."""
    errors = EIGENVECTORS.T @ (ZERO - TRUTH) * (1 - lr * EIGENVALUES) ** epoch
    return np.asarray(TRUTH + EIGENVECTORS @ errors)


def epochs_of_descent(
    weight: np.ndarray, lr: float, inputs: np.ndarray = X, targets: np.ndarray = Y
) -> Iterator[tuple[int, float, np.ndarray]]:
    """Epoch, loss and weight before the step, in the precision of `weight`."""
    inputs, targets = inputs.astype(weight.dtype), targets.astype(weight.dtype)
    for epoch in range(30_000):
        error = inputs @ weight - targets
        yield epoch, float(np.mean(error * error)), weight
        weight = weight - weight.dtype.type(2 * lr / len(targets)) * (error @ inputs)


def stop(weight: np.ndarray, lr: float) -> tuple[int, float, np.ndarray]:
    """Where the loss is first below 3e-3."""
    return next(row for row in epochs_of_descent(weight, lr) if row[1] < 3e-3)


def test_the_first_epoch() -> None:
    """Loss, gradient and step from a zero weight."""
    says(f"x = {', '.join(f'{x:g}' for x in X[:, 0])} and y = {', '.join(f'{y:g}' for y in Y)}, lie on")
    says("first loss is 94.75", "first gradient (-53.5, -14.5)", "(0.00535, 0.00145)", "lie on y = 3x + 2")
    gradient = 2 / 4 * X.T @ (X @ ZERO - Y)
    assert (X @ TRUTH).tolist() == Y.tolist()
    assert np.mean(Y**2) == 94.75
    assert gradient.tolist() == [-53.5, -14.5]
    assert (-1e-4 * gradient).tolist() == pytest.approx([0.00535, 0.00145])


def test_the_hessian() -> None:
    """Its eigenvalues, and what they say of the learning rate."""
    says("[[15.5, 3.5], [3.5, 2]]", f"eigenvalues are {FASTEST:.4f} and {SLOWEST:.4f}")
    says(f"condition number, is {FASTEST / SLOWEST:.2f}", "16.3535", "1.1465")
    assert HESSIAN.tolist() == [[15.5, 3.5], [3.5, 2.0]]
    says(f"lr < 2/16.3535 = {2 / FASTEST:.4f}", "If lr < 0.1223")
    says(f"smallest eigenvalue is {1e-4 * SLOWEST:.6f}.")


def test_the_two_speeds() -> None:
    """The share of the fast direction, the knee, and the slope after it."""
    shares = EIGENVALUES * (EIGENVECTORS.T @ TRUTH) ** 2 / 2
    says(f"94.75, the fast direction has {shares[1]:.2f}")
    rates = -2 * np.log(1 - 1e-4 * EIGENVALUES)
    knee = math.log(shares[1] / shares[0]) / (rates[1] - rates[0])
    says(f"by epoch {knee:.0f}")
    decades = 1000 * rates[0] / math.log(10)
    says(f"(its log10 by {decades:.4f} in 1000)", "tenfold in about 10 000 epochs")
    assert 1000 / decades == pytest.approx(10_000, rel=0.01)
    slow = EIGENVECTORS[:, 0] * np.sign(EIGENVECTORS[1, 0])
    says(f"slow direction is ({slow[0]:.3f}, {slow[1]:.3f})")
    slope, intercept = weight_at(3000, 1e-4)
    says(f"at epoch 3000 the weight is ({slope:.2f}, {intercept:.2f})")
    assert slope > 3


def test_a_small_loss_is_not_a_close_weight() -> None:
    """The bound, and a weight that comes close to it."""
    bound = math.sqrt(2 * 3e-3 / SLOWEST)
    says("sqrt(2 L / 1.1465)", f"At 3e-3 that is {bound:.4f}")
    furthest = TRUTH + bound * EIGENVECTORS[:, 0]
    assert np.mean((X @ furthest - Y) ** 2) == pytest.approx(3e-3)


@pytest.mark.parametrize("lr", ["1e-4", "1e-3", "1e-2", "0.05", "0.08", "0.1", "0.105", "0.11", "0.1143", "0.12"])
def test_the_epochs_of_a_learning_rate(lr: str) -> None:
    """A row of the table."""
    says(f"| {lr} | {spaced(first_epoch_below(float(lr)))} |")


def test_the_best_learning_rate_is_best_only_in_the_limit() -> None:
    """What the textbooks say, what a run of this length does, and where the two change places."""
    best = 2 / (FASTEST + SLOWEST)
    says(f"say 2/(16.3535 + 1.1465) = {best:.4f}", f"factor, {1 - best * SLOWEST:.3f} in each epoch")
    assert abs(1 - best * FASTEST) == pytest.approx(1 - best * SLOWEST)
    says(f"it takes {first_epoch_below(0.1143)} epochs, and 0.105 takes {first_epoch_below(0.105)}.")
    assert min(map(first_epoch_below, np.linspace(0.06, 0.122, 311))) == first_epoch_below(0.105)
    says(f"its factors are {1 - 0.105 * FASTEST:.3f} and {1 - 0.105 * SLOWEST:.3f}.")
    slow_loss = SLOWEST * (EIGENVECTORS[:, 0] @ TRUTH) ** 2 / 2
    says(f"begins with a loss of {slow_loss:.2f} only")
    counts = {tolerance: [first_epoch_below(lr, tolerance) for lr in (0.105, 0.1143)] for tolerance in (1e-20, 1e-25)}
    says(
        "Down to a loss of 1e-20, lr 0.105 stays ahead ({} epochs against {})".format(*counts[1e-20]),
        "At 1e-25 it has lost ({} against {})".format(*counts[1e-25]),
    )


def test_the_gradient_by_hand() -> None:
    """Every cell of the two rows, and what a gradient that is not fresh would be."""
    inputs, targets, weight = np.array([1, 2]), np.array([2, 4]), 0.0
    gradients = []
    for epoch in range(2):
        errors = inputs * weight - targets
        gradients.append(float(np.mean(2 * errors * inputs)))
        predictions, loss = inputs * weight, np.mean(errors**2)
        products = " + ".join(f"{x} * {error:g}" for x, error in zip(inputs, errors, strict=True))
        squares = " + ".join(f"{error**2:g}" for error in errors)
        stepped = weight - 0.1 * gradients[-1]
        says(
            f"| {epoch} | {weight:g} | {predictions[0]:g}, {predictions[1]:g} | {errors[0]:g}, {errors[1]:g} "
            f"| ({squares}) / 2 = {loss:g} | 2/2 ({products}) = {gradients[-1]:g} "
            f"| {weight:g} - 0.1 * {gradients[-1]:g} = {stepped:g} |"
        )
        weight = stepped
    says(f"is {gradients[1]:g} and not {sum(gradients):g}")


def test_the_closed_form_is_what_the_loop_does() -> None:
    """One row of the table by the loop itself, and the one that never arrives."""
    assert stop(ZERO, 0.01)[0] == first_epoch_below(0.01)
    with np.errstate(over="ignore", invalid="ignore"):
        infinite = next(epoch for epoch, loss, _ in epochs_of_descent(ZERO, 0.13) if not math.isfinite(loss))
    says(f"| 0.13 | never: the loss is infinite at epoch {spaced(infinite)} |")


def test_the_long_run_from_zero() -> None:
    """Float32 from a zero weight, within 0.1 % here; another machine is allowed more."""
    says("a difference of 1 % is allowed")
    says("below 3e-3 at epoch 24 732, counted from 0", "In float32 the first row is 24 732", "it takes 24 732")
    epoch, _, _ = stop(ZERO.astype(np.float32), 1e-4)
    assert epoch == pytest.approx(24_732, rel=1e-3)
    says("differs from the one before by 0.02 % only")
    assert f"{2 * 1e-4 * SLOWEST:.2%}" == "0.02%"


def test_the_long_run_from_the_warm_start() -> None:
    """Float32 from the weight that the notebook printed, within 0.1 %."""
    says("17695 iterations", "its loss is 0.1734", "At the stop the weight is [[3.0172, 1.9297]]")
    says(f"It prints [[{WARM[0]}, {WARM[1]}]]")
    assert f"{np.mean((X @ WARM - Y) ** 2):.4f}" == "0.1734"
    epoch, loss, weight = stop(WARM.astype(np.float32), 1e-4)
    assert epoch == pytest.approx(17_695, rel=1e-3)
    # 0.1 % of the epochs moves the weight by 2e-4 at most.
    assert weight.tolist() == pytest.approx([3.0172, 1.9297], abs=2e-4)
    says("Final loss: 0.0029997.")
    assert loss == pytest.approx(0.0029997, rel=1e-3)


def test_listing_the_points_twice_changes_nothing() -> None:
    """The Hessian stays, and 23 epochs too."""
    says("List each point twice: H is the same", "With lr 0.105 four points take 23 epochs")
    twice = np.vstack([X, X])
    assert np.allclose(2 * twice.T @ twice / len(twice), HESSIAN)
    runs = epochs_of_descent(ZERO, 0.105, twice, np.concatenate([Y, Y]))
    assert next(epoch for epoch, loss, _ in runs if loss < 3e-3) == 23 == stop(ZERO, 0.105)[0]


def test_the_broadcasting_trap() -> None:
    """Every prediction against every target: descent goes to the mean of the targets."""
    says("the slope 0 and the intercept 7.25", "with a true loss of 42.19")
    weight = torch.zeros(1, 2, dtype=torch.float64, requires_grad=True)
    inputs, targets = torch.tensor(X), torch.tensor(Y)
    for _ in range(300):
        difference = inputs @ weight.T - targets
        assert difference.shape == (4, 4)
        (gradient,) = torch.autograd.grad((difference**2).mean(), weight)
        weight = (weight - 0.1 * gradient).detach().requires_grad_()
    assert weight.tolist()[0] == pytest.approx([0, 7.25], abs=1e-9)
    assert f"{np.mean((7.25 - Y) ** 2):.2f}" == "42.19"
    assert np.mean(Y) == 7.25


def test_centred_points() -> None:
    """The eigenvalues, and the epochs that they allow."""
    says("the eigenvalues 9.375 and 2")
    centred = np.column_stack([X[:, 0] - X[:, 0].mean(), X[:, 1]])
    assert np.linalg.eigvalsh(centred.T @ centred / 2).tolist() == pytest.approx([2, 9.375])
    eigenvalues, errors = np.array([9.375, 2]), np.array([3, Y.mean()])
    shares = eigenvalues * errors**2 / 2

    def epochs(lr: float) -> int:
        powers = (1 - lr * eigenvalues) ** (2 * np.arange(30_000)[:, None])
        return int(np.argmax((shares * powers).sum(axis=1) < 3e-3))

    best = 2 / eigenvalues.sum()
    answers_say("the slope 3 and the intercept 7.25", f"With lr 1e-4 it takes {spaced(epochs(1e-4))} epochs")
    answers_say(f"starts with {shares[1]:.2f} of the loss", f"lr {best:.4f}, 2/(9.375 + 2), {epochs(best)} epochs do")


def test_the_valley() -> None:
    """Where the weight stands when the fast direction is done."""
    slow = EIGENVECTORS[:, 0]
    slope, intercept = TRUTH - slow * (slow @ TRUTH)
    answers_say("done by epoch 1538", f"near ({slope:.2f}, {intercept:.2f})")
    says(f"The loss is {3e-3}. How far may the weight be")
    answers_say("Up to 0.0723", "(-0.237, 0.972)", f"no more than {math.sqrt(2 * 3e-3 / FASTEST):.4f}")


@pytest.mark.parametrize(("dtype", "claim"), [(np.float32, 2100), (np.float64, 18_000)])
def test_one_per_cent_beyond_the_wall(dtype: type[np.floating], claim: int) -> None:
    """The loss grows by 4 % per epoch, and overflows at last."""
    says("what do you see 1 % beyond it?")
    factor = 1 - 1.01 * 2
    answers_say("2/16.3535 = 0.1223", f"multiplied by {factor:g}", f"grows by {factor**2 - 1:.0%}".replace("%", " %"))
    runs = epochs_of_descent(ZERO.astype(dtype), 1.01 * 2 / FASTEST)
    with np.errstate(over="ignore", invalid="ignore"):
        infinite = next(epoch for epoch, loss, _ in runs if not math.isfinite(loss))
    answers_say(f"after about {spaced(claim)}")
    assert infinite == pytest.approx(claim, rel=0.03)


def test_float32_stalls() -> None:
    """Steps that are rounded away: the weight stands still from some epoch on."""
    says("With lr 1e-4 in float32, can the loss fall below 1e-7?")
    answers_say("Can the loss fall below 1e-7?", "At lr 1e-4 that happens")
    answers_say("No: it stalls near 4e-7", "2.4e-7 apart", "half of that, 1.2e-7", "below 1.2e-3")
    spacing = float(np.spacing(np.float32(3)))
    assert (f"{spacing:.1e}", f"{spacing / 2:.1e}", f"{spacing / 2 / 1e-4:.1e}") == ("2.4e-07", "1.2e-07", "1.2e-03")
    near = np.array([3.001, 1.996], dtype=np.float32)  # on the way down the valley, where the loss is 1e-5
    *_, (_, loss, weight), (_, _, after) = epochs_of_descent(near, 1e-4)
    assert weight.tolist() == after.tolist()
    assert 1e-7 < loss < 1e-6


@pytest.fixture
def stub() -> ModuleType:
    return load_module(HANDOUT.with_name("training_loop.py"), "training_loop_stub")


@pytest.mark.parametrize("name", ["design_matrix", "train", "fit_line"])
def test_the_examples_of_the_stub_hold(stub: ModuleType, name: str) -> None:
    """Each docstring's example, run with the reference."""
    reference = load_module(PROJECT / "solutions" / "training_loop" / "training_loop.py", "training_loop_reference")
    examples = doctest.DocTestFinder().find(getattr(stub, name), name, globs=vars(reference).copy())
    assert [len(found.examples) for found in examples] == [2 if name != "design_matrix" else 1]
    runner = doctest.DocTestRunner(verbose=False)
    assert all(runner.run(found).failed == 0 for found in examples)


def test_no_number_is_left_out(request: pytest.FixtureRequest) -> None:
    """It comes last: by then, all tests of this module have asked for theirs."""
    assert left_out(request, TEXT, ANSWERS) == []
