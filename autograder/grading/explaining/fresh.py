"""Fresh cases of checks: drawn as theirs were, from another seed. They confirm what was seen in the drawn ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from autograder.grading.checks import Case, Check, drawn_cases, drawn_otherwise

_MOST: Final = 12  # cases: a boundary is confirmed by a handful
_FRESH: Final = "fresh"  # after the course's seed


def fresh_cases(check: Check) -> tuple[Case, ...]:
    """Cases that the check has not seen, none if it draws none."""
    if not check.draws:
        return ()
    with drawn_otherwise(check, max_examples=_MOST):
        return drawn_cases(replace(check, course_seed=f"{check.course_seed} {_FRESH}"))
