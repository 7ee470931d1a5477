"""What a student reads about a part, an assignment, a whole hand-in: plain text."""

from __future__ import annotations

import enum
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, plain_number

_SIGNS: Final = {
    Outcome.PASSED: "[ok]",
    Outcome.FAILED: "[--]",
    Outcome.NOT_WRITTEN: "[  ]",
    Outcome.NOT_REACHED: "[..]",
    Outcome.GRADER_BROKE: "[!!]",
}

_VERBS: Final = {
    Outcome.FAILED: ("fails", "fail"),
    Outcome.NOT_WRITTEN: ("is not written yet", "are not written yet"),
    Outcome.NOT_REACHED: ("is not reached", "are not reached"),
    Outcome.GRADER_BROKE: ("breaks", "break"),
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
    return "\n".join(_group_text(group) for group in _by_reason(part.checks))


def _by_reason(checks: Iterable[CheckResult]) -> list[list[CheckResult]]:
    """The checks in order, those that do not pass for the same reason together with the first of them."""
    groups: dict[tuple[Outcome, object], list[CheckResult]] = {}
    for place, check in enumerate(checks):
        reason = place if check.outcome is Outcome.PASSED else check.reason
        groups.setdefault((check.outcome, reason), []).append(check)
    return list(groups.values())


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
    earned = "no mark yet" if check.undecided else f"{plain_number(check.score)} of {check.marks}"
    marks = f" ({earned})" if check.marks else ""
    return f"{_SIGNS[check.outcome]} {check.promise}{marks}"


def _group_text(checks: Sequence[CheckResult]) -> str:
    """The first check with its reason, and the promises of the others, which do not pass for the same reason."""
    check, *others = checks
    lines = [_promise_line(check)]
    if check.outcome is not Outcome.PASSED:
        word = "" if check.outcome is Outcome.FAILED else f"{check.outcome}: "
        lines += _indented(f"{word}{check.message}")
    if check.explanation:
        lines += _indented(textwrap.fill(check.explanation.text, _WIDTH))
    if check.counterexample:
        lines += ["    to reproduce:", *(f"      {line}" for line in check.counterexample)]
    if others:
        one = len(others) == 1
        more = "1 more check" if one else f"{len(others)} more checks"
        lines.append(f"    and {more} {_VERBS[check.outcome][0 if one else 1]} for the same reason:")
        lines += [_promise_line(other) for other in others]
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]


def notes_text(assignment: AssignmentResult) -> str:
    """What there is to say about the file as a whole, "" if nothing."""
    return "\n".join(f"{assignment.assignment}: {note}" for note in assignment.notes)


def decisions_text(assignment: AssignmentResult) -> str:
    """What was decided about the marks, and why; "" if nothing."""
    return "\n".join(f"{assignment.assignment}: {decision}" for decision in assignment.decisions)


def part_word(part: PartResult) -> str:
    """How a part ended, in a word or two; "partly" where it earned some of its marks."""
    if part.outcome is Outcome.FAILED and part.score:
        return "partly"
    return str(part.outcome)
