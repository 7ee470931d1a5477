import math
from dataclasses import dataclass, field
import torch


@dataclass
class TrainingRun:
    weight: torch.Tensor
    losses: list[float] = field(default_factory=list)
    converged: bool = False


def design_matrix(x):
    return torch.stack((x, torch.ones_like(x)), dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = TrainingRun(initial_weight.detach().clone())
    for _ in range(max_epochs):
        w = run.weight.requires_grad_()
        loss = torch.nn.functional.mse_loss(torch.nn.functional.linear(inputs, w)[:, 0], targets)
        run.losses.append(loss.item())
        run.converged = run.losses[-1] < tolerance
        if run.converged or not math.isfinite(run.losses[-1]):
            break
        run.weight = (w - lr * torch.autograd.grad(loss, w)[0]).detach()
    run.weight = run.weight.detach()
    return run


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    middle = x.mean()
    run = train(design_matrix(x - middle), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, level = run.weight[0]
    return slope.item(), (level - slope * middle).item()
