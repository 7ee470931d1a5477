"""A syntax error tells which Python the grader runs, and which newer one would take the line."""

from __future__ import annotations

import sys

import pytest

from autograder.grading.python_versions import version_note
from autograder.intake.records import Source
from autograder.worker import wire

OLDEST = (3, 11)
BACKSLASH = "SyntaxError: f-string expression part cannot include a backslash"
PARENTHESES = "SyntaxError: multiple exception types must be parenthesized"
INVALID = "SyntaxError: invalid syntax"
UNFINISHED = "SyntaxError: f-string: expecting '}'"
UNMATCHED = "SyntaxError: f-string: unmatched '['"


def note(line: str, error: str, version: tuple[int, int] = OLDEST) -> str:
    """The note on an error in the second line of a script."""
    source = Source("halving", "halving.py", (("halving.py", f"x = 1\n{line}\ny = 2\n"),))
    return version_note(source, wire.Problem("halving.py, line 2", error), version)


NEWER = {
    "quotes_within_quotes": ('print(f"epochs: {", ".join(["a", "b"])}")', UNFINISHED, "3.12"),
    "quotes_of_a_key": ("x = f'{x['a']}'", UNMATCHED, "3.12"),
    "quotes_of_a_raw_string": ('x = rf"a {f("b")} c"', UNFINISHED, "3.12"),
    "a_backslash": ("x = f\"{'\\n'.join(y)}\"", BACKSLASH, "3.12"),
    "a_comment": ("a # c", "SyntaxError: f-string expression part cannot include '#'", "3.12"),
    "an_alias": ("type Row = list[float]", INVALID, "3.12"),
    "a_generic_alias": ("type Row[T] = list[T]", INVALID, "3.12"),
    "a_generic_function": ("    def first[T](rows: list[T]) -> T:", "SyntaxError: expected '('", "3.12"),
    "a_generic_class": ("class Row[T]:", INVALID, "3.12"),
    "exceptions_without_parentheses": ("except ValueError, np.linalg.LinAlgError:", PARENTHESES, "3.14"),
    "a_template": ('x = t"{y}"', INVALID, "3.14"),
}


@pytest.mark.parametrize(("line", "error", "needed"), NEWER.values(), ids=NEWER)
def test_a_line_that_a_newer_python_takes_names_it(line: str, error: str, needed: str) -> None:
    assert note(line, error) == f"; it was run with Python 3.11, and this line needs {needed} or later"


@pytest.mark.parametrize(("line", "error", "needed"), NEWER.values(), ids=NEWER)
def test_the_newest_python_is_not_told_of_an_older_one(line: str, error: str, needed: str) -> None:
    assert note(line, error, (3, 14)) == "; it was run with Python 3.14"


WRONG = {
    "a_missing_parenthesis": ("x = (1", "SyntaxError: '(' was never closed"),
    "an_f_string_without_its_end": ("x = f'{'", UNFINISHED),
    "an_f_string_without_a_brace": ('x = f"{a" + "b}"', UNFINISHED),
    "exceptions_of_python_2": ("except ValueError, error:", PARENTHESES),
    "a_print_of_python_2": (
        'print "x"',
        "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
    ),
    "a_type": ("type x", INVALID),
    "a_string_after_a_word": ('x = "t"t"', INVALID),
}


@pytest.mark.parametrize(("line", "error"), WRONG.values(), ids=WRONG)
def test_a_line_that_no_python_takes_names_only_the_graders(line: str, error: str) -> None:
    assert note(line, error) == "; it was run with Python 3.11"


def test_this_python_is_named_by_default() -> None:
    source = Source("halving", "halving.ipynb", (("cell 1", "x = ("),))
    problem = wire.Problem("cell 1, line 1", INVALID)
    assert version_note(source, problem) == "; it was run with Python " + ".".join(map(str, sys.version_info[:2]))


@pytest.mark.parametrize("where", ["", "elsewhere, line 2", "halving.py, line 0", "halving.py, line 99", "line"])
def test_a_place_that_is_not_there_is_no_harm(where: str) -> None:
    source = Source("halving", "halving.py", (("halving.py", "x = 1\n"),))
    assert version_note(source, wire.Problem(where, INVALID), OLDEST) == "; it was run with Python 3.11"


def test_other_exceptions_say_nothing_of_versions() -> None:
    assert note("1 / 0", "ZeroDivisionError: division by zero") == ""
