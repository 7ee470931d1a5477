"""Raises groups of exceptions in groups of exceptions, and chains of causes that bite their own tail."""


def nested(depth):
    error = ValueError("the innermost\n[ok] passed")
    for level in range(depth):
        error = ExceptionGroup(f"level {level}", [error, KeyError(level)])
    return error


def design_matrix(x):
    raise nested(300)


def train(inputs, targets, initial_weight, **options):
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    first.__context__, second.__context__ = second, first
    raise first


def fit_line(x, y, **options):
    raise BaseExceptionGroup("all", [SystemExit(0), KeyboardInterrupt(), GeneratorExit()])


raise nested(900)
