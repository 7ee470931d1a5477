#!/usr/bin/env python3
# ---------------------------------------------------------------
#  Intro to ML, sheet 1: fit a line, look at the curve
# ---------------------------------------------------------------
import sys
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch

print("torch", torch.__version__)
torch.manual_seed(0)
plt.rcParams["figure.figsize"] = (7, 4)


class TrainingRun(NamedTuple):
    weight: torch.Tensor
    losses: list[float]
    converged: bool


def design_matrix(x):
    return torch.stack([x, torch.ones_like(x)], -1)


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    # weight and gradient live side by side in one (d, 2) table: column 0 is w, column 1 is dL/dw
    table = torch.zeros(inputs.shape[1], 2)
    table[:, 0] = initial_weight[0]
    losses = np.empty(0)
    chunk = []
    for epoch in range(max_epochs):
        err = inputs @ table[:, 0] - targets
        chunk.append((err * err).mean().item())
        table[:, 1] = 2 * (err @ inputs) / len(targets)
        table[:, 0] -= lr * table[:, 1]
        if not (tolerance <= chunk[-1] < np.inf):
            break
    losses = np.array(chunk)
    return TrainingRun(table[:, :1].T, list(losses), losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    weight, _, _ = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs)
    return weight[0, 0].item(), weight[0, 1].item()


# ------------------------------------------------------------ try it
x = torch.tensor([1.0, 2.0, 5.0, -1.0])
y = torch.tensor([5.0, 8.0, 17.0, -1.0])
X = design_matrix(x)
print("design matrix:\n", X)

run = train(X, y, torch.zeros(1, 2), lr=0.1)
print(f"lr 0.1: {len(run.losses)} epochs, weight {run.weight.tolist()}, converged {run.converged}")

fig, ax = plt.subplots()
for lr in (0.01, 0.05, 0.1143, 0.12):
    losses = train(X, y, torch.zeros(1, 2), lr=lr, max_epochs=200).losses
    ax.semilogy(losses, label=f"lr = {lr}")
ax.set_xlabel("epoch")
ax.set_ylabel("loss")
ax.legend()
plt.show()

plt.figure()
plt.plot(x, y, "o")
t = torch.linspace(-2, 6, 50)
slope, intercept = fit_line(x, y, lr=0.1)
plt.plot(t, slope * t + intercept)
plt.title(f"y = {slope:.3f} x + {intercept:.3f}")
plt.show()

if __name__ == "__main__":
    # the long run of the handout
    long_run = train(X, y, torch.tensor([[3.1303, 1.4657]]))
    print(len(long_run.losses) - 1, long_run.weight)
    plt.semilogy(long_run.losses)
    plt.savefig("long_run.png")
    sys.exit(0 if long_run.converged else 1)
