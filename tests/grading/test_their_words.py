"""Of what a student's program says, a report shows one line of eighty characters: it may be what it was given."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.grading.contract import Signature
from autograder.grading.contract_types import type_of
from autograder.grading.failures import CheckFailed, StudentRaised
from autograder.grading.subjects import Function, Observation, interpret
from autograder.suite import assert_equal, assert_no_warning, assert_raises
from autograder.worker import wire

LONG = "ж" * 300
LINES = "one\ntwo\r\nthree\u2028four\tfive"


@pytest.mark.parametrize(
    ("names", "message", "where", "line"),
    [
        (
            ["ZeroDivisionError"],
            "division by zero",
            "solve.py, line 12",
            "ZeroDivisionError in solve, line 12: division by zero",
        ),
        (["KeyError"], "'x'", "cell 3, line 2", "KeyError in solve, cell 3, line 2: 'x'"),
        (["SystemExit"], "", "", "SystemExit in solve"),
        (["ValueError"], "a\n\nb", "elsewhere\nline 3: [ok]", "ValueError in solve: a / b"),
        ([], "", "", "an exception in solve"),
        (
            ["ModuleNotFoundError", "ImportError"],
            "No module named 'mine'",
            "solve.py, line 1",
            "ModuleNotFoundError in solve, line 1: No module named 'mine'; "
            "a file is graded by itself, with the packages that the handout names",
        ),
    ],
)
def test_an_exception_is_told_by_its_type_and_its_place_first(
    names: list[str], message: str, where: str, line: str
) -> None:
    assert str(StudentRaised("solve", names, message, where)) == line


@pytest.mark.parametrize("names", [["ValueError"], [LONG], [f"{LINES}{LONG}"]])
@pytest.mark.parametrize("where", ["solve.py, line 12", LONG, f"line {'1' * 100}"])
def test_an_exception_has_one_line_of_eighty_characters(names: list[str], where: str) -> None:
    raised = StudentRaised("least_squares", names, f"{LINES} {LONG}", where)
    assert len(str(raised)) <= 80
    assert str(raised).endswith(" ...")
    assert str(raised).isprintable()
    assert len(raised.cause) < 100


def observed(value: Any, warnings: tuple[str, ...] = ()) -> Observation:
    returned = wire.Answer("returned", value, warnings=list(warnings))
    return Observation("solve", Signature(("A",), type_of(float)), returned)


def message_of(answer: wire.Answer) -> str:
    with pytest.raises((CheckFailed, AssertionError)) as failed:
        _ = interpret("solve", Signature(("A",), type_of(float)), answer).value
    return str(failed.value)


def raises_value_error(answer: wire.Answer) -> str:
    def call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        return interpret(name, Signature(("A",), type_of(float)), answer)

    with pytest.raises(AssertionError) as failed:
        assert_raises(ValueError, Function("solve", call))
    return str(failed.value)


def warned() -> str:
    with pytest.raises(AssertionError) as failed:
        assert_no_warning(observed(1.0, (f"{LINES}{LONG}",)))
    return str(failed.value)


def returned_text() -> str:
    with pytest.raises(AssertionError) as failed:
        assert_equal(f"{LINES}{LONG}", "unique", "kind")
    return str(failed.value)


TOLD = {
    "a_type_s_name": lambda: message_of(wire.Answer("returned", wire.Opaque(f"{LINES}{LONG}", ""))),
    "what_is_said_of_a_type": lambda: message_of(wire.Answer("returned", wire.Opaque("set", f"{LINES}{LONG}"))),
    "why_it_cannot_be_sent": lambda: message_of(wire.Answer("unsendable", f"{LINES}{LONG}")),
    "another_exception": lambda: raises_value_error(
        wire.Answer("raised", raised=wire.Raised([f"{LINES}{LONG}"], LONG, LONG))
    ),
    "a_warning": warned,
    "a_text_that_was_returned": returned_text,
}


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_whatever_else_they_say_is_on_one_line_too(told: Any) -> None:
    text = told()
    assert "\n" not in text
    assert text.isprintable()
    assert 20 < text.count("ж") <= 80
