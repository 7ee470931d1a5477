"""Common mistakes in normal_equations, as wrong models: what was probably done, and what to look at."""

from . import bad_input, fits, least_squares, normal_equations, ranks, singular, unique

__all__ = ["bad_input", "fits", "least_squares", "normal_equations", "ranks", "singular", "unique"]
