"""What several parts of this suite compare with: the source examples, tolerances, and answers to systems."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import numpy as np

from autograder import (
    Crashed,
    Function,
    Hung,
    Subject,
    agrees,
    assert_close,
    assert_equal,
    assert_finite,
    assert_raises,
    assert_shape,
)

from .strategies import Guard, Samples, System

# Where nothing else is said condition numbers are below 50: elimination and the singular value decomposition lose 1e-14
# of theta, and detours over squared matrices 1e-12 (for the source's first system 2e-9: 2611 squared times eps).
# Float32 inside, or 1e-6 added to the diagonal, moves theta by 1e-7 at least.
TOLERANCE: Final = 1e-8
# Of a matrix with a larger condition number a detour over its square loses so many eps of theta, up to some factor.
# What such matrices are drawn for, singular values that are cut off, moves theta by a tenth of it at least.
DETOUR: Final = 100 * float(np.finfo(np.float64).eps)

REGULAR: Final = System(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 5.0]))
SOURCE_NONE: Final = System(np.array([[13.0, 13.0], [13.0, 13.0]]), np.array([36.0, 54.0]))
SOURCE_INFINITE: Final = System(np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0]))
SKEWED: Final = System(np.array([[2.0, 4.0], [1.0, 2.0]]), np.array([10.0, 5.0]))


def assert_theta(
    theta: np.ndarray | None, expected: np.ndarray, what: str = "theta", *, condition: float = 1.0
) -> None:
    """The solution is the expected one, as far as the condition number of the matrix lets it be known."""
    largest = float(np.abs(expected).max())
    tolerance = max(TOLERANCE, DETOUR * condition**2)
    assert_close(theta, expected, what, atol=tolerance * max(1.0, largest))


def assert_solves(theta: np.ndarray | None, system: System) -> None:
    """A theta = b, up to rounding: whether it is the shortest theta is judged elsewhere."""
    assert theta is not None, "theta is None, expected one of the infinitely many solutions"
    assert_shape(theta, system.b.shape, "theta")
    assert_finite(theta, "theta")
    # Rounding leaves 1e-14 of the largest number; a vector that is not a solution leaves a sizable part of it.
    largest = float(max(np.abs(system.A).max(), np.abs(system.b).max()))
    assert_close(system.A @ theta, system.b, "A @ theta, which should be b,", atol=1e-6 * largest)


def assert_kind(kind: str, expected: str, why: str) -> None:
    """The kind is the expected one."""
    assert_equal(kind, expected, "kind", why)


@contextmanager
def unless_judged_in_parts_before(submission: Subject, reference: Subject, data: Samples) -> Iterator[None]:
    """Excuse a fit that is what another function makes of it, whose mistake is judged in its own part.

    That is what the submission's `solve` says of the right normal equations, or the reference's of the submission's
    normal equations. Who does not fit two ordinary features either has nothing to be excused for.
    """
    ordinary = answer_of(submission.least_squares, *REGULAR)[1]
    fit = answer_of(submission.least_squares, *data)
    solved = answer_of(submission.solve, *reference.normal_equations(*data))
    formed: list[np.ndarray] = []
    with suppress(AssertionError):
        formed += submission.normal_equations(*data)
    try:
        yield
    except AssertionError:
        fits = ordinary is not None and agrees(ordinary, reference.least_squares(*REGULAR).theta, atol=1e-6)
        excused = same_answer(fit, solved) or (formed and same_answer(fit, answer_of(reference.solve, *formed)))
        if not (fits and excused):
            raise


def answer_of(function: Function, matrix: np.ndarray, right: np.ndarray) -> tuple[str, np.ndarray | None]:
    """Kind and theta; ("", None) where there is no readable answer."""
    with suppress(AssertionError):
        solution = function(matrix, right)
        return solution.kind, solution.theta
    return "", None


def same_answer(one: tuple[str, np.ndarray | None], other: tuple[str, np.ndarray | None]) -> bool:
    """Whether there are two answers that agree, as far as the rounding of theta lets that be seen."""
    if not one[0] or one[0] != other[0] or one[1] is None or other[1] is None:
        return bool(one[0]) and one[0] == other[0] and one[1] is other[1]
    largest = float(np.abs(one[1]).max(initial=0.0))
    return agrees(other[1], one[1], rtol=0.0, atol=1e-3 * largest)


@contextmanager
def not_for_everything(submission: Subject, kind: str, guard: Guard) -> Iterator[None]:
    """Assert that `solve` does not say this kind for a system with one solution too; what it says is up to `unique`."""
    kinds: list[str] = []

    def ask() -> None:
        with suppress(AssertionError):
            kinds.append(submission.solve(*guard.system).kind)

    yield from before_or_after(guard, ask)
    assert kind not in kinds, f"kind should not be {kind!r} for a matrix of full rank too"


@contextmanager
def nothing_else_refused(function: Function, guard: Guard) -> Iterator[None]:
    """Assert that well-formed arguments raise no ValueError; what the function returns for them is judged elsewhere."""
    refused: list[System] = []

    def ask() -> None:
        try:
            assert_raises(ValueError, function, *guard.system)
        except (Crashed, Hung):
            raise
        except AssertionError:
            return
        refused.append(guard.system)

    yield from before_or_after(guard, ask)
    assert not refused, f"{function.name} should not raise ValueError for well-formed arguments too"


def before_or_after(guard: Guard, ask: Callable[[], None]) -> Iterator[None]:
    """Ask about the guard before or after the body of a `with`."""
    if guard.first:
        ask()
    yield
    if not guard.first:
        ask()
