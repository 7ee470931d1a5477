"""The whole course at a glance, as a student sees it at home: what is done, what fails, what is at stake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.results import AssignmentResult, Outcome, PartResult
from autograder.text import visible

_STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "red"}


@dataclass(frozen=True)
class Standing:
    """Where a student stands with an assignment."""

    file: str  # what was looked at, "" if there is none
    result: AssignmentResult
    marks: Mapping[str, int]  # by part, as the handout states them

    @property
    def is_done(self) -> bool:
        """Whether all public checks pass."""
        return all(part.outcome is Outcome.PASSED for part in self.result.parts)

    @property
    def at_stake(self) -> int:
        """The marks of the parts whose public checks do not all pass."""
        return sum(self.marks.get(part.name, 0) for part in self.result.parts if part.outcome is not Outcome.PASSED)


def overview_text(console: Console, standings: list[Standing], program: str) -> None:
    """One row per part, and what is at stake in each assignment.

    Args:
        console: to write to.
        standings: one per assignment.
        program: what has to be typed for the command `autograder`.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("assignment and part", overflow="fold")
    table.add_column("marks", justify="right")
    table.add_column("public checks", overflow="fold")
    for standing in standings:
        total = str(sum(standing.marks.values()) or "")  # of a handout that states marks
        stake = f"{standing.at_stake} of {total} marks at stake" if total else "not all pass"
        state = "all pass" if standing.is_done else stake
        table.add_row(Text(standing.result.assignment, "bold"), total, Text(state, "bold"))
        for part in standing.result.parts:
            marks = str(standing.marks.get(part.name, ""))
            table.add_row(Text(f"  {part.name}"), marks, Text(_state(part), _STYLES.get(part.outcome, "yellow")))
    console.print(table)
    console.print()
    for standing in standings:
        where = standing.file or f"there is no file of {standing.result.assignment} here"
        console.print(Text(f"looked at: {visible(where)}", "dim"), soft_wrap=True)
    if file := next((standing.file for standing in standings if standing.file and not standing.is_done), ""):
        line = f"Details: {visible(program)} check {visible(file)}    (one part alone: --part NAME)"
        console.print(Text(line), soft_wrap=True)


def _state(part: PartResult) -> str:
    if part.outcome is not Outcome.FAILED:
        return str(part.outcome)
    failing = sum(check.outcome is not Outcome.PASSED for check in part.checks)
    return f"{failing} of {len(part.checks)} checks fail"
