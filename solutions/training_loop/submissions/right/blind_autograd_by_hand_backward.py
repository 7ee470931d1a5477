import torch
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TrainingRun:
    weight: torch.Tensor
    losses: list = field(default_factory=list)
    converged: bool = False


class SquaredError(torch.autograd.Function):
    @staticmethod
    def forward(ctx, prediction, targets):
        ctx.save_for_backward(prediction, targets)
        return ((prediction - targets) ** 2).sum() / targets.numel()

    @staticmethod
    def backward(ctx, outer):
        prediction, targets = ctx.saved_tensors
        return outer * 2 * (prediction - targets) / targets.numel(), None


def design_matrix(x):
    return torch.stack((x, x ** 0), dim=-1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = initial_weight.clone().detach()
    weight.requires_grad = True
    losses = []
    converged = False
    for i in range(1, max_epochs + 1):
        weight.grad = None
        loss = SquaredError.apply(inputs.matmul(weight.t())[:, 0], targets)
        losses.append(float(loss))
        converged = losses[-1] < tolerance
        if converged or losses[-1] != losses[-1] or losses[-1] == float("inf"):
            break
        loss.backward()
        weight.data.sub_(lr * weight.grad)
    return TrainingRun(weight.detach().clone(), losses, converged)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight = train(design_matrix(x), y, torch.zeros([1, 2]), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return weight[0][0], weight[0][1]
