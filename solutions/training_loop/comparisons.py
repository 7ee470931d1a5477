"""What several parts of this suite compare with: tolerances, and how far a weight may be from the true one."""

import math
from typing import Final

import numpy as np
import torch

# Among all right test submissions, float64 inside or not, weights (|w| <= 10) are wrong by 1e-5 at most; an epoch more,
# or another gradient, moves them by 1e-2.
WEIGHT: Final = 1e-4

# Room for a loss that lacks a factor 2 (judged as gradient_step) and a little rounding.
SLACK: Final = 2.2


def farthest(inputs: torch.Tensor, loss: float) -> float:
    """How far from the true weight a loss L can leave the weight: sqrt(2 L / lambda_min), with the slack."""
    x = inputs.double().numpy()
    smallest = np.linalg.eigvalsh(2 * x.T @ x / len(x))[0]
    return math.sqrt(2 * SLACK * loss / smallest)
