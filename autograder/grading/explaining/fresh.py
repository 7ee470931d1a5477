"""Fresh cases of checks, drawn as theirs were, from another seed: to confirm what was seen, and to show it.

They are drawn once, for all submissions, and kept for other processes and runs: the smallest of many that fails is as
good to read as one that is shrunk for each mistake, and costs a fraction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
from hypothesis import Phase

from autograder.grading.calls import asked_by
from autograder.grading.case_data import Case, as_data
from autograder.grading.checks import Check, Rehearsed, drawn_cases, drawn_otherwise

_MOST: Final = 12  # drawn cases: a boundary is confirmed by a handful
_MOST_TO_SHOW: Final = (
    60  # drawn cases, of which the smallest are shown: to shrink one for each mistake takes far longer
)
_MOST_SHOWN: Final = 30
_FRESH: Final = "fresh"  # after the course's seed


class Kept(Protocol):
    """Where cases are kept."""

    def cases(self, name: str) -> tuple[Case, ...] | None:
        """The cases of a name; None if none are kept."""

    def keep_cases(self, name: str, cases: Sequence[Case]) -> None:
        """Keep cases under a name."""


class FreshCases:
    """Cases that no check of a suite has seen; made once in a process, for all submissions."""

    def __init__(self, rehearsed: Iterable[Rehearsed] = (), kept: Kept | None = None) -> None:
        """None is made yet.

        Args:
            rehearsed: what all checks of the suite call, and earns marks.
            kept: where those are kept that were ever drawn; None to draw them in each process.
        """
        self._rehearsed = tuple(rehearsed)
        self._kept = kept
        self._known: dict[str, tuple[Case, ...]] = {}

    def of(self, check: Check) -> tuple[Case, ...]:
        """A dozen of a check, and its examples; none if it draws none."""
        if not check.draws:
            return ()

        def draw() -> tuple[Case, ...]:
            with drawn_otherwise(check, max_examples=_MOST):
                return drawn_cases(_elsewhere(check))

        return self._once(f"{check.family} some", draw)

    def by_size(self, check: Check) -> tuple[Case, ...]:
        """The smallest of many more, in this order."""
        if not check.draws:
            return ()

        def draw() -> tuple[Case, ...]:
            with drawn_otherwise(check, max_examples=_MOST_TO_SHOW, phases=(Phase.generate,)):
                many = drawn_cases(_elsewhere(check))
            return tuple(sorted(many, key=_size)[:_MOST_SHOWN])

        return self._once(f"{check.family} small", draw)

    def is_fresh(self, calls: Iterable[bytes]) -> bool:
        """Whether some of these calls earn no marks, in any check."""
        return any(asked_by(data).data not in self._earning for data in calls)

    def _once(self, name: str, draw: Callable[[], tuple[Case, ...]]) -> tuple[Case, ...]:
        """What is drawn, in this process or an earlier one."""
        if name not in self._known:
            cases = self._kept.cases(name) if self._kept else None
            if cases is None:
                cases = as_data(draw())
                if self._kept:
                    self._kept.keep_cases(name, cases)
            self._known[name] = cases
        return self._known[name]

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
