import collections
import torch

TrainingRun = collections.namedtuple('TrainingRun', 'weight losses converged')
Line = collections.namedtuple('Line', ['slope', 'intercept'])


def design_matrix(x):
    return torch.cat((x.reshape(-1, 1), torch.ones(len(x), 1)), 1)


def mse(weight, inputs, targets):
    predictions = inputs.mv(weight[0])
    return (predictions - targets).square().mean()


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = initial_weight.detach().clone().requires_grad_()
    losses = []
    while True:
        loss = mse(w, inputs, targets)
        losses.append(loss.detach())
        if loss < tolerance or not loss.isfinite():
            break
        (gradient,) = torch.autograd.grad(loss, w)
        w = (w - lr * gradient).detach().requires_grad_()
        if len(losses) == max_epochs:
            break
    # w still requires grad, could go on training from here
    return TrainingRun(w, losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    start = torch.zeros((1, 2))
    result = train(design_matrix(x), y, start, lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return Line(*result.weight.flatten().tolist())
