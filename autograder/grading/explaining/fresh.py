"""Fresh cases of checks, drawn as theirs were, from another seed: to confirm what was seen, and to show it.

They are drawn once, for all submissions: the smallest of many that fails is as good to read as one that is shrunk for
each mistake, and costs a fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from hypothesis import Phase

from autograder.grading.calls import asked_by
from autograder.grading.checks import Case, Check, Rehearsed, drawn_cases, drawn_otherwise

_MOST: Final = 12  # drawn cases: a boundary is confirmed by a handful
_MOST_TO_SHOW: Final = (
    60  # drawn cases, of which the smallest are shown: to shrink one for each mistake takes far longer
)
_MOST_SHOWN: Final = 30
_FRESH: Final = "fresh"  # after the course's seed


class FreshCases:
    """Cases that no check of a suite has seen; made once in a process, for all submissions."""

    def __init__(self, rehearsed: Iterable[Rehearsed] = ()) -> None:
        """None is made yet.

        Args:
            rehearsed: what all checks of the suite call, and earns marks.
        """
        self._rehearsed = tuple(rehearsed)
        self._drawn: dict[str, tuple[Case, ...]] = {}
        self._small: dict[str, tuple[Case, ...]] = {}

    def of(self, check: Check) -> tuple[Case, ...]:
        """A dozen of a check, and its examples; none if it draws none."""
        if not check.draws:
            return ()
        if check.identity not in self._drawn:
            with drawn_otherwise(check, max_examples=_MOST):
                self._drawn[check.identity] = drawn_cases(_elsewhere(check))
        return self._drawn[check.identity]

    def by_size(self, check: Check) -> tuple[Case, ...]:
        """The smallest of many more, in this order."""
        if not check.draws:
            return ()
        if check.identity not in self._small:
            with drawn_otherwise(check, max_examples=_MOST_TO_SHOW, phases=(Phase.generate,)):
                many = drawn_cases(_elsewhere(check))
            self._small[check.identity] = tuple(sorted(many, key=_size)[:_MOST_SHOWN])
        return self._small[check.identity]

    def is_fresh(self, calls: Iterable[bytes]) -> bool:
        """Whether some of these calls earn no marks, in any check."""
        return any(asked_by(data).data not in self._earning for data in calls)

    @cached_property
    def _earning(self) -> frozenset[bytes]:
        return frozenset(asked_by(call.data).data for one in self._rehearsed for call in one.calls)


def _elsewhere(check: Check) -> Check:
    return replace(check, course_seed=f"{check.course_seed} {_FRESH}")


def _size(case: Case) -> tuple[int, int]:
    """How much there is to read: numbers, and their digits."""
    numbers = list(_numbers(list(case.values())))
    return len(numbers), sum(len(f"{number:.6g}") for number in numbers)


def _numbers(value: Any) -> Iterator[float]:
    """All numbers of a value that was drawn."""
    if hasattr(value, "detach") or isinstance(value, np.ndarray):
        yield from np.ravel(np.asarray(value, dtype=np.float64)).tolist()
    elif isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _numbers(one)
