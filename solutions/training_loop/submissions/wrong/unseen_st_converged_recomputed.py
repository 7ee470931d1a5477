from dataclasses import dataclass
import torch


@dataclass(frozen=True)
class TrainingRun:
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, x.new_ones(x.shape)], dim=1)


def predict(inputs, weight):
    return (inputs @ weight.mT).squeeze(-1)


def mean_squared_error(prediction, targets):
    return (prediction - targets).square().mean()


def gradient(inputs, targets, weight):
    return 2 * ((predict(inputs, weight) - targets).unsqueeze(0) @ inputs) / targets.numel()


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight
    losses = []
    for _ in range(max_epochs):
        loss = mean_squared_error(predict(inputs, weight), targets)
        losses.append(float(loss))
        if loss < tolerance or not torch.isfinite(loss):
            break
        weight = weight - lr * gradient(inputs, targets, weight)
    final_loss = mean_squared_error(predict(inputs, weight), targets)
    return TrainingRun(weight.clone(), losses, bool(final_loss < tolerance))


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return tuple(run.weight.squeeze(0).tolist())
