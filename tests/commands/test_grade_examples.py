"""`autograder grade examples/class`, as `make grade` runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.helpers.command import ASSIGNMENTS, PROJECT, Run, run_command

CLASS = PROJECT / "examples" / "class"
STUDENTS = sorted(path.name for path in CLASS.iterdir() if path.is_dir())


# Whoever broadcasts, or overlooks max_epochs, trains for a minute, and autograd takes its time too.
LONG = ("ada", "carl", "emmy", "ida")
SOON_OR_LATER = [pytest.param(name, marks=pytest.mark.long if name in LONG else ()) for name in STUDENTS]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Run:
    """Those of the class whom a selected test asks for."""
    ours = [item for item in request.session.items if item.path == Path(__file__) and hasattr(item, "callspec")]
    names = {item.callspec.params.get("student") for item in ours}
    paths = [CLASS / name for name in STUDENTS if name not in LONG or name in names]
    return run_command("grade", *paths, "--out", "out", "--course", PROJECT, cwd=tmp_path_factory.mktemp("class"))


def expected(student: str) -> dict[str, int]:
    parts: dict[str, dict[str, int]] = json.loads((CLASS / student / "expected.json").read_text(encoding="utf-8"))
    return {f"{name}: {part}": marks for name, of_parts in parts.items() for part, marks in of_parts.items()}


def of_other_assignments(student: str, scores: dict[str, float]) -> dict[str, float]:
    """What a student earned in assignments that the expected file does not name."""
    named = {name.partition(": ")[0] for name in expected(student)}
    return {name: score for name, score in scores.items() if name.partition(": ")[0] not in named}


def test_the_examples_are_there() -> None:
    assert len(STUDENTS) >= 12


def test_grading_ends_well_and_says_where_the_results_are(graded: Run) -> None:
    assert graded.code == 0, graded.errors
    assert "grades.csv" in graded.output
    assert "protection: " in graded.output


@pytest.mark.parametrize("student", SOON_OR_LATER)
def test_each_example_earns_what_its_expected_file_says(graded: Run, student: str) -> None:
    scores = graded.scores(student)
    others = of_other_assignments(student, scores)
    assert scores == expected(student) | others
    assert not any(others.values())


@pytest.mark.parametrize("student", SOON_OR_LATER)
def test_the_row_of_a_student_is_the_sum_of_the_parts(graded: Run, student: str) -> None:
    scores = graded.scores(student)
    row = graded.grades[student]
    for assignment in ASSIGNMENTS:
        assert int(row[assignment]) == sum(s for name, s in scores.items() if name.startswith(f"{assignment}:"))
    assert int(row["total"]) == sum(scores.values())


def test_grades_csv_begins_with_the_columns_of_the_contract(graded: Run) -> None:
    header = (graded.out / "grades.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith(f"student,{','.join(ASSIGNMENTS)},total")


def test_every_failure_says_why_and_shows_a_call(graded: Run) -> None:
    failed = [test for test in graded.tests("dana").values() if test["extra_data"]["outcome"] == "failed"]
    assert failed
    assert all(re.search(r"expected |should be .+, got ", test["output"]) for test in failed)
    assert all("to reproduce:" in test["output"] for test in failed)


def test_an_empty_folder_is_told_that_nothing_was_handed_in(graded: Run) -> None:
    assert all("was not handed in" in test["output"] for test in graded.tests("jan").values())


def test_the_same_bytes_come_out_whatever_the_jobs_and_the_order(graded: Run, tmp_path: Path) -> None:
    some = ["hugo", "kurt"]
    again = run_command(
        "grade", *(CLASS / name for name in some), "--out", "out", "--course", PROJECT, "--jobs", "1", cwd=tmp_path
    )
    for name in some:
        path = Path("students", name, "results.json")
        assert (again.out / path).read_bytes() == (graded.out / path).read_bytes()
