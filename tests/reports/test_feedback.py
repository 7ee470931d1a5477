"""What a student reads about a part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.reports.feedback import Feedback, notes_text, part_text
from autograder.results import CheckResult, PartResult
from tests.helpers.made_results import (
    BROKE,
    BROKEN,
    FAILED,
    HINTED,
    NOT_REACHED,
    NOT_WRITTEN,
    PARTLY,
    PASSED,
    RIGHT,
    UNREACHED,
    UNWRITTEN,
    WRONG,
    assignment,
    part,
)

SEVERAL_LINES = ("import torch", "trace(1.0)", "trace(2.0)")
FEEDBACK = {
    "right": (part(RIGHT), "[ok] puts the loss before the step (20 of 20)"),
    "without_marks": (part(CheckResult("trace", "starts at 0", 0, PASSED)), "[ok] starts at 0"),
    "wrong": (part(RIGHT, WRONG), PARTLY),
    "several_lines_and_calls": (
        part(CheckResult("trace", "agrees", 5, FAILED, "is 1\ngot: [1]", counterexample=SEVERAL_LINES)),
        "[--] agrees (0 of 5)\n"
        "    is 1\n"
        "    got: [1]\n"
        "    to reproduce:\n"
        "      import torch\n"
        "      trace(1.0)\n"
        "      trace(2.0)",
    ),
    "unwritten": (part(UNWRITTEN, UNWRITTEN), "not written yet: `trace` is not written yet"),
    "not_reached": (part(UNREACHED, UNREACHED), "not reached: not tried: trace hung in 2 checks before"),
    "broken": (part(BROKEN), "[!!] moves the bias (no mark yet)\n    the grader broke: IndexError in the grader"),
    "partly_written": (
        part(RIGHT, UNWRITTEN),
        "[ok] puts the loss before the step (20 of 20)\n"
        "[  ] moves the bias (0 of 15)\n"
        "    not written yet: `trace` is not written yet",
    ),
    "partly_reached": (
        part(WRONG, UNREACHED),
        f"{PARTLY.partition(chr(10))[2]}\n"
        "[..] moves the bias (0 of 15)\n"
        "    not reached: not tried: trace hung in 2 checks before",
    ),
}


@pytest.mark.parametrize(("result", "text"), FEEDBACK.values(), ids=FEEDBACK)
def test_feedback_says_what_holds_what_fails_and_how_to_see_it(result: PartResult, text: str) -> None:
    assert part_text(result) == text


RAISED = CheckResult(
    "trace", "keeps one record", 2, FAILED, "trace raised ValueError: 3", cause="trace raised ValueError (line 4)"
)
SAME_CAUSE = replace(RAISED, promise="starts at 0", message="trace raised ValueError: 7", counterexample=("trace(7)",))
SAME_HINT = replace(HINTED, promise="ends at 9", message="the loss is 3, expected 4")


def test_checks_that_fail_for_the_same_reason_tell_it_once() -> None:
    """One message, one hint and one call, although the exceptions' texts differ."""
    assert part_text(part(RAISED, RIGHT, SAME_CAUSE, replace(SAME_CAUSE, promise="ends"))) == (
        "[--] keeps one record (0 of 2)\n"
        "    trace raised ValueError: 3\n"
        "    and 2 more checks fail for the same reason:\n"
        "[--] starts at 0 (0 of 2)\n"
        "[--] ends (0 of 2)\n"
        "[ok] puts the loss before the step (20 of 20)"
    )


def test_checks_with_the_same_hint_fail_for_the_same_reason() -> None:
    text = part_text(part(HINTED, SAME_HINT))
    assert text.count("Look at the first epoch.") == 1
    assert text.endswith("    and 1 more check fails for the same reason:\n[--] ends at 9 (0 of 5)")


def test_checks_that_fail_for_different_reasons_tell_each() -> None:
    text = part_text(part(WRONG, replace(WRONG, message="the loss is 3, expected 4"), HINTED))
    assert "same reason" not in text
    assert text.count("to reproduce:") == 3


SAME_OUTCOME = {
    NOT_WRITTEN: (UNWRITTEN, "    and 1 more check is not written yet for the same reason:\n[  ]"),
    NOT_REACHED: (UNREACHED, "    and 1 more check is not reached for the same reason:\n[..]"),
    BROKE: (BROKEN, "    and 1 more check breaks for the same reason:\n[!!]"),
}


@pytest.mark.parametrize(("check", "words"), SAME_OUTCOME.values(), ids=map(str, SAME_OUTCOME))
def test_other_outcomes_have_their_own_word_for_it(check: CheckResult, words: str) -> None:
    assert words in part_text(part(RIGHT, check, check))


SAID_LESS = {
    "names_of_checks": (
        part(RIGHT, WRONG),
        Feedback.NAMES,
        FEEDBACK["right"][1] + "\n[--] counts epochs from 0 (0 of 5)",
    ),
    "names_of_broken": (part(BROKEN), Feedback.NAMES, "[!!] moves the bias (no mark yet)"),
    "nothing": (part(RIGHT, WRONG), Feedback.NONE, ""),
    "nothing_of_hints": (part(HINTED), Feedback.NAMES, "[--] counts epochs from 0 (0 of 5)"),
    "why_nothing_was_run": (part(UNREACHED), Feedback.NONE, "not reached: not tried: trace hung in 2 checks before"),
    "what_is_not_written": (part(UNWRITTEN), Feedback.NONE, "not written yet: `trace` is not written yet"),
}


@pytest.mark.parametrize(("result", "feedback", "text"), SAID_LESS.values(), ids=SAID_LESS)
def test_less_is_said_where_less_was_chosen(result: PartResult, feedback: Feedback, text: str) -> None:
    assert part_text(result, feedback) == text


def test_notes_name_the_assignment_they_belong_to() -> None:
    result = assignment(part(RIGHT), notes=("zero_init.py stopped at line 3", "zero_init.py was graded"))
    assert notes_text(result) == "zero_init: zero_init.py stopped at line 3\nzero_init: zero_init.py was graded"
