"""Reference of the assignment zero_init: neurons that start equal, what keeps them equal and what separates them."""

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
    """Return what every epoch of training one linear layer saw and did.

    inputs (n, d), targets (n,), initial_weight (k, d), initial_bias (k,) or None, all float32.
    """
    weight, bias = initial_weight, initial_bias
    history = []
    for _ in range(epochs):
        prediction = inputs @ weight.T
        if bias is not None:
            prediction = prediction + bias
        # The column of targets is broadcast against every neuron's column: (n, k) - (n, 1), intended and silent.
        residual = prediction - targets[:, None]
        # The mean is over n*k entries, so k neurons share the gradient that a single one would have.
        slope = 2 * residual / residual.numel()
        weight_gradient = slope.T @ inputs
        # New tensors, not `-=`: the arguments and the records of earlier epochs stay as they are.
        weight = weight - lr * weight_gradient
        bias_gradient = None
        if bias is not None:
            bias_gradient = slope.sum(dim=0)
            bias = bias - lr * bias_gradient
        loss = residual.square().mean().item()
        history.append(Epoch(loss, prediction, weight_gradient, bias_gradient, weight, bias))
    return history


def symmetry_groups(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    """Return the neurons of rows (k, d) that are copies of each other, groups by their first neuron."""
    groups: list[list[int]] = []
    for neuron, row in enumerate(rows):
        for group in groups:
            if (row - rows[group[0]]).abs().max() <= tolerance:
                group.append(neuron)
                break
        else:
            groups.append([neuron])
    return groups


def is_symmetric(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    """Return whether all neurons of rows (k, d) are copies of each other."""
    return bool((rows - rows[0]).abs().max() <= tolerance)


def hidden_gradients(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    hidden_weight: torch.Tensor,
    output_weight: torch.Tensor,
) -> HiddenGradients:
    """Return both gradients of the mean squared error of tanh(inputs @ hidden_weight.T) @ output_weight.T.

    inputs (n, d), targets (n,), hidden_weight (h, d), output_weight (1, h), all float32.
    """
    activation = torch.tanh(inputs @ hidden_weight.T)
    prediction = activation @ output_weight.T
    slope = 2 * (prediction - targets[:, None]) / len(targets)
    # tanh' = 1 - tanh^2: column i of the middle factor depends on row i of hidden_weight and on v_i alone,
    # and therefore equal neurons get equal gradients.
    hidden = (slope * output_weight * (1 - activation.square())).T @ inputs
    return HiddenGradients(hidden, slope.T @ activation)


def break_symmetry(neurons: int, features: int, seed: int) -> torch.Tensor:
    """Return random weights (neurons, features) float32 within +-1/sqrt(features), no two rows alike."""
    # A generator of its own leaves torch's global random state as it was.
    generator = torch.Generator().manual_seed(seed)
    while True:
        weight: torch.Tensor = (2 * torch.rand(neurons, features, generator=generator) - 1) * features**-0.5
        # Two rows of 24-bit numbers can coincide, though hardly ever do.
        if len(torch.unique(weight, dim=0)) == neurons:
            return weight
