"""Fresh cases of checks: drawn as theirs were, with another seed. They confirm what was seen in the drawn ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hypothesis import settings

from autograder.grading.checks import Case, Check, drawn_cases

_SEED: Final = "_hypothesis_internal_use_seed"  # where `hypothesis.seed` puts it
_SETTINGS: Final = "_hypothesis_internal_use_settings"  # likewise `hypothesis.settings`
_MOST: Final = 12  # cases: a boundary is confirmed by a handful


def fresh_cases(check: Check, seed: int) -> tuple[Case, ...]:
    """Cases that the check has not seen, none if it draws none."""
    if not check.draws:
        return ()
    with _seeded(check, seed):
        return drawn_cases(check)


@contextmanager
def _seeded(check: Check, seed: int) -> Iterator[None]:
    before = {name: getattr(check.function, name) for name in (_SEED, _SETTINGS)}
    setattr(check.function, _SEED, seed)
    setattr(check.function, _SETTINGS, settings(parent=before[_SETTINGS], max_examples=_MOST))
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(check.function, name, value)
