"""`autograder export`: gradebooks and results that cannot be used, and what is never touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.helpers.gradebook_exports import JANE, Export, Student

REFUSED: Mapping[str, tuple[str, str, str]] = {
    "another_file_as_canvas": (
        "canvas",
        "Name,Email\n",
        "is not a Canvas gradebook: it has no column ID; its header is Name, Email",
    ),
    "another_file_as_gradescope": (
        "gradescope",
        "Name,ID\n",
        "is not a Gradescope gradebook: it has no column Email; its header is Name, ID",
    ),
    "another_file_as_moodle": (
        "moodle",
        "Name,ID\nJane Doe,7\n",
        "is not a Moodle grading worksheet: its first column must be the Identifier, such as `Participant 101`; "
        "its header is Name, ID",
    ),
    "a_moodle_scale": (
        "moodle",
        "Identifier,Grade,Scale\nParticipant 7,,Good\n",
        "is for an assignment graded on a scale: set its grade type to points in Moodle, and download the file again",
    ),
    "a_table_without_students": (
        "csv",
        "Town,Mark\n",
        "has no column student, id, email or login; its header is Town, Mark",
    ),
}


@pytest.mark.parametrize(("to", "gradebook", "message"), REFUSED.values(), ids=REFUSED)
def test_a_gradebook_is_refused_with_the_reason(export: Export, to: str, gradebook: str, message: str) -> None:
    export.graded(JANE)
    run = export.run(gradebook, "--only", "zero_init", to=to)
    assert (run.code, run.errors) == (2, f"autograder: gradebook.csv {message}\n")


def _itself(folder: Path) -> str:
    return "gradebook.csv"


def _a_link_to_it(folder: Path) -> str:
    (folder / "link.csv").symlink_to("gradebook.csv")
    return "link.csv"


@pytest.mark.parametrize("name", [_itself, _a_link_to_it])
def test_the_downloaded_file_is_never_overwritten(export: Export, name: Callable[[Path], str]) -> None:
    export.graded(JANE)
    export.run("Name,zero_init\nJane Doe,\n")
    out = name(export.folder)
    run = export.run("Name,zero_init\nJane Doe,\n", "--only", "zero_init", "--out", out)
    assert run.errors == f"autograder: --out {out} would overwrite the downloaded gradebook: name another file\n"
    assert (export.folder / "gradebook.csv").read_text() == "Name,zero_init\nJane Doe,\n"


def test_a_folder_without_results_is_named(export: Export) -> None:
    run = export.run("Name,zero_init\n")
    message = "out/class.json does not exist: give the folder of `autograder grade --out`, or grade again"
    assert (run.code, run.errors) == (2, f"autograder: {message}\n")


BROKEN: Mapping[str, tuple[str, str, str, str]] = {
    "not_a_number": (
        "grades.csv",
        "doejane,80",
        "doejane,eighty",
        "out/grades.csv: doejane has 'eighty' for training_loop, which is not a number: correct it",
    ),
    "a_student_who_was_not_graded": (
        "grades.csv",
        "doejane",
        "eve",
        "out/grades.csv names eve, who was not graded: delete that row, or grade again",
    ),
    "a_missing_column": (
        "grades.csv",
        "zero_init",
        "init",
        "out/grades.csv has no column zero_init: grade again (unchanged work is not graded twice)",
    ),
    "a_record_of_something_else": (
        "class.json",
        '"student"',
        '"pupil"',
        "out/class.json cannot be read: grade again (unchanged work is not graded twice)",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN.values(), ids=BROKEN)
def test_results_are_refused_with_the_reason(export: Export, file: str, old: str, new: str, message: str) -> None:
    export.graded(JANE)
    path = export.folder / "out" / file
    path.write_text(path.read_text().replace(old, new))
    run = export.run("Name,training_loop,zero_init\nJane Doe,,\n")
    assert (run.code, run.errors) == (2, f"autograder: {message}\n")


def test_a_row_that_the_instructor_deleted_from_grades_csv_is_not_exported(export: Export) -> None:
    export.graded(JANE, Student("ben"))
    path = export.folder / "out" / "grades.csv"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "ben" not in line))
    gradebook = "Name,training_loop,zero_init\nJane Doe,,\nBen,,\n"
    assert export.filled(gradebook).splitlines()[1:] == [b"Jane Doe,80.00,60.00", b"Ben,,"]


def test_escape_sequences_of_a_gradebook_do_not_reach_the_terminal(export: Export) -> None:
    export.graded(JANE)
    run = export.run("ID,Name,zero_init\n1001,\x1b[2JJane,\n5,\x1b[2JBen,\n", "--only", "zero_init")
    assert "\x1b" not in run.output
    assert "\\x1b[2JBen" in run.output
