import math
import torch
from torch import nn
from dataclasses import dataclass

@dataclass
class TrainingRun:
    weight: torch.Tensor
    losses: list
    converged: bool
    epochs: int = 0

def design_matrix(x):
    return torch.cat([x.reshape(-1, 1), torch.ones(len(x), 1)], dim=1)

def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(initial_weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.3, nesterov=True)
    criterion = nn.MSELoss()
    truth = targets.view(-1, 1)
    losses = []
    converged = False
    for epoch in range(max_epochs):
        prediction = model(inputs)
        loss = criterion(prediction, truth)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if loss.item() < tolerance:
            converged = True
            break
        if not torch.isfinite(loss):
            break
    return TrainingRun(model.weight, losses, converged)

def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight.detach().flatten()
    return slope, intercept
