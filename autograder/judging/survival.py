"""What the suite made of the mutants: which parts killed each, and the reasons that excuse survivors.

`solutions/<name>/survivors.toml` lists every mutant that no check can tell from the reference, with the reason:

    [[survivor]]
    mutant = "train: for _ in range(max_epochs):  ->  ..."
    reason = "..."
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.suite_session import SuiteSession
from autograder.judging.mutants import Mutant
from autograder.judging.tables import read_table


class _Survivor(msgspec.Struct, forbid_unknown_fields=True):
    mutant: str
    reason: str


class _Survivors(msgspec.Struct, forbid_unknown_fields=True):
    survivor: list[_Survivor] = []


@dataclass(frozen=True)
class MutantOutcome:
    """A mutant, and the parts that lost marks by it."""

    mutant: Mutant
    killed_in: frozenset[str]


def excused(assignment: Assignment) -> dict[str, str]:
    """The mutants that may survive, by name, each with its reason.

    Raises:
        UserError: the list cannot be read.
    """
    return {entry.mutant: entry.reason for entry in read_table(assignment.survivors, _Survivors).survivor}


def complaints(outcomes: Sequence[MutantOutcome], reasons: Mapping[str, str]) -> Iterator[str]:
    """Survivors without a reason, and reasons without a survivor."""
    alive = {outcome.mutant.title for outcome in outcomes if not outcome.killed_in}
    yield from (f"survives without a reason: {name}" for name in sorted(alive - set(reasons)))
    yield from (f"is listed as a survivor, but is none: {name}" for name in sorted(set(reasons) - alive))


def table_rows(session: SuiteSession, outcomes: Sequence[MutantOutcome], name: str) -> Iterator[tuple[str, ...]]:
    """A row a part: the mutants of the functions that it calls, those that it kills, those that nothing kills.

    The last row is the whole assignment's.
    """
    functions = _functions_by_part(session)
    for part, called in functions.items():
        touched = [outcome for outcome in outcomes if outcome.mutant.function in called]
        killed = sum(part in outcome.killed_in for outcome in touched)
        alive = sum(not outcome.killed_in for outcome in touched)
        yield name, part, str(len(touched)), str(killed), str(alive)
    killed = sum(bool(outcome.killed_in) for outcome in outcomes)
    yield name, "all", str(len(outcomes)), str(killed), str(len(outcomes) - killed)


def _functions_by_part(session: SuiteSession) -> dict[str, set[str]]:
    functions: dict[str, set[str]] = {}
    for check in session.checks:
        functions.setdefault(check.part, set()).update(session.rehearsed[check.identity].functions)
    return functions


def write_between(path: Path, start: str, end: str, text: str) -> None:
    """Replace what stands between two marks in a file.

    Raises:
        UserError: the marks are not there.
    """
    whole = path.read_text(encoding="utf-8")
    before, mark, rest = whole.partition(start)
    _, end_mark, after = rest.partition(end)
    if not mark or not end_mark:
        raise UserError(f"{path} has no place for the table: no line {start!r} with a line {end!r} after it")
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")
