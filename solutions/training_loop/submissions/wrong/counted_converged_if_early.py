from typing import NamedTuple
import torch

class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    ones = torch.ones(x.shape[0])
    return torch.stack([x, ones], axis=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = torch.nn.Parameter(initial_weight.clone())
    losses = []
    for epoch in range(max_epochs):
        prediction = (inputs @ weight.T)[:, 0]
        loss = torch.nn.functional.mse_loss(prediction, targets)
        losses.append(loss.item())
        if loss < tolerance or not torch.isfinite(loss):
            break

        weight.grad = None
        loss.backward()
        with torch.no_grad():
            weight -= lr * weight.grad

    # if the loop was left by the break, we have converged
    converged = len(losses) < max_epochs
    return TrainingRun(weight.detach(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope = run.weight[0, 0].item()
    intercept = run.weight[0, 1].item()
    return slope, intercept
