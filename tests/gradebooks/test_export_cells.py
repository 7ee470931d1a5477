"""`autograder export`: which cells are filled, which are left unchanged, and with what number."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.helpers.gradebook_exports import CANVAS, JANE, MISSING, UNDECIDED, WORKSHEET, Export, Student

DIFFERS = "left unchanged, has another grade (--overwrite replaces it): doejane: zero_init"
PROTECTED = "left unchanged, cannot be filled: doejane: zero_init"
UNCHANGED: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "a_grade": (
        "70",
        (),
        f"{DIFFERS} (70 instead of 60.00)",
    ),
    "excused": ("EX", ("--overwrite",), f"{PROTECTED} (EX instead of 60.00)"),
    "not_assigned": (
        "N/A",
        ("--overwrite",),
        f"{PROTECTED} (N/A instead of 60.00)",
    ),
    "a_letter": ("B+", ("--overwrite",), f"{PROTECTED} (B+ instead of 60.00)"),
    "the_same_mark": ("60", ("--overwrite",), "already up to date: 1 cell"),
    "the_same_mark_with_a_comma": ('"60,0"', ("--overwrite",), "already up to date: 1 cell"),
}


@pytest.mark.parametrize(("cell", "options", "message"), UNCHANGED.values(), ids=UNCHANGED)
def test_a_cell_is_left_unchanged_that_holds(export: Export, cell: str, options: tuple[str, ...], message: str) -> None:
    export.graded(JANE)
    gradebook = CANVAS.format("100.00", cell)
    run = export.run(gradebook, "--only", "zero_init", "--out", "filled.csv", *options, to="canvas")
    assert f"{message}\n" in run.output
    assert (export.folder / "filled.csv").read_text() == gradebook


def test_a_grade_is_replaced_with_overwrite_and_the_old_one_is_shown(export: Export) -> None:
    export.graded(JANE)
    run = export.run(CANVAS.format("100", "70"), "--only", "zero_init", "--overwrite", to="canvas")
    assert "Doe, Jane  70 -> 60.00" in run.output


@pytest.mark.parametrize(
    ("marks", "options", "cells", "message"),
    [
        ((MISSING, 60), (), b",60.00,60.00", "nothing was handed in (--missing-zero writes 0): doejane: training_loop"),
        ((MISSING, MISSING), (), b",,", "writes 0): doejane: training_loop, zero_init, total"),
        ((MISSING, MISSING), ("--missing-zero",), b"0.00,0.00,0.00", "would change"),
        (
            (UNDECIDED, 60),
            ("--missing-zero",),
            b",60.00,",
            "no mark because the grader broke (grade again): doejane: training_loop, total",
        ),
        ((0, 60), (), b"0.00,60.00,60.00", "would change"),
    ],
    ids=["one_missing", "all_missing", "missing_as_zero", "undecided", "handed_in_and_all_wrong"],
)
def test_cells_are_filled_as_far_as_there_are_marks(
    export: Export, marks: tuple[int | str, int | str], options: tuple[str, ...], cells: bytes, message: str
) -> None:
    export.graded(JANE._replace(marks=marks))
    gradebook = "ID,training_loop,zero_init,total\n1001,,,\n"
    assert message in export.run(gradebook, *options).output
    assert export.filled(gradebook, *options).splitlines()[1] == b"1001," + cells


def test_marks_that_the_instructor_changed_in_grades_csv_count(export: Export) -> None:
    export.graded(JANE._replace(marks=(MISSING, 60)), Student("ben", marks=(1, 2)))
    grades = export.folder / "out" / "grades.csv"
    changed = grades.read_text().replace("doejane,0,60,60,", '"doejane","72,5",61,60,')
    grades.write_bytes(changed.replace("\n", "\r\n").encode("utf-8-sig"))
    gradebook = "Name,training_loop,zero_init,total\nJane Doe,,,\n"
    assert export.filled(gradebook).splitlines()[1] == b"Jane Doe,72.50,61.00,60.00"
    note = "note: the total in grades.csv is not the sum of the marks, and is exported as it stands: doejane\n"
    assert note in export.run(gradebook).output


@pytest.mark.parametrize("cell", ["", "-", " ", '""'])
def test_an_empty_cell_is_filled_however_it_is_written(export: Export, cell: str) -> None:
    export.graded(JANE)
    content = export.filled(WORKSHEET.format(cell, "Yes"), "--only", "zero_init", to="moodle")
    assert content.decode() == WORKSHEET.format('"12.00"' if cell == '""' else "12.00", "Yes")


def test_a_row_that_moodle_has_locked_is_left_unchanged(export: Export) -> None:
    export.graded(JANE)
    run = export.run(WORKSHEET.format("", "No"), "--only", "zero_init", "--overwrite", to="moodle")
    assert f"{PROTECTED} (locked; the mark is 12.00)\n" in run.output


@pytest.mark.parametrize(
    ("points", "cell", "message"),
    [
        ("100.00", "33.00", "zero_init goes into column 'Zero init (12)', out of 100\n"),
        (
            "0.5",
            "0.17",
            "zero_init goes into column 'Zero init (12)', scaled from 100 to 0.5\n",
        ),  # 0.165: a half goes up
        ("", "33.00", "zero_init goes into column 'Zero init (12)', out of 100 (the gradebook states no maximum)\n"),
        ('"20,00"', '"6,60"', "scaled from 100 to 20\n"),
    ],
)
def test_marks_are_scaled_to_the_maximum_of_the_file(export: Export, points: str, cell: str, message: str) -> None:
    export.graded(JANE._replace(marks=(0, 33)))
    gradebook = CANVAS.format(points, "")
    assert message in export.run(gradebook, "--only", "zero_init", to="canvas").output
    assert export.filled(gradebook, "--only", "zero_init", to="canvas").decode() == CANVAS.format(points, cell)


@pytest.mark.parametrize("points", ["0.00", "many"])
def test_a_maximum_that_is_not_a_number_above_0_is_refused(export: Export, points: str) -> None:
    export.graded(JANE)
    run = export.run(CANVAS.format(points, ""), "--only", "zero_init", to="canvas")
    assert run.errors == (
        f"autograder: the maximum of 'Zero init (12)' in gradebook.csv is {points}: "
        "set it to a number of points above 0, the same for all students, and download the file again\n"
    )


def test_decimals_have_a_comma_when_cells_are_separated_by_semicolons(export: Export) -> None:
    export.graded(JANE)
    assert export.filled("Name;zero_init\nJane Doe;\n", "--only", "zero_init") == b"Name;zero_init\nJane Doe;60,00\n"
