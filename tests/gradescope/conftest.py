"""Zips and containers that the tests share: made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import PROJECT
from tests.helpers.gradescope_container import Container, build
from tests.helpers.gradescope_zips import make_two_functions_course, make_zip


@pytest.fixture(scope="session")
def course_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the whole course."""
    return make_zip(tmp_path_factory.mktemp("course") / "gradescope.zip", PROJECT)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The container of the small course, its zip made with all defaults."""
    folder = tmp_path_factory.mktemp("small")
    return build(make_zip(folder / "gradescope.zip", make_two_functions_course(folder)), folder)
