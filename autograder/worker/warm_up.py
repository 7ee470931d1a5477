"""Loading what submissions use, before their limits are set and their time counts."""

from __future__ import annotations

from . import compiler


def train_once() -> None:
    """Import numpy and torch, and train for one step, which loads what else that needs."""
    import numpy as np
    import torch

    compiler.load_when_needed()
    torch.set_num_threads(1)
    inputs, targets = torch.ones(4, 2), torch.ones(4, 1)
    layer = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    loss = torch.nn.functional.mse_loss(layer(inputs), targets)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    np.linalg.svd(np.ones((2, 2)))
