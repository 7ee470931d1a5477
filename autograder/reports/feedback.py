"""What a student reads about a part, an assignment, a whole hand-in: plain text."""

from __future__ import annotations

import enum
import textwrap
from typing import Final

from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult

_SIGNS: Final = {
    Outcome.PASSED: "[ok]",
    Outcome.FAILED: "[--]",
    Outcome.NOT_WRITTEN: "[  ]",
    Outcome.NOT_REACHED: "[..]",
    Outcome.GRADER_BROKE: "[!!]",
}

_WIDTH: Final = 100


class Feedback(enum.StrEnum):
    """How much is said about a part besides its marks."""

    NONE = "none"  # nothing, unless no check of it could be run
    NAMES = "names"  # what each check promises, and whether it holds
    COUNTEREXAMPLES = "counterexamples"  # what failed, and the call that shows it


def part_text(part: PartResult, feedback: Feedback = Feedback.COUNTEREXAMPLES) -> str:
    """The checks of a part, what failed in each, and the call that shows it, or as much of that as is wanted."""
    if reason := _one_reason(part):
        return reason
    if feedback is Feedback.NONE:
        return ""
    if feedback is Feedback.NAMES:
        return "\n".join(_promise_line(check) for check in part.checks)
    hints: set[str] = set()
    texts = []
    for check in part.checks:
        texts.append(_check_text(check, with_hint=check.hint not in hints))
        hints.add(check.hint)
    return "\n".join(texts)


def _one_reason(part: PartResult) -> str:
    """Why no check of the part could be run; "" if some could, or if there are several reasons."""
    reasons = {check.message for check in part.checks}
    if part.outcome in (Outcome.NOT_WRITTEN, Outcome.NOT_REACHED) and len(reasons) == 1:
        return f"{part.outcome}: {part.checks[0].message}"
    return ""


def part_report(part: PartResult, beyond: str = "") -> str:
    """A part as a student reads it at home.

    Args:
        part: what the public checks found.
        beyond: what the hidden suite looks at beyond them, "" if nothing is known.
    """
    lines = [f"{part.name}: {part_word(part)}", part_text(part)]
    return "\n".join(lines + ([beyond_text(beyond)] if beyond else []))


def beyond_text(beyond: str) -> str:
    """What the hidden suite looks at beyond the checks that were run, as a sentence."""
    return f"The hidden suite also looks at: {beyond}"


def _promise_line(check: CheckResult) -> str:
    marks = f" ({check.score} of {check.marks})" if check.marks else ""
    return f"{_SIGNS[check.outcome]} {check.promise}{marks}"


def _check_text(check: CheckResult, *, with_hint: bool) -> str:
    lines = [_promise_line(check)]
    if check.outcome is not Outcome.PASSED:
        word = "" if check.outcome is Outcome.FAILED else f"{check.outcome}: "
        lines += _indented(f"{word}{check.message}")
    if check.hint and with_hint:
        lines += _indented(textwrap.fill(check.hint, _WIDTH))
    if check.counterexample:
        lines += _indented("to see it, run:" if len(check.counterexample) == 1 else "to see it, run in this order:")
        lines += [f"      {call}" for call in check.counterexample]
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]


def notes_text(assignment: AssignmentResult) -> str:
    """What there is to say about the file as a whole, "" if nothing."""
    return "\n".join(f"{assignment.assignment}: {note}" for note in assignment.notes)


def part_word(part: PartResult) -> str:
    """How a part ended, in a word or two; "partly" where it earned some of its marks."""
    if part.outcome is Outcome.FAILED and part.score:
        return "partly"
    return str(part.outcome)
