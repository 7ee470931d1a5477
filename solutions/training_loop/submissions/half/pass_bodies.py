from typing import NamedTuple
import torch


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    pass


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # for epoch in range(max_epochs):
    #     predict
    #     loss
    #     stop?
    #     step
    pass


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    pass
