import torch


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # TODO: the losses come out, but I do not know yet how to stop
    pass


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    raise NotImplementedError("later")
