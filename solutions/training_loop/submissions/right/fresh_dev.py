# dev
from functools import partial
from math import isfinite
from typing import NamedTuple

import torch

# we derive the gradient ourselves, autograd only costs time
torch.set_grad_enabled(False)
torch.set_num_threads(1)


class TrainingRun(NamedTuple):
    # alphabetical, plus the number of epochs
    converged: bool
    epochs: int
    losses: list[float]
    weight: torch.Tensor


design_matrix = lambda x: torch.stack((x, torch.ones_like(x)), dim=1)  # noqa: E731


@torch.inference_mode()
def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X, Xt, y = inputs, inputs.t(), targets
    w = torch.clone(initial_weight[0])
    step = 2.0 * lr / X.shape[0]
    losses = []
    for _ in range(max_epochs):
        r = X.mv(w).sub_(y)
        losses.append(r.square().mean().item())
        w.sub_(Xt.mv(r), alpha=step)
        if losses[-1] < tolerance or not isfinite(losses[-1]):
            break
    return TrainingRun(
        weight=w[None], losses=losses, converged=losses[-1] < tolerance, epochs=len(losses)
    )


def _fit(x, y, *, trainer, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = trainer(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0, 0].item(), w[0, 1].item()


fit_line = partial(_fit, trainer=train)
