"""What a student reads of a source that did not run to its end."""

from __future__ import annotations

import sys
import time

from autograder.grading.load_notes import notes, why_missing
from autograder.intake.records import Source
from autograder.worker.wire import Problem

NOTEBOOK = Source("zero_init", "zero_init.ipynb", ())
FILE = Source("zero_init", "zero_init.py", ())
ALONE = "a file is graded by itself, with the packages that the handout names"
CHAIN = (
    Problem("cell 1, line 1", "ModuleNotFoundError: No module named 'a'"),
    Problem("cell 2, line 1", "ModuleNotFoundError: No module named 'b'"),
    Problem("cell 3, line 1", "ModuleNotFoundError: No module named 'c'"),
    Problem("cell 4, line 1", "ModuleNotFoundError: No module named 'd'", lost=["wrap"]),
    Problem("cell 5, line 2", "NameError: name 'wrap' is not defined", "wrap", ["base"]),
    Problem("cell 6, line 3", "NameError: name 'base' is not defined", "base", ["trace"]),
)


def test_the_root_of_what_is_missing_is_named_and_the_rest_counted() -> None:
    assert notes(NOTEBOOK, CHAIN) == (
        f"zero_init.ipynb stopped at cell 4, line 1: ModuleNotFoundError: No module named 'd'; {ALONE}; "
        "so `wrap` is not defined; the cells after it were run",
        "5 more cells of zero_init.ipynb raised",
    )


def test_a_missing_function_is_explained_by_the_root() -> None:
    assert why_missing(NOTEBOOK, CHAIN, "trace") == (
        f"zero_init.ipynb stopped at cell 4, line 1: ModuleNotFoundError: No module named 'd'; {ALONE}; "
        "the cells after it were run"
    )


def test_a_function_that_nothing_would_have_defined_is_just_missing() -> None:
    assert why_missing(NOTEBOOK, CHAIN, "is_symmetric") == ""


def test_names_that_lack_each_other_end_nowhere() -> None:
    circle = (Problem("cell 1", "NameError: b", "b", ["a"]), Problem("cell 2", "NameError: a", "a", ["b"]))
    assert why_missing(NOTEBOOK, circle, "b").startswith("zero_init.ipynb stopped at cell 1")
    assert why_missing(NOTEBOOK, circle, "a").startswith("zero_init.ipynb stopped at cell 1")


def test_where_nothing_is_missing_the_first_places_are_told() -> None:
    problems = [Problem(f"zero_init.py, line {line}", "NameError: x", "x") for line in range(1, 5)]
    assert notes(FILE, problems) == (
        *(f"zero_init.py stopped at line {n}: NameError: x; the statements after it were run" for n in (1, 2, 3)),
        "1 more statement of zero_init.py raised",
    )


def test_a_file_that_cannot_be_used_explains_every_missing_function() -> None:
    problems = (Problem("zero_init.py, line 3", "SyntaxError: invalid syntax", unusable=True),)
    version = f"it was run with Python {sys.version_info.major}.{sys.version_info.minor}"
    expected = f"zero_init.py stopped at line 3: SyntaxError: invalid syntax; nothing in it could be used; {version}"
    assert why_missing(FILE, problems, "trace") == expected
    assert notes(FILE, problems) == (expected,)


def test_where_time_was_up_the_rest_was_not_run() -> None:
    problems = (Problem("cell 9, line 1", "OutOfTime: running the file took all 60 s", lost=["trace"]),)
    assert notes(NOTEBOOK, problems) == (
        "zero_init.ipynb stopped at cell 9, line 1: running the file took all 60 s; "
        "the cells from there on were not run",
    )


def test_what_a_worker_says_stays_on_one_line() -> None:
    problems = (Problem("cell 1\x1b[2J\n", "Odd: a\nb", lost=["na\nme", *"abcdef"]),)
    (note,) = notes(NOTEBOOK, problems)
    assert "\n" not in note
    assert "\x1b" not in note
    assert " and 4 more are not defined" in note


def test_of_what_a_worker_says_there_is_one_line_of_eighty_characters() -> None:
    problems = (Problem("x" * 200, "Error: " + "y" * 300 + "\n" + "y" * 300),)
    (note,) = notes(NOTEBOOK, problems)
    assert note.startswith("zero_init.ipynb stopped: Error: yyy")
    assert note.count("y") <= 80
    assert "xx" not in note


def test_a_thousand_problems_with_a_hundred_names_each_are_told_at_once() -> None:
    problems = [
        Problem(f"cell {n}", "NameError", f"a{n - 1}x0", [f"a{n}x{m}" for m in range(100)]) for n in range(1000)
    ]
    start = time.thread_time()
    assert notes(NOTEBOOK, problems)[0].startswith("zero_init.ipynb stopped at cell 0")
    assert why_missing(NOTEBOOK, problems, "a999x99").startswith("zero_init.ipynb stopped at cell 0")
    assert time.thread_time() - start < 1.0
