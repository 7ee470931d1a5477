"""Pictures of students' own functions: their code runs in a worker, and nothing that it returns does harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.grading.choosing import ProtectionRequest, choose_protection
from autograder.intake.records import Source
from autograder.pictures.from_worker import Wanted, draw_all
from autograder.record.kept_pictures import KeptPicture
from autograder.sandbox import Choice
from tests.helpers.quick_grading import LEVEL
from tests.helpers.small_course import make_course
from tests.record.term import WRONG, Term

PICTURES = '''
from matplotlib import pyplot as plt

from autograder import Slider, picture


@picture(after="halves", scale=Slider("scale", 0.0, 1.0, start=0.5))
def moved(halve, *, scale):
    """**Moved.**"""
    raise AssertionError("pictures with sliders are for notebooks")


@picture(after="halves")
def line(halve):
    """**A line.** Right work has a slope of a half."""
    ends = [halve(float(x)) for x in (0, 30)]
    plt.plot(ends)
    while ends[1] == 13.0:
        pass
    return f"ends at {ends[1]:g}"
'''
IMAGE = r'<img src="data:image/png;base64,([\w+/=]+)" alt="ends at 10">'


def with_pictures(course: Path, text: str = PICTURES) -> None:
    (course / "assignments/halving/pictures.py").write_text(text)


def page(term: Term, student: str) -> str:
    return (term.out / f"students/{student}/report.html").read_text()


def test_a_function_in_which_something_is_wrong_is_drawn_once_until_the_picture_changes(two: Term) -> None:
    course = two.folder / "course"
    with_pictures(course)
    right = page(two, "ada")
    done = two.run("report", "out", "--course", "course", "--pictures", "--protection", LEVEL, "--allow-unsandboxed")
    assert (done.code, done.errors) == (0, "")
    assert "drew 1 pictures from 1 hand-ins" in done.output
    drawn = page(two, "ben")
    assert re.search(IMAGE, drawn)
    assert "<strong>A line.</strong> Right work has a slope of a half." in drawn
    assert "img-src data:" in drawn
    assert page(two, "ada") == right
    assert "every picture is drawn" in two.run("report", "out", "--course", "course", "--pictures").output
    two.graded()
    assert page(two, "ben") == drawn
    with_pictures(course, PICTURES.replace("A line", "Another"))
    two.run("report", "out", "--course", "course")
    assert not re.search(IMAGE, page(two, "ben"))


def test_pictures_that_would_be_on_no_page_are_not_drawn(two: Term) -> None:
    done = two.run("report", "out", "--course", "course", "--pictures", "--anonymous")
    assert (done.code, done.errors.count("\n")) == (2, 1)


@pytest.fixture(scope="module")
def choice() -> Iterator[Choice]:
    chosen = choose_protection(ProtectionRequest(LEVEL, allow_unsandboxed=True), [])
    with chosen.zygote:
        yield chosen


def pictures_by(
    choice: Choice, folder: Path, text: str, *, seconds: float = 60, fork: bool = True
) -> tuple[KeptPicture, ...] | None:
    course = folder / "course"
    if not course.exists():
        make_course(folder)
        with_pictures(course)
    (assignment,) = read_course(course, with_solutions=True).assignments
    wanted = Wanted(assignment, Source("halving", "halving.py", (("halving.py", text),)), ("halve",))
    ((_, pictures),) = draw_all([wanted], choice.zygote, choice.level.name, 1, seconds=seconds, fork=fork)
    return pictures


@pytest.mark.parametrize(
    "body",
    ["import os; os._exit(1)", "return 'ten'", "raise NotImplementedError", "raise SystemExit", "return [1.0] * 10**6"],
)
def test_what_cannot_be_drawn_is_left_out(choice: Choice, tmp_path: Path, body: str) -> None:
    assert pictures_by(choice, tmp_path, f"def halve(x):\n    {body}\n") == ()


def test_a_value_that_our_drawing_cannot_cope_with_costs_its_time_and_no_more(choice: Choice, tmp_path: Path) -> None:
    assert pictures_by(choice, tmp_path, "def halve(x):\n    return 13.0\n", seconds=2) is None


def test_infinite_values_are_drawn_or_left_out(choice: Choice, tmp_path: Path) -> None:
    assert pictures_by(choice, tmp_path, "def halve(x):\n    return float('inf')\n") is not None


def test_pictures_drawn_again_are_the_same_bytes(choice: Choice, tmp_path: Path) -> None:
    first = pictures_by(choice, tmp_path, WRONG)
    assert first
    assert pictures_by(choice, tmp_path, WRONG) == first


@pytest.mark.long  # torch is imported once more
def test_where_nothing_forks_each_drawing_starts_workers_of_its_own(choice: Choice, tmp_path: Path) -> None:
    pictures = pictures_by(choice, tmp_path, WRONG, fork=False)
    assert pictures is not None
    assert [(one.name, one.alt) for one in pictures] == [("line", "ends at 10")]
