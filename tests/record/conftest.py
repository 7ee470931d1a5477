"""A small course, and quick runs over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.quick_grading import QuickRuns, quick_runs
from tests.record.term import RIGHT, WRONG, Term


@pytest.fixture(scope="session")
def runs() -> Iterator[QuickRuns]:
    with quick_runs() as runs:
        yield runs


@pytest.fixture
def term(tmp_path: Path, runs: QuickRuns) -> Term:
    """A course in which nothing was handed in yet."""
    return Term(tmp_path, runs)


@pytest.fixture(scope="session")
def graded_once(tmp_path_factory: pytest.TempPathFactory, runs: QuickRuns) -> Path:
    """Ada, who is right, and Ben, who is not, graded. Tests must not change it."""
    term = Term(tmp_path_factory.mktemp("graded") / "term", runs)
    term.hand_in("ada", RIGHT)
    term.hand_in("ben", WRONG)
    term.graded()
    return term.folder


@pytest.fixture
def two(tmp_path: Path, graded_once: Path, runs: QuickRuns) -> Term:
    """A copy of them."""
    return Term(shutil.copytree(graded_once, tmp_path / "term"), runs)
