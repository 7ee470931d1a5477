"""How close comparisons come to their tolerance: right work should stay far below it, wrong work far above.

Nothing is noted unless somebody measures: `autograder judge` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import numpy as np

_ratios: ContextVar[list[float] | None] = ContextVar("ratios", default=None)


class Margin(NamedTuple):
    """The ratios of difference to tolerance in one check of one submission."""

    held: float = 0.0  # the largest in cases that held, of comparisons within their tolerance
    failed: float = 0.0  # the largest with which a case failed; 0 where none did by a comparison of numbers
    failures: int = 0  # cases that failed


def note_ratios(off: np.ndarray, allowed: np.ndarray, equal: np.ndarray) -> None:
    """Note the largest ratio of a comparison.

    Args:
        off: differences, of any shape.
        allowed: what they may be, of the same shape.
        equal: where the values are equal, even if both are infinite, of the same shape.
    """
    noted = _ratios.get()
    if noted is not None and off.size:
        with np.errstate(all="ignore"):
            ratios = np.where(equal, 0.0, off / allowed)
        noted.append(float(np.nan_to_num(ratios, nan=np.inf, posinf=np.inf).max()))


@contextmanager
def measured() -> Iterator[list[float]]:
    """Have the ratios of all comparisons in this block noted in a list."""
    noted: list[float] = []
    token = _ratios.set(noted)
    try:
        yield noted
    finally:
        _ratios.reset(token)


def with_success(margin: Margin, ratios: list[float]) -> Margin:
    """The margin with one more case that held; comparisons beyond their tolerance were alternatives in it."""
    return margin._replace(held=max([margin.held, *(ratio for ratio in ratios if ratio <= 1)]))


def with_failure(margin: Margin, ratio: float) -> Margin:
    """The margin with one more case that failed, by a comparison of this ratio (0: by something else)."""
    return margin._replace(failed=max(margin.failed, ratio), failures=margin.failures + 1)
