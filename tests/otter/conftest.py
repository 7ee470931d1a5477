"""Zips that the tests share: made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import PROJECT
from tests.helpers.otter_runs import make_zip
from tests.helpers.small_course import make_course


@pytest.fixture(scope="session")
def course_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the whole course."""
    return make_zip(PROJECT, tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def halving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of a small course with one assignment."""
    folder = tmp_path_factory.mktemp("halving")
    make_course(folder)
    return make_zip(folder / "course", folder)
