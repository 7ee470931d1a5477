import torch
import torch.nn as nn
import torch.optim as optim
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    x = x.unsqueeze(-1)
    return torch.cat([x, torch.ones_like(x)], dim=-1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Sequential(nn.Linear(inputs.size(1), 1, bias=False), nn.Flatten(0))
    model.load_state_dict({"0.weight": initial_weight})
    model.train()
    loss_fn = nn.MSELoss(reduction="mean")
    opt = optim.SGD(model.parameters(), lr=lr, momentum=0, weight_decay=0)
    history = []
    for epoch in range(max_epochs):
        def closure():
            opt.zero_grad()
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            return loss
        history.append(opt.step(closure).item())
        if history[-1] < tolerance:
            return TrainingRun(model[0].weight.data, history, True)
        if not torch.isfinite(torch.tensor(history[-1])):
            return TrainingRun(model[0].weight.data, history, False)
    return TrainingRun(model[0].weight.data, history, False)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = model.weight[0]
    return slope.item(), intercept.item()
