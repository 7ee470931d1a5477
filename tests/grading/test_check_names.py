"""Checks have names: that of the test function, one per suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.errors import UserError
from autograder.grading.collect import collect_checks
from autograder.grading.sessions import open_sessions
from tests.helpers.small_course import make_course

PARAMETRISED = '''
import pytest

from autograder.suite import part


@part("zero", marks=5)
@pytest.mark.parametrize("x", [1.0, 2.0])
def test_{name}(submission, x):
    """does something"""
'''


def test_a_check_is_known_by_the_name_of_its_test_function_whatever_its_parameters(tmp_path: Path) -> None:
    make_course(tmp_path)
    private = read_course(tmp_path / "course", with_solutions=True).assignments[0].private
    (private / "test_more.py").write_text(PARAMETRISED.format(name="more"))
    checks = collect_checks(private, tmp_path / "course")
    assert [check.function_name for check in checks] == ["test_halves", "test_zero", "test_more", "test_more"]


def test_a_suite_in_which_two_files_use_one_name_is_refused(tmp_path: Path) -> None:
    make_course(tmp_path)
    private = read_course(tmp_path / "course", with_solutions=True).assignments[0].private
    (private / "test_other.py").write_text(PARAMETRISED.format(name="zero"))
    with pytest.raises(UserError, match="two checks named test_zero, in test_halving"):
        collect_checks(private, tmp_path / "course")


def test_a_test_submission_is_no_check_and_is_not_run_whatever_its_name(tmp_path: Path) -> None:
    make_course(tmp_path)
    course = read_course(tmp_path / "course", with_solutions=True)
    right = course.assignments[0].submissions / "right"
    right.mkdir(parents=True)
    (right / "test_by_a_careful_student.py").write_text(f"open({str(tmp_path / 'it_was_run')!r}, 'w')\n")
    checks = open_sessions(course)["halving"].checks
    assert [check.function_name for check in checks] == ["test_halves", "test_zero"]
    assert not (tmp_path / "it_was_run").exists()


def test_the_checks_of_two_courses_with_the_same_names_are_told_apart_in_one_process(tmp_path: Path) -> None:
    promises = []
    for term in ("spring", "autumn"):
        (tmp_path / term).mkdir()
        make_course(tmp_path / term)
        private = read_course(tmp_path / term / "course", with_solutions=True).assignments[0].private
        for suite in private.glob("test_*.py"):
            suite.write_text(suite.read_text().replace("halves every number", f"halves every number in {term}"))
        promises += [check.promise for check in collect_checks(private, tmp_path / term / "course")]
    assert [promise for promise in promises if "every" in promise] == [
        "halves every number in spring",
        "halves every number in autumn",
    ]
