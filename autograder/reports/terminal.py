"""What the terminal shows: the table of a class, and a student's own check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.reports.feedback import beyond_text, decisions_text, notes_text, part_text, part_word
from autograder.results import AssignmentResult, Outcome, StudentResult, plain_number
from autograder.text import visible

_STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "red",
    Outcome.NOT_WRITTEN: "yellow",
    Outcome.NOT_REACHED: "yellow",
    Outcome.GRADER_BROKE: "bold red",
}


_WIDTH_WITHOUT_TERMINAL: Final = 160


def wide_console(*, stderr: bool = False) -> Console:
    """Where tables are printed: as wide as the terminal, or wide enough without one.

    Args:
        stderr: whether the standard output is for programs.
    """
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(width=_WIDTH_WITHOUT_TERMINAL, stderr=stderr)


def class_table(console: Console, students: Iterable[StudentResult], assignments: Iterable[str]) -> None:
    """One row per student, with the parts that lost marks."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student")
    for name in assignments:
        table.add_column(name, justify="right")
    table.add_column("total", justify="right")
    table.add_column("lost in", overflow="fold")
    for student in students:
        marks = ["?" if result.undecided else str(plain_number(result.score)) for result in student.assignments]
        total = "?" if student.undecided else str(plain_number(student.total))
        table.add_row(Text(visible(student.student)), *marks, total, Text(_lost(student)))
    console.print(table)


def say(console: Console, text: str, style: str = "") -> None:
    """Print text exactly as given: markup, emoji codes and control characters in it have no effect."""
    console.print(Text(visible(text, keep="\n\t"), style), soft_wrap=True)


def _lost(student: StudentResult) -> str:
    return ", ".join(words for result in student.assignments if (words := _lost_in(result)))


def _lost_in(result: AssignmentResult) -> str:
    """The parts that lost marks, or the reason if all have the same."""
    if result.before_lateness >= result.maximum and not result.undecided:
        return ""
    outcomes = {part.outcome for part in result.parts}
    if len(outcomes) == 1 and Outcome.FAILED not in outcomes:
        reason = "not handed in" if any("not handed in" in note for note in result.notes) else str(outcomes.pop())
        return f"{result.assignment} ({reason})"
    return ", ".join(part.name for part in result.parts if part.score < part.maximum and not part.undecided)


def assignment_text(
    console: Console, result: AssignmentResult, beyond: Mapping[str, str] = MappingProxyType({})
) -> None:
    """One student's assignment, part by part.

    Args:
        console: where it is printed.
        result: what the suite found.
        beyond: for a part, what the hidden suite looks at beyond the checks that were run.
    """
    say(console, result.assignment, "bold")
    for text in (notes_text(result), decisions_text(result)):
        if text:
            say(console, text, "yellow")
    for part in result.parts:
        say(console, f"\n{part.name}: {part_word(part)}", _STYLES[part.outcome])
        say(console, part_text(part))
        if part.name in beyond:
            say(console, beyond_text(beyond[part.name]), "dim")
    console.print()
