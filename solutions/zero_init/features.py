"""What may tell the calls apart that a submission of zero_init answers rightly and wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import torch

from autograder import Idle, Number, Whether, features_of

SIZES: Final = {
    "n": "the number of samples",
    "d": "the number of features",
    "k": "the number of neurons",
    "h": "the number of hidden neurons",
    "neurons": "the number of neurons",
    "features": "the number of features",
}


SMALL_STEP: Final = 2e-3  # of an entry of the weight: less is hardly seen, whatever is wrong with it

FREE: Final = ("break_symmetry",)  # any random weights will do


@features_of("trace")
def of_a_layer(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    initial_bias: torch.Tensor | None = None,
    lr: float = 1e-4,
    epochs: int = 2,
) -> Iterator[Idle | Number | Whether]:
    """Its bias, and whether its neurons are copies."""
    off = inputs @ initial_weight.T - targets[:, None] + (0 if initial_bias is None else initial_bias)
    if _first_step(off, inputs, lr, with_bias=initial_bias is not None) < SMALL_STEP:
        yield Idle("no step changes much")
    yield Whether("the layer has a bias", "the layer has no bias", initial_bias is not None)
    if initial_bias is not None:
        yield Whether("all biases are zero", "some bias is not zero", not bool(initial_bias.any()))
        yield Whether("all biases are equal", "the biases differ", bool((initial_bias == initial_bias[0]).all()))
    copies = bool((initial_weight == initial_weight[:1]).all())
    yield Whether("all neurons are equal", "the neurons differ", copies)
    neurons, width = initial_weight.shape
    yield Whether("there is a single neuron", "there are several neurons", neurons == 1)
    yield Whether(
        "there are as many neurons as features", "there are not as many neurons as features", neurons == width
    )
    yield Whether("there is a single sample", "there are several samples", len(targets) == 1)
    yield Whether("there is one epoch", "there are several epochs", epochs == 1)
    yield Whether(
        "there are as many neurons as samples",
        "there are not as many neurons as samples",
        neurons == len(targets),
    )
    ends = bool((initial_weight[0] == initial_weight[-1]).all())
    yield Whether("the first and the last neuron are equal", "the first and the last neuron differ", ends)
    first_two = bool((initial_weight[:1] == initial_weight[:2]).all())
    yield Whether("the first two neurons are equal", "the first two neurons differ", first_two)


def _first_step(off: torch.Tensor, inputs: torch.Tensor, lr: float, *, with_bias: bool) -> float:
    """The farthest that the first step moves an entry of the weight, or of the bias."""
    gradients = [off.T @ inputs, off.sum(dim=0)] if with_bias else [off.T @ inputs]
    return max(2 * lr / off.numel() * float(gradient.abs().max()) for gradient in gradients)


def _of_rows(rows: torch.Tensor, tolerance: float = 1e-6) -> Iterator[Number | Whether]:
    """How far apart the rows are."""
    apart = (rows[:, None] - rows[None]).double()
    largest = apart.abs().amax(dim=2)
    near = largest <= tolerance
    copies = bool(near.all())
    yield Whether("all rows are copies", "not all rows are copies", copies)
    exact = bool((largest[near] == 0).all())
    yield Whether("copies differ a little", "copies are equal in every bit", not exact)
    yield Whether("some row has no copy", "every row has a copy", bool((near.sum(dim=1) == 1).any()))
    three = bool((near.sum(dim=1) > 2).any())
    yield Whether("three rows are copies of each other", "no three rows are copies of each other", three)
    neighbours = [
        bool(near[i, j])
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if j > i + 1 and not bool(near[i, i + 1])
    ]
    yield Whether(
        "copies stand apart, with another row between them", "copies stand beside each other", any(neighbours)
    )
    first_two = len(rows) > 1 and bool(near[0, 1])
    yield Whether("the first two rows are copies", "the first two rows are no copies", first_two)
    ends = len(rows) > 1 and bool(near[0, -1])
    yield Whether("the first and the last row are copies", "the first and the last row are no copies", ends)
    outside = ~near
    cancels = bool((outside & (apart.sum(dim=2).abs() <= tolerance)).any())
    yield Whether("the differences of two rows cancel in their sum", "no differences cancel in their sum", cancels)
    one_sided = bool((outside & (apart.amax(dim=2) <= tolerance)).any())
    yield Whether(
        "a row that is no copy is smaller in every entry that differs",
        "every row that is no copy is larger in some entry",
        one_sided,
    )
    summed = bool((near & (apart.abs().sum(dim=2) > tolerance)).any())
    yield Whether("the differences of copies add up to more than the tolerance", "they do not add up to more", summed)
    some_entry = bool((outside & (apart.abs().amin(dim=2) <= tolerance)).any())
    yield Whether("rows that are no copies agree in some entry", "they agree in none", some_entry)
    first_column = bool((outside & (apart[:, :, 0].abs() <= tolerance)).any())
    yield Whether("rows that are no copies agree in their first entry", "they do not", first_column)
    yield Whether("there is a single row", "there are several rows", len(rows) == 1)
    if not copies:
        yield Number("the smallest difference between rows that are no copies", float(largest[outside].min()))


@features_of("symmetry_groups")
def of_grouped_rows(rows: torch.Tensor, tolerance: float = 1e-6) -> Iterator[Number | Whether]:
    yield from _of_rows(rows, tolerance)


@features_of("is_symmetric")
def of_compared_rows(rows: torch.Tensor, tolerance: float = 1e-6) -> Iterator[Number | Whether]:
    yield from _of_rows(rows, tolerance)


@features_of("hidden_gradients")
def of_a_network(
    inputs: torch.Tensor, targets: torch.Tensor, hidden_weight: torch.Tensor, output_weight: torch.Tensor
) -> Iterator[Idle | Number | Whether]:
    """Which of its weights are zero, equal, or as many as others."""
    activation = torch.tanh(inputs @ hidden_weight.T)
    off = activation @ output_weight.T - targets[:, None]
    if not bool((off.T @ activation).any()) and not bool(((off * output_weight).T @ inputs).any()):
        yield Idle("no weight changes the loss")
    yield Whether("hidden_weight is zero", "hidden_weight is not zero", not bool(hidden_weight.any()))
    yield Whether("output_weight is zero", "output_weight is not zero", not bool(output_weight.any()))
    equal_output = bool((output_weight == output_weight[:, :1]).all())
    yield Whether("all output weights are equal", "the output weights differ", equal_output)
    copies = bool((hidden_weight == hidden_weight[:1]).all())
    yield Whether("all hidden neurons are equal", "the hidden neurons differ", copies)
    neurons, width = hidden_weight.shape
    yield Whether("there is a single hidden neuron", "there are several hidden neurons", neurons == 1)
    yield Whether(
        "there are as many hidden neurons as features",
        "there are not as many hidden neurons as features",
        neurons == width,
    )
    yield Whether("there are more hidden neurons than features", "there are no more of them", neurons > width)
    yield Whether("there is a single sample", "there are several samples", len(targets) == 1)
    yield Number("the size of the largest number that enters tanh", float((inputs @ hidden_weight.T).abs().max()))


@features_of("break_symmetry")
def of_a_size(neurons: int, features: int, seed: int) -> Iterator[Number | Whether]:
    """Its seed, and which of the sizes is larger."""
    yield Whether("seed is 0", "seed is not 0", seed == 0)
    yield Whether("there is a single feature", "there are several features", features == 1)
    yield Whether("there are more neurons than features", "there are no more neurons than features", neurons > features)
    yield Whether("there are more features than neurons", "there are no more features than neurons", features > neurons)
