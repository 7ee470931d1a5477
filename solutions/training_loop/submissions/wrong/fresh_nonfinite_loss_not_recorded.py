from math import inf
import torch

class TrainingRun:
    def __init__(self, weight, losses, converged):
        self.weight = weight
        self.losses = losses
        self.converged = converged

def design_matrix(x):
    M = torch.empty(len(x), 2)
    M[:, 0], M[:, 1] = x, 1
    return M

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    n = inputs.shape[0]
    theta = initial_weight.t().clone()          # column vector
    y = targets.view(n, 1)
    losses = []
    for i in range(max_epochs):
        diff = torch.mm(inputs, theta) - y
        loss = float(torch.sum(diff * diff)) / n
        if not (loss < inf):                    # also catches nan
            break
        losses.append(loss)
        if loss < tolerance:
            break
        theta = theta - lr * (2.0 / n) * torch.mm(inputs.t(), diff)
    return TrainingRun(theta.t(), losses, len(losses) > 0 and losses[-1] < tolerance)

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros((1, 2)), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    a, b = run.weight.flatten()
    return a.item(), b.item()
