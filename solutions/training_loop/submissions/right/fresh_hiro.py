# hiro -- numpy inside (float32), torch only at the door
import warnings
warnings.filterwarnings("ignore")

import numpy as np
import torch
from collections import namedtuple

np.random.seed(0)
torch.manual_seed(0)

TrainingRun = namedtuple("TrainingRun", ("weight", "losses", "converged"))

f32 = np.float32


def design_matrix(x):
    return torch.from_numpy(np.stack([x.numpy(), np.ones(x.shape, dtype=f32)], axis=-1))


def train(inputs, targets, initial_weight, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    X = np.asfortranarray(inputs.numpy())
    y = targets.numpy()
    w = initial_weight.numpy().copy().ravel()
    g = np.empty_like(w)
    losses = []
    two_over_n = f32(2.0 / len(y))
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(max_epochs):
            r = X @ w
            r -= y
            losses.append(np.mean(r * r))
            if losses[-1] < tolerance or not np.isfinite(losses[-1]):
                break
            np.matmul(r, X, out=g)
            g *= two_over_n
            w -= f32(lr) * g
    return TrainingRun(torch.from_numpy(w.reshape(1, -1)), losses, losses[-1] < tolerance)


def fit_line(x, y, *, lr=1e-4, tolerance=3e-3, max_epochs=100_000):
    w = train(design_matrix(x), y, torch.zeros(1, 2), lr=lr, tolerance=tolerance, max_epochs=max_epochs).weight
    return tuple(w.numpy()[0])


# the run of the handout, every time this file is loaded (it is quick)
handout = train(
    design_matrix(torch.tensor([1.0, 2.0, 5.0, -1.0])),
    torch.tensor([5.0, 8.0, 17.0, -1.0]),
    torch.tensor([[3.1303, 1.4657]]),
)
assert abs(len(handout.losses) - 17696) < 18, len(handout.losses)
