"""Results that are kept between runs, and what they depend on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import Course, read_course
from autograder.grading.budget import Limits
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.tasks import Graded
from autograder.intake.records import Source
from autograder.record.kept import KeptResults
from autograder.results import AssignmentResult, CheckResult, Explanation, Outcome, PartResult, Timing
from tests.helpers.small_course import RIGHT, WRONG, make_course


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a course."""
    make_course(tmp_path)
    return tmp_path


def course_of(place: Path) -> Course:
    return read_course(place / "course", with_solutions=True)


def change_suite(place: Path) -> None:
    suite = place / "course/solutions/halving/test_halving.py"
    suite.write_text(suite.read_text().replace("-100, 100", "-99, 99"))


def change_reference(place: Path) -> None:
    (place / "course/solutions/halving/halving.py").write_text("def halve(x: float) -> float:\n    return 0.5 * x\n")


def change_contract(place: Path) -> None:
    (place / "course/assignments/halving/contract.py").write_text("def halve(x: int) -> float: ...\n")


def add_a_file_that_the_suite_may_import(place: Path) -> None:
    (place / "course/solutions/halving/strategies.py").write_text("")


def add_a_file_for_all_suites(place: Path) -> None:
    (place / "course/solutions/conftest.py").write_text("")


def change_prose_and_test_submissions(place: Path) -> None:
    (place / "course/assignments/halving/README.md").write_text("# 1. Halving numbers\n")
    (place / "course/solutions/halving/NOTES.md").write_text("Beware.\n")
    (place / "course/solutions/halving/submissions/right").mkdir(parents=True)
    (place / "course/solutions/halving/submissions/right/plain.py").write_text(RIGHT)


SOURCE = Source("halving", "halving.py", (("halving.py", RIGHT),))


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (change_suite, ["suite"]),
        (change_reference, ["suite"]),
        (change_contract, ["suite"]),
        (add_a_file_that_the_suite_may_import, ["suite"]),
        (add_a_file_for_all_suites, ["suite"]),
        (change_prose_and_test_submissions, []),
    ],
)
def test_a_result_depends_on_every_file_of_the_suite(
    place: Path, change: Callable[[Path], None], changed: list[str]
) -> None:
    before = Fingerprints(course_of(place), Limits(), "bwrap").of(SOURCE)
    change(place)
    assert Fingerprints(course_of(place), Limits(), "bwrap").of(SOURCE).changes_since(before) == changed


@pytest.mark.parametrize(
    ("limits", "level", "source", "changed"),
    [
        (Limits(call=9.0), "bwrap", SOURCE, ["limits"]),
        (Limits(), "filters", SOURCE, ["protection"]),
        (Limits(), "bwrap", replace(SOURCE, notes=("chosen from two",)), ["submission"]),
        (Limits(), "bwrap", replace(SOURCE, cells=(("halving.py", WRONG),)), ["submission"]),
        (Limits(check=9.0), "none", replace(SOURCE, notes=("\ud800",)), ["submission", "limits", "protection"]),
    ],
)
def test_a_result_depends_on_submission_limits_and_protection(
    place: Path, limits: Limits, level: str, source: Source, changed: list[str]
) -> None:
    before = Fingerprints(course_of(place), Limits(), "bwrap").of(SOURCE)
    assert Fingerprints(course_of(place), limits, level).of(source).changes_since(before) == changed


@settings(deadline=None, derandomize=True)
@given(texts=st.lists(st.text(st.characters()), min_size=6, max_size=6), marks=st.integers(0, 100))
def test_any_result_is_found_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], marks: int
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    make_course(folder)
    fingerprints = Fingerprints(course_of(folder), Limits(), "bwrap")
    part, promise, message, call, hint, note = texts
    check = CheckResult(part, promise, marks, Outcome.FAILED, message, hint, (call, call), Explanation(note, hint))
    graded = Graded(AssignmentResult("halving", (PartResult(part, (check,)),), (note,)), Timing(0.1, 0.2, 0.3, 4, 5))
    KeptResults(folder, fingerprints, fresh=False).keep(note, SOURCE, graded)
    assert KeptResults(folder, fingerprints, fresh=False).find(note, SOURCE) == graded


def test_many_students_graded_again_for_one_reason_are_counted(place: Path) -> None:
    graded = Graded(AssignmentResult("halving", ()), Timing(0.1, 0.2, 0.3, 4, 5))
    before = KeptResults(place / "state", Fingerprints(course_of(place), Limits(), "bwrap"), fresh=False)
    after = KeptResults(place / "state", Fingerprints(course_of(place), Limits(), "filters"), fresh=False)
    for number in range(6):
        before.keep(f"student {number}", SOURCE, graded)
        assert after.find(f"student {number}", SOURCE) is None
    assert after.account() == ["regraded: halving of 6 students (protection changed)", "kept: 0 of 6"]
