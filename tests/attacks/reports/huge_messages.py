"""Raises messages of 100 megabytes, with as many arguments, notes, causes and lines as there can be."""

HUGE = 100_000_000


def design_matrix(x):
    raise ValueError("x" * HUGE)


def train(inputs, targets, initial_weight, **options):
    raise ValueError(*range(1_000_000))


def fit_line(x, y, **options):
    error = ValueError("\n" * HUGE)
    for _ in range(10_000):
        error.add_note("a note" * 100)
        later = KeyError("another")
        later.__cause__, error = error, later
    raise error


raise type("X" * 10_000_000, (Exception,), {})("\n" * HUGE)
