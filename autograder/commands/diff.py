"""`autograder diff`: whose marks move, by which checks, and why, before anybody sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from autograder.commands.arguments import Anonymous, Argument, AsJson, RecordFolder
from autograder.errors import EXIT_DONE, EXIT_FAILED
from autograder.record.diff import ChangedCheck, Difference, MovedMark, compare, runs_to_compare
from autograder.record.opening import unchanging
from autograder.record.people import numbers_in
from autograder.reports.terminal import say, wide_console


@dataclass(frozen=True)
class Options:
    """Show what differs between two runs of a record: why, which checks changed, and every mark that moved, those who
    lose first. By default between the run that is published and the newest.

    Exit codes: 0 shown; 1 a mark is lower (with --fail-if-lower); 2 there is no such run; 5 another run is writing.
    """

    record: RecordFolder
    old: Annotated[str | None, Argument(positional=True, nargs="?", metavar="OLD", help="a run's number or folder")]
    new: Annotated[str | None, Argument(positional=True, nargs="?", metavar="NEW", help="likewise")]
    fail_if_lower: Annotated[bool, Argument(help="exit with 1 if a mark is lower than before")]
    anonymous: Anonymous
    json: AsJson


def run(options: Options) -> int:
    """Show what differs between two runs.

    Raises:
        UserError: there is no such run, or an older version wrote it.
    """
    with unchanging(options.record):
        old, new = runs_to_compare(options.record, options.old, options.new)
        called = numbers_in(options.record) if options.anonymous else None
        differs = compare(old, new, called)
    if options.json:
        print(json.dumps(document(differs) | {"old": str(old), "new": str(new)}, indent=1))
    else:
        console = wide_console()
        say(console, f"from {old} to {new}")
        for line in lines(differs):
            say(console, line)
    return EXIT_FAILED if options.fail_if_lower and differs.lower else EXIT_DONE


def document(differs: Difference) -> dict[str, Any]:
    """The difference for programs."""
    plain: dict[str, Any] = msgspec.to_builtins(differs)
    return plain | {"lower": len(differs.lower), "higher": len(differs.marks) - len(differs.lower)}


def lines(differs: Difference) -> Iterator[str]:
    """The difference for people."""
    if differs.why:
        yield "changed: " + ", ".join(f"{cause}: {number}" for cause, number in sorted(differs.why.items()))
    for word, names in differs.people.items():
        if names:
            yield f"{word} students: {', '.join(names)}"
    for check in differs.checks:
        yield _check_line(check)
    for name, outcomes in differs.outcomes.items():
        yield f"{name}: " + ", ".join(f"{outcome}: {number}" for outcome, number in sorted(outcomes.items()))
    for mark in differs.marks:
        yield _mark_line(mark)
    lower = len(differs.lower)
    moved = len(differs.marks)
    marks = "1 mark" if moved == 1 else f"{moved} marks"
    yield f"{marks} moved, {lower} of them down" if moved else "no mark moved"


def _check_line(check: ChangedCheck) -> str:
    change = " -> ".join(text for text in (check.old, check.new) if text)
    return f"check {check.change}: {check.assignment}, {check.check}: {change}"


def _mark_line(mark: MovedMark) -> str:
    checks = ", ".join(f"{one.check} {one.outcome}" for one in mark.checks)
    reason = "; ".join(text for text in (checks, f"{' and '.join(mark.why)} changed" if mark.why else "") if text)
    return f"{mark.student}, {mark.assignment}: {_shown(mark.old)} -> {_shown(mark.new)} ({reason})"


def _shown(mark: float | None) -> str:
    return "no mark" if mark is None else f"{mark:g}"
