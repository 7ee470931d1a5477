"""Fresh cases of checks: drawn as theirs were, from another seed. They confirm what was seen in the drawn ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from hypothesis import settings

from autograder.grading.checks import Case, Check, drawn_cases

_SETTINGS: Final = "_hypothesis_internal_use_settings"  # where `hypothesis.settings` puts them
_MOST: Final = 12  # cases: a boundary is confirmed by a handful
_FRESH: Final = "fresh"  # after the course's seed


def fresh_cases(check: Check) -> tuple[Case, ...]:
    """Cases that the check has not seen, none if it draws none."""
    if not check.draws:
        return ()
    with _few(check):
        return drawn_cases(replace(check, course_seed=f"{check.course_seed} {_FRESH}"))


@contextmanager
def _few(check: Check) -> Iterator[None]:
    before = getattr(check.function, _SETTINGS)
    setattr(check.function, _SETTINGS, settings(parent=before, max_examples=_MOST))
    try:
        yield
    finally:
        setattr(check.function, _SETTINGS, before)
