import torch, math
from typing import NamedTuple
class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list
    converged: bool
def design_matrix(x):
    out = torch.ones(x.shape[0], 2)
    out[:, 0] = x
    return out
def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = torch.nn.Parameter(initial_weight.clone())
    f = lambda: ((inputs * w).sum(dim=1) - targets).pow(2).sum() / targets.numel()
    losses = []
    epoch = 0
    while True:
        loss = f()
        losses.append(float(loss))
        epoch += 1
        (g,) = torch.autograd.grad(loss, w)
        w.data.sub_(g, alpha=lr)
        if losses[-1] < tolerance or math.isnan(losses[-1]) or math.isinf(losses[-1]) or epoch >= max_epochs:
            break
    return TrainingRun(w, losses, bool(losses[-1] < tolerance))
def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = train(design_matrix(x), y, torch.zeros((1, 2)), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return w[0][0].item(), w[0][1].item()
