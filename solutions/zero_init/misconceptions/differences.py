"""`hidden_gradients` by differences of the loss: close, but not exact."""

from __future__ import annotations

from collections.abc import Callable

import torch

from autograder import misconception

from .hidden_gradients import Gradients, hidden_slopes


def slopes_by_steps(
    loss: Callable[[torch.Tensor], float], weight: torch.Tensor, step: float, central: bool
) -> torch.Tensor:
    """What each entry changes of the loss, divided by the step."""
    slope = torch.zeros_like(weight)
    for place in range(weight.numel()):
        up, down = weight.clone(), weight.clone()
        up.view(-1)[place] += step
        if central:
            down.view(-1)[place] -= step
        slope.view(-1)[place] = (loss(up) - loss(down)) / (2 * step if central else step)
    return slope


@misconception(
    "hidden_gradients",
    part="hidden_gradients",
    hint="It looks as if a gradient were the difference of two losses, divided by a small step. Look at how many "
    "digits of the losses are left in their difference, and at what a larger step does.",
    ways=[
        *({"step": step, "central": True, "both": True} for step in (1e-4, 1e-3)),
        *({"step": step, "central": False, "both": both} for step in (1e-4, 1e-3, 1e-2) for both in (True, False)),
    ],
)
def differences_for_gradients(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    hidden_weight: torch.Tensor,
    output_weight: torch.Tensor,
    *,
    step: float,
    central: bool,
    both: bool,
) -> Gradients:
    def loss(hidden: torch.Tensor, output: torch.Tensor) -> float:
        prediction = torch.tanh(inputs @ hidden.T) @ output.T
        return ((prediction[:, 0] - targets) ** 2).mean().item()

    hidden = slopes_by_steps(lambda weight: loss(weight, output_weight), hidden_weight, step, central)
    if not both:
        return hidden, hidden_slopes(inputs, targets, hidden_weight, output_weight)[1]
    return hidden, slopes_by_steps(lambda weight: loss(hidden_weight, weight), output_weight, step, central)
