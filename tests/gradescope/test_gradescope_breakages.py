"""results.json is written even if the grader breaks, and shows nothing of the suite."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.gradescope_container import Container, Graded, Limits
from tests.helpers.gradescope_zips import RIGHT_WORK, entries

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test

LEAKS: Final = re.compile(r"/autograder|/opt|/usr|/tmp|Traceback|\.py\b.*line|secret|assert_close")


@pytest.fixture
def broken(small: Container, tmp_path: Path) -> Container:
    """A copy of the container, to be broken."""
    shutil.copytree(small.folder, tmp_path / "autograder")
    return replace(small, folder=tmp_path / "autograder")


def without_time(container: Container) -> Graded:
    return container.grade(RIGHT_WORK, environment={"AUTOGRADER_SECONDS": "0.3"})


def without_memory(container: Container) -> Graded:
    return container.grade(RIGHT_WORK, limits=Limits(60 << 20, 8.0))


def without_a_sound_suite(container: Container) -> Graded:
    (container.folder / "source/solutions/halving/test_halving.py").write_text("secret = 1 / 0")
    return container.grade(RIGHT_WORK)


def without_settings(container: Container) -> Graded:
    (container.folder / "source/gradescope.json").write_text('{"secret": 1}')
    return container.grade(RIGHT_WORK)


BREAKAGES: Final = (without_time, without_memory, without_a_sound_suite, without_settings)


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.__name__)
def test_results_are_written_even_if_the_grader_breaks(
    broken: Container, breakage: Callable[[Container], Graded]
) -> None:
    graded = breakage(broken)
    assert graded.results["score"] == 0
    assert "not your fault" in graded.results["output"]
    assert not LEAKS.search(graded.text)
    assert "run_autograder: the grader" in graded.output


def test_what_was_graded_before_the_grader_was_killed_is_kept(small: Container) -> None:
    graded = small.grade(RIGHT_WORK | {"trebling.py": "def treble(x):\n    return 13.0\n"})
    assert graded.results["score"] == 100
    assert "score" not in entries(graded)["trebling: trebles"]
    assert "not the student's fault" in entries(graded)["trebling: zero"]["output"]


def test_where_a_check_breaks_there_is_no_mark_and_nothing_of_the_suite_is_shown(small: Container) -> None:
    graded = small.grade(RIGHT_WORK | {"trebling.py": "def treble(x):\n    return 14.0 if x else 0.0\n"})
    assert graded.results["score"] == 100
    assert "trebling has no mark yet" in graded.results["output"]
    assert not LEAKS.search(graded.text)
    assert "a secret of the suite" in graded.output


def test_grading_goes_on_with_filters_where_others_cannot_read_python(small: Container) -> None:
    private = replace(small, python_for="0700")
    if not private.hides_python:
        pytest.skip("this Python lies in a folder of the system")
    graded = private.grade(RIGHT_WORK)
    assert graded.results["extra_data"]["protection"].startswith("filters: ")
    assert graded.results["score"] == 200
