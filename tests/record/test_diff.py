"""What differs between two runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.record.applying import CountedWork
from autograder.record.diff import Difference, compare, runs_to_compare
from autograder.record.snapshot import class_json
from autograder.record.whole import StudentRecord
from autograder.results import AssignmentResult, Outcome, StudentResult
from tests.record.made_records import BIAS, BROKEN, LOSS, TRACE, attempt, result_of

PASSED = replace(LOSS, outcome=Outcome.PASSED)


def difference(
    folder: Path, old: dict[str, AssignmentResult], new: dict[str, AssignmentResult], suite: str = "s"
) -> Difference:
    for name, results in (("old", old), ("new", new)):
        (folder / name).mkdir()
        students = [record_of(student, result, suite if name == "new" else "s") for student, result in results.items()]
        blank = next(iter(results.values()))
        (folder / name / "class.json").write_text(class_json(students, {"zero_init": blank}))
    return compare(folder / "old", folder / "new")


def record_of(student: str, result: AssignmentResult, suite: str) -> StudentRecord:
    made = attempt(student, result)
    made = replace(made, fingerprint=replace(made.fingerprint, suite=suite))
    return StudentRecord(student, StudentResult(student, (result,)), {"zero_init": CountedWork(result, made, 1)})


BEFORE = result_of(TRACE, LOSS, BIAS)
HIGHER = result_of(TRACE, PASSED, BIAS)
LOWER = result_of(TRACE, LOSS, replace(BIAS, outcome=Outcome.FAILED))


def test_every_mark_that_moved_is_there_with_the_check_that_did_it_and_who_loses_comes_first(tmp_path: Path) -> None:
    same = dict.fromkeys(("ada", "ben", "cleo"), BEFORE)
    differs = difference(tmp_path, same, {**same, "ada": HIGHER, "cleo": LOWER}, "changed")
    assert [(mark.student, mark.old, mark.new, mark.why) for mark in differs.marks] == [
        ("cleo", 95, 20, ("suite",)),
        ("ada", 95, 100, ("suite",)),
    ]
    assert [check.check for mark in differs.marks for check in mark.checks] == ["test_bias", "test_loss"]
    assert [mark.student for mark in differs.lower] == ["cleo"]
    assert differs.why == {"suite": 3}
    assert differs.outcomes == {
        "zero_init: test_loss": {"failed -> passed": 1},
        "zero_init: test_bias": {"passed -> failed": 1},
    }


def test_checks_that_are_new_gone_reweighted_or_reworded_are_named(tmp_path: Path) -> None:
    new = result_of(replace(TRACE, marks=10), replace(LOSS, promise="the loss"), replace(BIAS, id="test_other"))
    differs = difference(tmp_path, {"ada": BEFORE}, {"ada": new})
    assert [(check.check, check.change, check.old, check.new) for check in differs.checks] == [
        ("test_trace", "reweighted", "20", "10"),
        ("test_loss", "reworded", "puts the loss first", "the loss"),
        ("test_bias", "gone", "moves the bias", ""),
        ("test_other", "new", "", "moves the bias"),
    ]


def test_a_mark_that_is_lost_or_won_moved_too(tmp_path: Path) -> None:
    broken = result_of(TRACE, LOSS, BROKEN)
    differs = difference(tmp_path, {"ada": BEFORE, "ben": BEFORE}, {"ada": broken, "cleo": BEFORE})
    assert [(mark.student, mark.old, mark.new) for mark in differs.marks] == [
        ("ada", 95, None), ("ben", 95, None), ("cleo", None, 95),
    ]  # fmt: skip
    assert differs.people == {"new": ("cleo",), "gone": ("ben",)}


def test_the_same_run_differs_in_nothing(tmp_path: Path) -> None:
    differs = difference(tmp_path, {"ada": BEFORE}, {"ada": BEFORE})
    assert (differs.marks, differs.checks, dict(differs.why), dict(differs.outcomes)) == ((), (), {}, {})


def test_without_a_run_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="has no run: grade first"):
        runs_to_compare(tmp_path, None, None)
    with pytest.raises(UserError, match="has no run 7: it has none"):
        runs_to_compare(tmp_path, "7", "7")
