"""Common mistakes in training_loop, as wrong models: what was probably done, and what to look at."""

from . import (
    design_matrix,
    ends,
    fit_line,
    gradient_step,
    long_runs,
    losses,
    optimizers,
    other_lines,
    rising_losses,
    stopping,
)

__all__ = [
    "design_matrix",
    "ends",
    "fit_line",
    "gradient_step",
    "long_runs",
    "losses",
    "optimizers",
    "other_lines",
    "rising_losses",
    "stopping",
]
