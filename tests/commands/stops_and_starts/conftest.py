"""A class of two, graded or not, and a guard against processes that are left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.small_course import (
    RIGHT,
    WRONG,
    adopt_orphans,
    all_end,
    descendants,
    hand_in,
    kill,
    make_course,
    run,
)


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = descendants()  # left by other tests in this process
    adopt_orphans()
    yield
    ended = all_end(besides=before)
    kill([process for process in descendants() if process not in before])
    adopt_orphans(False)
    assert ended


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a course and a class of two."""
    make_course(tmp_path)
    hand_in(tmp_path, "ada", RIGHT)
    hand_in(tmp_path, "ben", WRONG)
    return tmp_path


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, graded. Tests must not change it."""
    folder = tmp_path_factory.mktemp("graded") / "place"
    make_course(folder)
    hand_in(folder, "ada", RIGHT)
    hand_in(folder, "ben", WRONG)
    done = run(folder)
    assert done.returncode == 0, done.stderr
    assert "kept" not in done.stdout
    return folder


@pytest.fixture
def graded(graded_once: Path, tmp_path: Path) -> Path:
    """A copy of it to grade again."""
    return shutil.copytree(graded_once, tmp_path / "place")
