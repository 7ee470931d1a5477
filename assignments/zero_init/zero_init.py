"""Start several neurons with equal weights, give them the same targets, and see that they stay copies.

Then find out when that does harm, and break it. The handout is README.md in this folder.
"""

from typing import NamedTuple

import torch


class Epoch(NamedTuple):
    """What one epoch of `trace` saw and did, for n samples, d features and k neurons."""

    loss: float  # before the step, mean over all n*k predictions
    prediction: torch.Tensor  # (n, k) before the step
    weight_gradient: torch.Tensor  # (k, d)
    bias_gradient: torch.Tensor | None  # (k,), None for a layer without bias
    weight: torch.Tensor  # (k, d) after the step
    bias: torch.Tensor | None  # (k,) after the step, None without bias


class HiddenGradients(NamedTuple):
    """The gradients of the loss of a network with one hidden layer of h neurons."""

    hidden: torch.Tensor  # (h, d) gradient of the loss with respect to hidden_weight
    output: torch.Tensor  # (1, h) gradient of the loss with respect to output_weight


def trace(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    initial_weight: torch.Tensor,
    initial_bias: torch.Tensor | None = None,
    *,
    lr: float = 1e-4,
    epochs: int = 2,
) -> list[Epoch]:
    """Return one record per epoch of training a linear layer whose neurons all have the same targets.

    Args:
        inputs: (n, d) float32, one row per sample.
        targets: (n,) float32, the same for every neuron.
        initial_weight: (k, d) float32, one row per neuron; left as it is.
        initial_bias: (k,) float32, left as it is; None, the default, stands for a layer without bias.
        lr: the learning rate of plain gradient descent on all samples.
        epochs: how many steps to take, at least 1.

    Returns:
        `epochs` records in order: loss, prediction and gradients from before the step, weight and bias from after it.

    >>> one, target = torch.tensor([[1.0]]), torch.tensor([2.0])
    >>> [round(epoch.loss, 2) for epoch in trace(one, target, torch.tensor([[0.0]]), lr=0.25, epochs=3)]
    [4.0, 1.0, 0.25]
    """
    raise NotImplementedError("TODO: train the layer and keep a record of every epoch")


def symmetry_groups(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    """Return the groups of neurons that are copies of each other.

    Args:
        rows: (k, d) float32, one row per neuron.
        tolerance: two neurons are copies if no entry differs by more than this.

    Returns:
        Lists of row numbers, each ascending, ordered by their first neuron; every neuron is in exactly one.

    >>> symmetry_groups(torch.tensor([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]))
    [[0, 2], [1]]
    """
    raise NotImplementedError("TODO: group the rows that are equal within the tolerance")


def is_symmetric(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    """Return whether all neurons are copies of each other.

    Args:
        rows: (k, d) float32, one row per neuron.
        tolerance: two neurons are copies if no entry differs by more than this.

    Returns:
        True or False; a single neuron is symmetric.

    >>> is_symmetric(torch.tensor([[1.0, 2.0], [1.0, 2.5]]))
    False
    """
    raise NotImplementedError("TODO: tell whether all rows are equal within the tolerance")


def hidden_gradients(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    hidden_weight: torch.Tensor,
    output_weight: torch.Tensor,
) -> HiddenGradients:
    """Return the gradients of the mean squared error of tanh(inputs @ hidden_weight.T) @ output_weight.T.

    Args:
        inputs: (n, d) float32, one row per sample.
        targets: (n,) float32.
        hidden_weight: (h, d) float32, one row per hidden neuron.
        output_weight: (1, h) float32.

    Returns:
        The gradient with respect to hidden_weight, (h, d), and the one with respect to output_weight, (1, h).

    >>> one, zero = torch.tensor([[1.0]]), torch.tensor([[0.0]])
    >>> hidden_gradients(one, torch.tensor([3.0]), zero, one).hidden
    tensor([[-6.]])
    """
    raise NotImplementedError("TODO: compute the gradient of the loss with respect to both weights")


def break_symmetry(neurons: int, features: int, seed: int) -> torch.Tensor:
    """Return random weights, no two rows of them alike.

    Args:
        neurons: how many rows.
        features: how many columns.
        seed: from 0 to 2**31 - 1; the same seed gives the same weights, another seed others.

    Returns:
        (neurons, features) float32, every entry within +-1/sqrt(features). torch's global random state is
        left as it was.

    >>> break_symmetry(3, 2, seed=0).shape
    torch.Size([3, 2])
    """
    raise NotImplementedError("TODO: draw the weights without touching the global random state")
