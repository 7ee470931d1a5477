"""Answers of the right type and absurd content: a check that breaks on them is told to its author."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.grading.hidden_suite import HiddenSuite
from autograder.judging.absurd import breaks
from tests.helpers.command import PROJECT
from tests.helpers.small_course import make_course

LISTS = "\n\ndef doubles(n: int) -> list[float]:\n    return [2.0 * i for i in range(n)]\n"
CHECK = """
from autograder import part


@part("doubles", marks=5)
def test_doubles(submission, reference):
    \"\"\"doubles\"\"\"
    {body}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    make_course(tmp_path)
    with (tmp_path / "course/solutions/halving/halving.py").open("a") as file:
        file.write(LISTS)
    return tmp_path / "course"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("assert submission.doubles(3)[2] == 4.0", "gives empty answers: IndexError"),
        ("assert max(submission.doubles(3)) == 4.0", "gives empty answers: ValueError"),
        ("assert [0, 1, 2, 3, 4][int(submission.doubles(3)[2:][:1][-1:][0])]", "gives empty answers: IndexError"),
        ("assert sum(int(number) for number in submission.doubles(3)) == 6", "gives NaN answers: ValueError"),
        ("assert sum(int(number) for number in submission.doubles(3)) == 6", "gives infinite answers: OverflowError"),
    ],
)
def test_a_check_that_breaks_on_absurd_answers_is_told(course: Path, body: str, error: str) -> None:
    (course / "solutions/halving/test_2.py").write_text(CHECK.format(body=body))
    (assignment,) = read_course(course, with_solutions=True).assignments
    assert error in "\n".join(breaks(HiddenSuite(assignment)))


@pytest.mark.long
def test_no_check_of_normal_equations_breaks() -> None:
    (assignment,) = read_course(PROJECT, with_solutions=True).only(["normal_equations"]).assignments
    assert list(breaks(HiddenSuite(assignment))) == []
