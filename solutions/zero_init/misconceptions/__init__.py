"""Common mistakes in zero_init, as wrong models: what was probably done, and what to look at."""

from . import bias, break_symmetry, copies, epochs, hidden_gradients, networks, symmetry, trace

__all__ = ["bias", "break_symmetry", "copies", "epochs", "hidden_gradients", "networks", "symmetry", "trace"]
