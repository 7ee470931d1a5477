"""Every number that the handout of zero_init shows is computed here, and stands in the text as computed."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import torch

from tests.helpers.reproduced import Reproduced, left_out

PROJECT: Final = Path(__file__).parents[2]
HANDOUT: Final = PROJECT / "assignments" / "zero_init" / "README.md"
X: Final = np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 1.0], [-1.0, 1.0]])
Y: Final = np.array([5.0, 8.0, 17.0, -1.0])

Array = np.ndarray
Optimiser = Callable[[list[torch.Tensor]], torch.optim.Optimizer]


@pytest.fixture(scope="module")
def handout() -> Reproduced:
    """The handout."""
    return Reproduced(HANDOUT)


@pytest.fixture(scope="module")
def answers() -> Reproduced:
    """The model answers."""
    return Reproduced(PROJECT / "solutions/zero_init/answers.md")


def one_step(weight: Array, bias: Array, *, biased: bool, lr: float) -> tuple[float, Array, Array]:
    """The loss and gradient of a layer of neurons, which are then stepped in place."""
    residual = X @ weight.T + bias - Y[:, None]
    gradient = 2 / residual.size * residual.T @ X
    weight -= lr * gradient
    bias_gradient = 2 / residual.size * residual.sum(axis=0)
    if biased:
        bias -= lr * bias_gradient
    return float(np.mean(residual**2)), gradient, bias_gradient


def epochs_below(tolerance: float, neurons: int, lr: float) -> int:
    """The epoch, counted from 0, whose loss is the first below the tolerance, from zero."""
    weight = np.zeros((neurons, 2))
    epoch = 0
    while one_step(weight, np.zeros(neurons), biased=False, lr=lr)[0] >= tolerance:
        epoch += 1
    return epoch


def tanh_gradients(inputs: Array, targets: Array, hidden: Array, output: Array) -> tuple[float, Array, Array]:
    """The loss of a tanh network, and its gradients by both weights."""
    activation = np.tanh(inputs @ hidden.T)
    residual = activation @ output - targets
    slope = 2 * residual / len(targets)
    by_hidden = (slope[:, None] * output * (1 - activation**2)).T @ inputs
    return float(np.mean(residual**2)), by_hidden, slope @ activation


def tanh_fit(
    inputs: Array, targets: Array, hidden: Array, output: Array, lr: float, steps: int
) -> tuple[float, list[float]]:
    """The loss after so many steps, and after every step the largest difference between the rows."""
    hidden, output, spreads = hidden.copy(), output.copy(), []
    for _ in range(steps):
        _, by_hidden, by_output = tanh_gradients(inputs, targets, hidden, output)
        hidden, output = hidden - lr * by_hidden, output - lr * by_output
        spreads.append(float(np.ptp(hidden, axis=0).max()))
    return tanh_gradients(inputs, targets, hidden, output)[0], spreads


def test_table_of_the_source_example(handout: Reproduced) -> None:
    assert "Three neurons of one linear layer start from zero, with lr 1e-4" in handout
    weight, bias = np.zeros((3, 2)), np.zeros(3)
    for epoch, digits in ((0, 2), (1, 4)):
        loss, gradient, _ = one_step(weight, bias, biased=False, lr=1e-4)
        assert np.ptp(gradient, axis=0).max() < 1e-12
        rows = f"{gradient[0, 0]:.4f} {gradient[0, 1]:.4f} | {weight[0, 0]:.4f} {weight[0, 1]:.4f}"
        assert f"| {epoch} | {loss:.{digits}f} | {rows} |" in handout


def test_samples_lie_on_the_line(handout: Reproduced) -> None:
    slope, intercept = np.linalg.lstsq(X, Y, rcond=None)[0]
    assert np.allclose(X @ [slope, intercept], Y)
    assert f"targets {', '.join(f'{y:g}' for y in Y)}, which lie on" in handout
    assert f"y = {slope:.0f}x + {intercept:.0f}" in handout
    assert f"has one minimum, ({slope:.0f}, {intercept:.0f})." in handout


def test_lone_neuron_and_the_third(handout: Reproduced) -> None:
    lone = one_step(np.zeros((1, 2)), np.zeros(1), biased=False, lr=0)[1][0]
    third = one_step(np.zeros((3, 2)), np.zeros(3), biased=False, lr=0)[1][0]
    assert np.allclose(lone, 3 * third)
    assert f"has the gradient ({lone[0]:.1f}, {lone[1]:.1f}), three times as much" in handout
    assert "At lr 0.01 and from zero" in handout
    three, one = epochs_below(3e-3, 3, 0.01), epochs_below(3e-3, 1, 0.01)
    assert f"below 3e-3 at epoch {three}, that of a lone neuron at epoch {one}." in handout


def test_the_gradient_of_two_neurons_by_hand(handout: Reproduced) -> None:
    weights, target, lr = (0.0, 1.0), 2.0, 0.5
    residuals = [weight - target for weight in weights]
    for neuron, (weight, residual) in enumerate(zip(weights, residuals, strict=True)):
        gradient = 2 * residual / len(weights)
        row = f"| {neuron} | {weight:g} | {weight:g} | {residual:g} | 2 * {residual:g} * 1 / 2 = {gradient:g} "
        assert f"{row}| {weight:g} - {lr} * {gradient:g} = {weight - lr * gradient:g} |" in handout
    squares = [residual**2 for residual in residuals]
    assert f"({squares[0]:g} + {squares[1]:g}) / 2 = {sum(squares) / 2:g}." in handout


def test_the_hidden_gradient_by_hand(handout: Reproduced) -> None:
    activation = math.tanh(0.5)
    loss, by_hidden, by_output = tanh_gradients(np.ones((1, 1)), np.array([3.0]), np.array([[0.5]]), np.ones(1))
    assert f"tanh(0.5) = {activation:.4f}, the residual {activation:.4f} - 3 = {activation - 3:.4f}." in handout
    assert f"1 - {activation:.4f}² = {1 - activation**2:.4f}." in handout
    assert f"{activation - 3:.4f} * 1 * {1 - activation**2:.4f} * 1 = {by_hidden[0, 0]:.4f}" in handout
    assert f"2 * {activation - 3:.4f} * {activation:.4f} = {by_output[0]:.4f}." in handout
    assert loss == pytest.approx((activation - 3) ** 2)


def test_the_numbers_of_the_answers(handout: Reproduced, answers: Reproduced) -> None:
    assert "a sigmoid, whose value at zero is 1/2?" in handout
    assert "At zero each activation is 1/2" in answers
    assert torch.sigmoid(torch.zeros(1)).item() == 1 / 2
    residual = 0.5 * 0 - Y  # of a sigmoid network of zeros: the activations are 1/2, the output weights 0
    assert f"has the gradient {2 * np.mean(residual * 0.5):.2f}, minus the mean of the targets" in answers
    rows = [one_step(np.zeros((k, 2)), np.zeros(k), biased=False, lr=0)[1][0, 0] for k in (3, 4)]
    assert f"three quarters: {rows[1]:.4f} in place of {rows[0]:.4f}" in answers
    assert "16 predictions instead of 12" in answers
    assert "at the loss 94.75" in answers
    assert "Hidden 0 with output 1, and hidden 0.5 with output 0, can reach what a single hidden neuron can" in answers
    for hidden, output in ((0.0, 1.0), (0.5, 0.0)):
        _, spreads = tanh_fit(X, Y, np.full((3, 2), hidden), np.full(3, output), 0.01, 200)
        assert max(spreads) < 1e-12


def test_copies_fit_a_curve_as_one_neuron_does(handout: Reproduced) -> None:
    assert "17 points of sin(3x) for x from -2 to 2" in handout
    assert "8 hidden neurons, 3000 steps of lr 0.1." in handout
    x = np.linspace(-2, 2, 17)
    inputs, targets = np.stack([x, np.ones_like(x)], axis=1), np.sin(3 * x)
    output = np.full(8, 0.5)
    copies, spreads = tanh_fit(inputs, targets, np.full((8, 2), 0.5), output, 0.1, 3000)
    assert max(spreads) < 1e-9
    assert f"With all weights 0.5 the loss ends at {copies:.3f}." in handout
    losses = []
    for seed in range(8):
        drawn = torch.rand(8, 2, generator=torch.Generator().manual_seed(seed)).double().numpy()
        losses.append(tanh_fit(inputs, targets, (2 * drawn - 1) / math.sqrt(2), output, 0.1, 3000)[0])
    assert f"it ended at {math.ceil(1000 * max(losses)) / 1000:.3f} or below, with each of eight seeds." in handout


@pytest.mark.parametrize(
    ("hidden", "output", "row"),
    [
        (0.0, (0.0, 0.0, 0.0), "| 0 | 0 | {row[0]:.0f} {row[1]:.0f} | {output:.0f} | nothing"),
        (0.0, (1.0, 1.0, 1.0), "| 0 | 1 | {row[0]:.1f} {row[1]:.1f} | {output:.0f} | the rows move"),
        (0.5, (0.0, 0.0, 0.0), "| 0.5 | 0 | {row[0]:.0f} {row[1]:.0f} | {output:.2f} | the output weights move"),
        (0.5, (1.0, 2.0, 3.0), "| 0.5 | 1, 2, 3 | {row[0]:.4f} {row[1]:.4f}, times 1, 2, 3 | {output:.4f} |"),
    ],
)
def test_symmetric_starts(handout: Reproduced, hidden: float, output: tuple[float, ...], row: str) -> None:
    outputs = np.array(output)
    loss, rows, by_output = tanh_gradients(X, Y, np.full((3, 2), hidden), outputs)
    scale = outputs / outputs[0] if outputs.any() else np.ones(3)
    assert np.allclose(rows, scale[:, None] * rows[0])
    assert np.allclose(by_output, by_output[0])
    # + 0.0 turns a negative zero into zero
    text = row.format(row=np.where(np.abs(rows[0]) < 1e-12, 0.0, rows[0]), output=by_output[0] + 0.0)
    assert text in handout
    if not hidden and not outputs.any():
        assert f"a saddle, loss {loss:.2f}" in handout


def test_bias_changes_the_next_gradient(handout: Reproduced) -> None:
    weight, bias = np.zeros((3, 2)), np.zeros(3)
    for _ in range(2):
        _, gradient, bias_gradient = one_step(weight, bias, biased=True, lr=1e-4)
        assert np.allclose(bias_gradient, gradient[:, 1])
    assert f"the gradient of epoch 1 is {gradient[0, 0]:.4f} {gradient[0, 1]:.4f} and no longer" in handout


def test_bias_and_ones_share_the_intercept(handout: Reproduced) -> None:
    weight, bias = np.zeros((1, 2)), np.zeros(1)
    for _ in range(4000):
        one_step(weight, bias, biased=True, lr=0.01)
    slope, intercept = weight[0]
    assert np.allclose([slope, intercept, bias[0]], np.round([slope, intercept, bias[0]]), atol=1e-6)
    assert f"ends at the weight ({slope:.0f}, {intercept:.0f}) and the bias {bias[0]:.0f}." in handout


def test_broadcasting_fits_the_mean(handout: Reproduced) -> None:
    wide = np.repeat(X, 4, axis=0)  # every prediction against every target
    targets = np.tile(Y, 4)
    slope, intercept = np.linalg.lstsq(wide, targets, rcond=None)[0]
    loss = np.mean((wide @ [slope, intercept] - targets) ** 2)
    assert intercept == pytest.approx(Y.mean())
    assert f"slope {abs(slope):.0f}, intercept {intercept:.2f} (the mean of the targets)" in handout
    assert f"and loss {loss:.2f}." in handout


SEED: Final = 2  # of the nudged network in the handout


def samples_of(seed: int) -> tuple[Array, Array]:
    """32 random samples with 7 features, as the handout says to draw them."""
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(32, 7, generator=generator, dtype=torch.float64).numpy()
    return inputs, torch.randn(32, generator=generator, dtype=torch.float64).numpy()


def nudged_fit(seed: int, steps: int) -> tuple[float, list[float]]:
    """A fit of 5 hidden neurons that are equal but for a nudge."""
    hidden = np.full((5, 7), 0.5)
    hidden[0, 0] += 1e-8
    return tanh_fit(*samples_of(seed), hidden, np.full(5, 0.5), 0.05, steps)


def test_a_nudge_grows(handout: Reproduced) -> None:
    assert f"torch.Generator().manual_seed({SEED})" in handout
    assert (
        "32 random samples with 7 features, 5 hidden tanh neurons, all weights 0.5, lr 0.05, float64, and 1e-8"
        in handout
    )
    assert "| after step | 1 | 200 | 500 | 1000 |" in handout
    loss, spreads = nudged_fit(SEED, 2000)
    row = re.search(r"\| spread \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|", handout.line)
    assert row is not None
    assert row[0] in handout
    for step, shown in zip((1, 200, 500, 1000), row.groups(), strict=True):
        assert round(math.log10(spreads[step - 1])) == round(math.log10(float(shown))), step
    # Exact copies are one neuron with five times the output weight: its rows cannot part by rounding.
    assert f"After 2000 steps the loss is {loss:.2f}; that of exact copies is {exact_copies_loss():.2f}." in handout


def test_how_fast_a_nudge_grows_depends_on_the_samples(handout: Reproduced) -> None:
    spreads = [nudged_fit(seed, 1000)[1][-1] for seed in range(12)]
    assert "of the seeds 0 to 11, the spread after step 1000 is between 3e-6 (seed 8) and 0.8 (seed 5)" in handout
    assert (int(np.argmin(spreads)), int(np.argmax(spreads))) == (8, 5)
    assert (f"{min(spreads):.0e}", f"{max(spreads):.1f}") == ("3e-06", "0.8")


def exact_copies_loss() -> float:
    """The loss of the fit above for copies that are kept equal: one row, counted five times."""
    inputs, targets = samples_of(SEED)
    row, output = np.full(7, 0.5), 0.5
    for _ in range(2000):
        activation = np.tanh(inputs @ row)
        slope = 2 / 32 * (5 * output * activation - targets)
        row, output = row - 0.05 * (slope * output * (1 - activation**2)) @ inputs, output - 0.05 * slope @ activation
    return float(np.mean((5 * output * np.tanh(inputs @ row) - targets) ** 2))


def plain(parameters: list[torch.Tensor]) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=0.01)


def momentum(parameters: list[torch.Tensor]) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=0.01, momentum=0.9)


def adam(parameters: list[torch.Tensor]) -> torch.optim.Optimizer:
    return torch.optim.Adam(parameters, lr=0.01)


def spread_of_copies(optimiser: Optimiser, *, batch: int = 4, dropout: bool = False, rates: bool = False) -> float:
    """The largest difference between three hidden rows that started equal, after 50 steps in float64."""
    generator = torch.Generator().manual_seed(0)
    inputs, targets = torch.from_numpy(X), torch.from_numpy(Y)
    hidden = torch.full((3, 2), 0.5, dtype=torch.float64, requires_grad=True)
    output = torch.full((3,), 0.5, dtype=torch.float64, requires_grad=True)
    steps = optimiser([hidden, output])
    for _ in range(50):
        chosen = torch.randperm(4, generator=generator)[:batch]
        kept = (torch.rand(3, generator=generator) < 0.5).double() if dropout else torch.ones(3)
        loss = ((torch.tanh(inputs[chosen] @ hidden.T) * kept) @ output - targets[chosen]).square().mean()
        hidden.grad, output.grad = torch.autograd.grad(loss, (hidden, output))
        if rates:
            hidden.grad = hidden.grad * torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64)
        steps.step()
    rows = hidden.detach()
    return float((rows - rows[0]).abs().max())


def test_what_breaks_the_symmetry(handout: Reproduced) -> None:
    kept = [spread_of_copies(plain, batch=2), spread_of_copies(momentum), spread_of_copies(adam)]
    broken = [spread_of_copies(plain, dropout=True), spread_of_copies(plain, rates=True)]
    assert max(kept) < 1e-9
    assert min(broken) > 1e-3
    assert "Minibatches do not" in handout
    assert "Nor do momentum and Adam" in handout
    assert "Dropout does" in handout


def test_no_number_is_left_out(request: pytest.FixtureRequest, handout: Reproduced, answers: Reproduced) -> None:
    """It comes last: by then, all tests of this module have asked for theirs."""
    assert left_out(request, handout, answers) == []
