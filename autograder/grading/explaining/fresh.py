"""Fresh cases of checks, drawn as theirs were, from another seed: they confirm what was seen, and are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hypothesis import Phase

from autograder.grading.checks import Case, Check, drawn_cases, drawn_otherwise

_MOST: Final = 12  # cases: a boundary is confirmed by a handful, and the smallest of a dozen is small
_FRESH: Final = "fresh"  # after the course's seed


class FreshCases:
    """Cases that no check of a suite has seen; drawn once in a process, for all submissions."""

    def __init__(self) -> None:
        self._cases: dict[str, tuple[Case, ...]] = {}

    def of(self, check: Check) -> tuple[Case, ...]:
        """Those of a check, none if it draws none."""
        if not check.draws:
            return ()
        if check.identity not in self._cases:
            with drawn_otherwise(check, max_examples=_MOST, phases=(Phase.generate,)):
                self._cases[check.identity] = drawn_cases(replace(check, course_seed=f"{check.course_seed} {_FRESH}"))
        return self._cases[check.identity]
