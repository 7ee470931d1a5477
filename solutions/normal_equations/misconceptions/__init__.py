"""Common mistakes in normal_equations, as wrong models: what was probably done, and what to look at."""

from . import (
    approximations,
    bad_input,
    digits,
    fits,
    least_squares,
    normal_equations,
    other_ranks,
    ranks,
    singular,
    unique,
)

__all__ = [
    "approximations",
    "bad_input",
    "digits",
    "fits",
    "least_squares",
    "normal_equations",
    "other_ranks",
    "ranks",
    "singular",
    "unique",
]
