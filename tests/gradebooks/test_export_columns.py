"""`autograder export`: which column gets the marks of an assignment."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.helpers.gradebook_exports import JANE, Export

COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "the_names": ("Name,training_loop,zero_init\nJane Doe,{80.00},{60.00}\n", ()),
    "other_cases_and_separators": ("Name,Zero-Init,TRAINING  loop\nJane Doe,{60.00},{80.00}\n", ()),
    "titles_that_hold_them": ("Name,HW 1: training loop!,2. Zero init\nJane Doe,{80.00},{60.00}\n", ()),
    "one_that_is_named_exactly": ("Name,Zero init again,Zero init\nJane Doe,,{60.00}\n", ("--only", "zero_init")),
    "one_that_is_given": ("Name,A,B\nJane Doe,,{60.00}\n", ("--only", "zero_init", "--column", "zero_init=B")),
    "one_given_with_an_equals_sign": (
        "Name,a=b\nJane Doe,{60.00}\n",
        ("--only", "zero_init", "--column", "zero_init=a=b"),
    ),
    "one_given_beside_the_only_one": (
        "Name,A,zero_init\nJane Doe,{80.00},{60.00}\n",
        ("--only", "zero_init", "--column", "training_loop=A"),
    ),
    "a_total": ("Name,training_loop,zero_init,Total\nJane Doe,{80.00},{60.00},{140.00}\n", ()),
    "a_total_that_is_given": ("Name,Sum\nJane Doe,{140.00}\n", ("--only", "total", "--column", "total=Sum")),
    "no_total_in_a_longer_title": ("Name,training_loop,zero_init,Total hours\nJane Doe,{80.00},{60.00},\n", ()),
}


@pytest.mark.parametrize(("gradebook", "options"), COLUMNS.values(), ids=COLUMNS)
def test_marks_go_to(export: Export, gradebook: str, options: tuple[str, ...]) -> None:
    export.graded(JANE)
    empty = gradebook
    for mark in ("60.00", "80.00", "140.00"):
        empty = empty.replace(f"{{{mark}}}", "")
    assert export.filled(empty, *options) == gradebook.replace("{", "").replace("}", "").encode()


def test_an_assignment_whose_name_is_part_of_another_gets_its_own_column(export: Export) -> None:
    export.graded(JANE, names=("loops", "training_loops"))
    assert export.filled("Name,1. Loops,2. Training loops\nJane Doe,,\n").splitlines()[1] == b"Jane Doe,80.00,60.00"


AMBIGUOUS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "no_column_fits": (
        "Name,training_loop,Essay\n",
        (),
        "gradebook.csv: no column matches zero_init; it has 'training_loop', 'Essay'; "
        "name the column with --column zero_init=HEADER, or choose assignments with --only",
    ),
    "a_longer_title_holds_total": (
        "Name,Total hours\n",
        ("--only", "total"),
        "gradebook.csv: no column matches total; it has 'Total hours'; name the column with --column total=HEADER",
    ),
    "two_columns_fit": (
        "Name,Zero init A,Zero init B\n",
        ("--only", "zero_init"),
        "gradebook.csv: several columns match zero_init: 'Zero init A', 'Zero init B'; "
        "name the column with --column zero_init=HEADER",
    ),
    "the_given_column_does_not_exist": (
        "Name,A,B\n",
        ("--only", "zero_init", "--column", "zero_init=C"),
        "gradebook.csv has no column 'C' to fill; it has 'A', 'B'",
    ),
    "the_given_column_identifies_students": (
        "Name,Email,B\n",
        ("--only", "zero_init", "--column", "zero_init=Email"),
        "gradebook.csv has no column 'Email' to fill; it has 'B'",
    ),
    "two_would_share_one": (
        "Name,A\n",
        ("--column", "zero_init=A", "--column", "training_loop=A"),
        "training_loop and zero_init would both go into column 'A' of gradebook.csv: give each its own with --column",
    ),
    "it_was_not_graded": (
        "Name,A\n",
        ("--only", "essay"),
        "essay was not graded; the results are for training_loop, zero_init, total",
    ),
    "the_option_has_no_header": (
        "Name,A\n",
        ("--column", "zero_init"),
        "--column zero_init is not of the form ASSIGNMENT=HEADER",
    ),
}


@pytest.mark.parametrize(("gradebook", "options", "message"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_the_command_says_which_column_to_name_when(
    export: Export, gradebook: str, options: tuple[str, ...], message: str
) -> None:
    export.graded(JANE)
    run = export.run(gradebook, *options)
    assert (run.code, run.output, run.errors) == (2, "", f"autograder: {message}\n")


def test_what_canvas_computes_is_not_filled(export: Export) -> None:
    export.graded(JANE)
    gradebook = (
        "Student,ID,Task zero init (12),Zero init Final Score (2027)\n"
        "Points Possible,,100,(read only)\nJane Doe,1001,{},\n"
    )
    assert export.filled(gradebook.format(""), "--only", "zero_init", to="canvas").decode() == gradebook.format("60.00")
