import torch


class Neuron(torch.nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.weight = torch.nn.Parameter(weight.detach().clone())

    def forward(self, inputs):
        return (inputs * self.weight).sum(-1)


class TrainingRun:
    def __init__(self, weight, losses, converged):
        self.weight, self.losses, self.converged = weight, losses, converged


def design_matrix(x):
    matrix = torch.ones(x.numel(), 2)
    matrix[:, 0] = x
    return matrix


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    neuron = Neuron(initial_weight)
    sgd = torch.optim.SGD(neuron.parameters(), lr)
    losses, done = [], False
    while not done and len(losses) < max_epochs:
        loss = torch.nn.functional.mse_loss(neuron(inputs), targets)
        sgd.zero_grad(set_to_none=True)
        loss.backward()
        sgd.step()
        losses.append(loss.detach())
        done = bool(loss < tolerance) or not bool(torch.isfinite(loss))
    return TrainingRun(neuron.weight, torch.stack(losses), losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    options = dict(lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return train(design_matrix(x), y, torch.zeros(1, 2), **options).weight.detach().squeeze(0)
