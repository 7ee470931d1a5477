"""Common mistakes in zero_init, as wrong models: what was probably done, and what to look at."""

from . import (
    bias,
    borders,
    break_symmetry,
    copies,
    differences,
    epochs,
    hidden_gradients,
    networks,
    shortcuts,
    symmetry,
    trace,
)

__all__ = [
    "bias",
    "borders",
    "break_symmetry",
    "copies",
    "differences",
    "epochs",
    "hidden_gradients",
    "networks",
    "shortcuts",
    "symmetry",
    "trace",
]
