"""What went wrong in an assignment: one entry per cause, however many checks it costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from autograder.results import AssignmentResult, CheckResult, Marks, Outcome

_IMPORTED: Final = re.compile(r"from \w+ import (\w+)")
_QUOTED: Final = re.compile(r"`(\w+)`")


@dataclass(frozen=True)
class Cause:
    """A reason for which checks do not pass."""

    outcome: Outcome
    first: CheckResult  # which shows it
    parts: tuple[str, ...]
    others: tuple[str, ...]  # the promises of the other checks that it explains
    at_stake: Marks  # what these checks would earn

    @property
    def function(self) -> str:
        """The function that is at fault, "" where that is not known."""
        if self.first.comparison:
            return self.first.comparison.function
        lines = " ".join(self.first.counterexample)
        match = _IMPORTED.search(lines) or _QUOTED.search(self.first.message)
        return match[1] if match else ""


def causes(assignment: AssignmentResult) -> list[Cause]:
    """The causes, those that cost most first; what was not even tried comes after what kept it from that."""
    groups: dict[tuple[Outcome, str], list[CheckResult]] = {}
    for check in assignment.checks:
        if check.outcome is not Outcome.PASSED:
            groups.setdefault((check.outcome, check.reason), []).append(check)
    left = {part.name: part.maximum - part.score for part in assignment.parts}
    found = [_cause(outcome, checks, left) for (outcome, _), checks in groups.items()]
    return sorted(found, key=_rank)


def functions_at_fault(assignment: AssignmentResult) -> tuple[str, ...]:
    """The functions in which something is wrong, those that cost most first."""
    failed = (cause for cause in causes(assignment) if cause.outcome is Outcome.FAILED and cause.function)
    return tuple(dict.fromkeys(cause.function for cause in failed)) if assignment.handed_in else ()


def next_thing(assignments: Iterable[AssignmentResult]) -> tuple[str, Cause] | None:
    """Of the first causes in all work that was handed in the one that costs most; None where nothing is lost."""
    firsts = [(one.assignment, cause) for one in assignments if one.handed_in for cause in _theirs(one)[:1]]
    return min(firsts, key=lambda first: -first[1].at_stake, default=None)


def _theirs(assignment: AssignmentResult) -> list[Cause]:
    """The causes that a student can mend, which the grader's own faults are not."""
    found = causes(assignment)
    return [cause for cause in found if cause.at_stake > 0 and cause.outcome is not Outcome.GRADER_BROKE]


def _rank(cause: Cause) -> tuple[bool, Marks]:
    return cause.outcome is Outcome.NOT_REACHED, -cause.at_stake


def _cause(outcome: Outcome, checks: Sequence[CheckResult], left: Mapping[str, Marks]) -> Cause:
    # One with a call to reproduce it shows more than one without.
    first = next((check for check in checks if check.counterexample), checks[0])
    others = tuple(check.promise for check in checks if check is not first)
    parts = tuple(dict.fromkeys(check.part for check in checks))
    lost: dict[str, Marks] = dict.fromkeys(parts, 0)
    for check in checks:
        lost[check.part] += check.marks - check.score
    # A decision may have given some of them already.
    at_stake: Marks = sum((max(0, min(marks, left[part])) for part, marks in lost.items()), 0)
    return Cause(outcome, first, parts, others, at_stake)
