"""A small course, and quick runs over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.quick_grading import QuickRuns, quick_runs
from tests.record.term import Term


@pytest.fixture(scope="session")
def runs() -> Iterator[QuickRuns]:
    with quick_runs() as runs:
        yield runs


@pytest.fixture
def term(tmp_path: Path, runs: QuickRuns) -> Term:
    """A course in which nothing was handed in yet."""
    return Term(tmp_path, runs)
