#!/usr/bin/env python
# coding: utf-8

# In[1]:


get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install torch')
import matplotlib.pyplot as plt

# In[2]:

import torch
from torch import nn
from typing import NamedTuple


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], dim=1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    model = nn.Linear(inputs.shape[1], 1, bias=False)
    with torch.no_grad():
        model.weight.copy_(initial_weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    criterion = nn.MSELoss()

    losses = []
    for epoch in range(max_epochs):
        prediction = model(inputs).squeeze(1)
        loss = criterion(prediction, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if loss.item() < tolerance or not torch.isfinite(loss):
            break
    return TrainingRun(model.weight.detach(), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    run = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    slope, intercept = run.weight[0].tolist()
    return slope, intercept


if __name__ == "__main__":
    x = torch.tensor([1.0, 2.0, 5.0, -1.0])
    print(fit_line(x, 3 * x + 2))


# In[3]:
fig, axes = plt.subplots(1, 2)
x = torch.linspace(-1, 1, 5)
run = train(design_matrix(x), 3*x+2, torch.zeros(1,2), lr=0.1)
axes[0].plot(run.losses)
display(fig)
get_ipython().run_cell_magic('time', '', 'pass')
