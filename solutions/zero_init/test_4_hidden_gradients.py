"""The hidden checks of `hidden_gradients`."""

from typing import Any, Final, TypeVar

import torch
from hypothesis import example, given

from autograder import Subject, agrees, assert_close, assert_finite, assert_size, assert_unchanged, part

from . import strategies
from .comparisons import INPUTS, TARGETS
from .strategies import Network

# Float32 differs from float64 by at most 9e-7 on thousands of drawn networks, and mistakes change nearly every draw by
# 1e-2 and more, where numbers are of size 1.
GRADIENT: Final = 2e-5
ROUNDING: Final = 3e-6
Check = TypeVar("Check", bound=Any)


def of_all_sizes(check: Check) -> Check:
    """Beside what is drawn, networks of the sizes that have to be there, and steep ones."""
    for network in strategies.NETWORKS:
        check = example(network=network)(check)
    return check


def room(network: Network, *, by_hidden: bool) -> float:
    """Some 45 times what float32 may be off: it grows with the error, and with what the error is multiplied by."""
    error = float(network.targets.abs().max() + network.output_weight.abs().sum())
    return (
        ROUNDING * error * (float(network.output_weight.abs().max() * network.inputs.abs().max()) if by_hidden else 1.0)
    )


@part("hidden_gradients", marks=6, examples=25)
@given(network=strategies.networks())
@of_all_sizes
def test_derives_by_the_hidden_weight(submission: Subject, reference: Subject, network: Network) -> None:
    """returns the gradient with respect to every hidden weight"""
    gradients, expected = submission.hidden_gradients(*network), reference.hidden_gradients(*network)
    near = room(network, by_hidden=True)
    assert_close(gradients.hidden, expected.hidden, "the gradient with respect to hidden_weight", atol=near)


@part("hidden_gradients", marks=5, examples=20)
@given(network=strategies.networks())
@of_all_sizes
def test_derives_by_the_output_weight(submission: Subject, reference: Subject, network: Network) -> None:
    """returns the gradient with respect to every output weight"""
    gradients, expected = submission.hidden_gradients(**network._asdict()), reference.hidden_gradients(*network)
    near = room(network, by_hidden=False)
    assert_close(gradients.output, expected.output, "the gradient with respect to output_weight", atol=near)


@part("hidden_gradients", marks=3, examples=14)
@given(network=strategies.networks_of_copies(equal=True))
def test_gives_copies_equal_gradients(submission: Subject, reference: Subject, network: Network) -> None:
    """gives equal neurons with equal output weights equal gradients"""
    gradients, expected = submission.hidden_gradients(*network), reference.hidden_gradients(*network)
    equal = torch.ones_like(network.output_weight[0])
    assert_ratios(gradients.hidden, expected.hidden, equal)
    assert_ratios(gradients.output.reshape(-1, 1), expected.output.reshape(-1, 1), equal)


@part("hidden_gradients", marks=3, examples=14)
@given(network=strategies.networks_of_copies(equal=False))
def test_parts_copies_by_their_output_weights(submission: Subject, reference: Subject, network: Network) -> None:
    """gives equal neurons gradients in the ratio of their output weights"""
    gradients, expected = submission.hidden_gradients(*network), reference.hidden_gradients(*network)
    assert_ratios(gradients.hidden, expected.hidden, network.output_weight[0] / network.output_weight[0, 0])


@part("hidden_gradients", marks=2, examples=4)
@given(level=strategies.levels())
def test_stands_still_where_all_is_zero(submission: Subject, level: float) -> None:
    """returns zero for exactly those weights that cannot move from a start with zeros"""
    hidden, output = torch.zeros(3, 2), torch.zeros(1, 3)
    saddle = submission.hidden_gradients(INPUTS, TARGETS, hidden, output)
    no_hidden = submission.hidden_gradients(INPUTS, TARGETS, hidden, output + level)
    no_output = submission.hidden_gradients(INPUTS, TARGETS, hidden + level, output)
    for start, gradient, name in (
        ("both weights are zero", saddle.hidden, "hidden"),
        ("both weights are zero", saddle.output, "output"),
        ("hidden_weight is zero", no_hidden.output, "output"),
        ("output_weight is zero", no_output.hidden, "hidden"),
    ):
        what = f"the gradient with respect to {name}_weight, where {start},"
        assert_close(gradient, torch.zeros_like(gradient), what, atol=1e-6)
    for start, gradient, name in (
        ("hidden_weight is zero", no_hidden.hidden, "hidden"),
        ("output_weight is zero", no_output.output, "output"),
    ):
        zero = agrees(gradient, torch.zeros_like(gradient), atol=GRADIENT)
        assert not zero, f"the gradient with respect to {name}_weight should not be zero where only {start}"


@part("hidden_gradients", marks=1, examples=4)
@given(network=strategies.networks())
@example(network=strategies.NETWORKS[0])
@example(network=strategies.NETWORKS[1])
def test_derives_and_leaves_its_arguments_alone(submission: Subject, network: Network) -> None:
    """leaves its arguments unchanged"""
    observed = submission.hidden_gradients.observe(*network)
    count = network.hidden_weight.numel()
    assert_size(observed.value.hidden, count, "the gradient with respect to hidden_weight")
    assert_unchanged(observed)


def assert_ratios(gradient: torch.Tensor, expected: torch.Tensor, ratios: torch.Tensor) -> None:
    """The rows are to each other as the ratios are, and not all zero; their size is judged elsewhere."""
    fits = gradient.ndim == 2 and len(gradient) == len(ratios)
    assert fits, f"a gradient should have {len(ratios)} rows, one per hidden neuron, got shape {tuple(gradient.shape)}"
    assert_finite(gradient, "the gradient")
    rows = ratios[:, None] * gradient[:1]
    # The ratios are up to 4, and so is the growth of a rounding error in the first row.
    what = f"the gradient, whose rows should be in the ratio {shown_ratio(ratios)},"
    assert_close(gradient, rows, what, atol=4 * GRADIENT)
    # Even with a factor of the mean missing (20 at most) a gradient of 0.1 is not taken for zero.
    flat = expected.abs().max() < 0.1
    zero = agrees(gradient, torch.zeros_like(gradient), atol=GRADIENT)
    assert flat or not zero, "the gradient should not be zero: the weight changes the loss"


def shown_ratio(ratios: torch.Tensor) -> str:
    """Such as 1 : 2 : 3."""
    return " : ".join(f"{ratio:g}" for ratio in ratios.tolist())
