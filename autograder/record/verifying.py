"""Whether a mark can be had again: the same bytes, the same suite, the same engine; then the same result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from autograder.course import Assignment
from autograder.intake.records import Source
from autograder.record.attempts import Attempt, text_sha256
from autograder.record.receipts import suite_files
from autograder.record.runs import versions
from autograder.record.snapshot import check_key
from autograder.results import AssignmentResult, CheckResult, plain_number
from autograder.text import first_few

_MOST_NAMED = 3


class Verdict(StrEnum):
    """What verifying a mark came to."""

    SAME = "the same"
    OTHER = "another result"
    NOT_COMPARABLE = "cannot be compared"


@dataclass(frozen=True)
class Verified:
    """One mark that was verified, or could not be."""

    student: str
    assignment: str
    verdict: Verdict
    lines: tuple[str, ...] = ()  # what differs


def the_attempt(source: Source, attempts: Sequence[Attempt]) -> tuple[Attempt | None, str]:
    """The attempt that a hand-in is; None, and why, if it is none of them.

    Args:
        source: what is to be verified.
        attempts: of the same student at the same assignment, the newest last.
    """
    sha = text_sha256(source)
    same_text = [one for one in attempts if one.text == sha]
    same = [one for one in same_text if _same_bytes(one, source)]
    if same:
        return next((one for one in same if one.handed.at == source.handed.at), same[-1]), ""
    if same_text:
        return None, f"{source.file_name} has other bytes than were handed in, and the same text"
    if not attempts:
        return None, "nothing of it was graded"
    found, expected = source.handed.sha256 or sha, attempts[-1].file_sha256
    return None, f"{source.file_name} is not what was graded: its sha256 is {found[:16]}, not {expected[:16]}"


def _same_bytes(attempt: Attempt, source: Source) -> bool:
    theirs, ours = attempt.handed.sha256, source.handed.sha256
    return theirs == ours or "" in (theirs, ours)


def what_differs(graded_with: Mapping[str, Any], assignment: Assignment, engine: str, level: str) -> Iterator[str]:
    """Why grading again here would prove nothing: what a mark was made with and is not here, and how to get it.

    Args:
        graded_with: the circumstances of the mark.
        assignment: as it is here.
        engine: the hash of the engine here.
        level: the protection here.
    """
    if not graded_with:
        yield "nothing is known of what it was graded with (an older version graded it)"
        return
    there, here = graded_with["suite"], suite_files(assignment)
    changed = [name for name in dict.fromkeys([*there, *here]) if there.get(name) != here.get(name)]
    commit = graded_with.get("commit")
    advice = f": git checkout {commit}" if commit else ""
    if changed:
        yield f"the suite differs in {', '.join(first_few(changed, _MOST_NAMED))}{advice}"
    if graded_with["engine"] != engine:
        then, now = graded_with["versions"], versions()
        others = [f"{name} {then[name]} (here {now.get(name)})" for name in then if then[name] != now.get(name)]
        what = ", ".join(others) or f"other files of version {then['engine']}"
        yield f"the engine differs: {what}{advice}"
    if graded_with["protection"]["level"] != level:
        yield f"it ran under the protection {graded_with['protection']['level']}, which is not the one here, {level}"


def compared(old: AssignmentResult, new: AssignmentResult) -> tuple[str, ...]:
    """What differs between two results, check by check; nothing if they are the same."""
    before = {check_key(check): check for check in old.checks}
    lines = []
    for check in new.checks:
        earlier = before.pop(check_key(check), None)
        now = _said(check)
        if earlier is None or _said(earlier) != now:
            lines.append(f"{check_key(check)}: {_said(earlier) if earlier else 'was not there'}, now {now}")
    return (*lines, *(f"{name}: is gone" for name in before))


def _said(check: CheckResult) -> str:
    return f"{check.outcome} with {plain_number(check.score)} of {check.marks}"
