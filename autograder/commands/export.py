"""`autograder export`: marks go into a gradebook downloaded from another system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.commands.export_options import FEEDBACK_ALONE, ExportOptions
from autograder.commands.giving_back import give_back
from autograder.errors import EXIT_DONE, UserError
from autograder.gradebooks.changes import FillRules, GradebookChanges, Unchanged, plan_changes
from autograder.gradebooks.columns import Target, choose_columns
from autograder.gradebooks.formats import READERS
from autograder.gradebooks.gradebook import Gradebook
from autograder.gradebooks.graded import TOTAL, read_graded_class
from autograder.gradebooks.numbers import plain
from autograder.reports.terminal import say, wide_console
from autograder.system.atomic import write_bytes_atomically
from autograder.tables.csv_table import read_csv_table
from autograder.tables.people import same_name
from autograder.text import visible


@dataclass(frozen=True)
class Options(ExportOptions):
    """Show what the marks would change in a gradebook that you downloaded, and with --out write it filled: nothing else
    in the file is changed. With --feedback, write students' reports as the system takes them.

    Exit codes: 0 shown or written; 2 wrong usage, results or gradebook.
    """


def run(options: Options) -> int:
    """Show what would change in a gradebook, and with `--out` write it filled.

    Raises:
        UserError: there are no results, the file is not such a gradebook, or it is ambiguous which column to fill.
    """
    if options.feedback:
        return give_back(options)
    if options.to in FEEDBACK_ALONE:
        raise UserError(f"--to {options.to} is for reports: add --feedback")
    if options.gradebook is None:
        raise UserError(f"--to {options.to} needs --gradebook FILE, as it was downloaded")
    source, out = options.gradebook, options.out
    if out is not None and out.exists() and source.exists() and out.samefile(source):
        raise UserError(f"--out {out} would overwrite the downloaded gradebook: name another file")
    graded = read_graded_class(options.results)
    gradebook = READERS[options.to](read_csv_table(source))
    targets = choose_columns(gradebook, graded.maxima, options.only, _given(options.column))
    plan = plan_changes(gradebook, graded, targets, FillRules(options.overwrite, options.missing_zero))
    console = wide_console(stderr=options.json)
    if graded.unpublished:
        numbers = ", ".join(map(str, graded.unpublished))
        say(console, f"note: run {numbers} is not published; these are the marks that were published before")
    for target in targets:
        say(console, _target_line(target))
    if plan.changes:
        console.print(_changes_table(gradebook, plan, targets))
    if graded.odd_totals and any(target.name == TOTAL for target in targets):
        names = "; ".join(graded.odd_totals)
        say(
            console, f"note: the total in grades.csv is not the sum of the marks, and is exported as it stands: {names}"
        )
    for line in _left_lines(plan):
        say(console, line)
    _write(console, plan, gradebook, out)
    if options.json:
        print(json.dumps(_document(plan, gradebook, graded.unpublished), indent=1))
    return EXIT_DONE


def _document(plan: GradebookChanges, gradebook: Gradebook, unpublished: Sequence[int]) -> dict[str, Any]:
    """What would change and what stays, for programs."""
    changes = [
        {
            "student": change.student,
            "row": gradebook.people[change.row].name,
            "assignment": change.target.name,
            "column": change.target.header,
            "old": change.old,
            "new": change.new,
        }
        for change in plan.changes
    ]
    left = {
        name: [cell._asdict() for cell in getattr(plan, name)]
        for name in ("differing", "protected", "missing", "undecided")
    }
    return {
        "changes": changes,
        "up_to_date": plan.up_to_date,
        "unmatched": plan.unmatched,
        "ungraded": plan.ungraded,
        "unpublished_runs": list(unpublished),
        **left,
    }


def _given(columns: Sequence[str]) -> dict[str, str]:
    """The headers of `--column`, by assignment."""
    given = {}
    for text in columns:
        name, sign, header = text.partition("=")
        if not (name and sign and header):
            raise UserError(f"--column {text} is not of the form ASSIGNMENT=HEADER")
        given[name] = header
    return given


def _write(console: Console, plan: GradebookChanges, gradebook: Gradebook, out: Path | None) -> None:
    cells = f"{len(plan.changes)} cell{'' if len(plan.changes) == 1 else 's'}"
    if out is None:
        say(console, f"{cells} of {gradebook.table.path} would change; to write the filled gradebook, add --out FILE")
        return
    write_bytes_atomically(out, plan.filled(gradebook.table))
    say(console, f"wrote {out}: {gradebook.table.path} with {cells} changed")


def _target_line(target: Target) -> str:
    line = f"{target.name} goes into column {target.header!r}"
    if target.theirs is None:
        return f"{line}, out of {target.ours} (the gradebook states no maximum)"
    if target.theirs == target.ours:
        return f"{line}, out of {target.ours}"
    return f"{line}, scaled from {target.ours} to {plain(target.theirs)}"


def _changes_table(gradebook: Gradebook, plan: GradebookChanges, targets: Sequence[Target]) -> Table:
    """One row per student who gets a mark; a grade that is replaced is shown before the new one."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("student")
    for target in targets:
        table.add_column(target.name, justify="right")
    changed = {(change.row, change.target.column): change for change in plan.changes}
    graded_as = {change.row: change.student for change in plan.changes}
    for row in graded_as:
        cells = []
        for target in targets:
            change = changed.get((row, target.column))
            old = change.old.strip(" -") if change else ""
            cells.append("" if change is None else f"{old} -> {change.new}" if old else change.new)
        table.add_row(Text(visible(_who(gradebook.people[row].name, graded_as[row]))), *map(Text, cells))
    return table


def _who(name: str, graded_as: str) -> str:
    """The name in the gradebook, with the name in the results where that differs."""
    return name if same_name(name, graded_as) else f"{name} ({graded_as})"


def _left_lines(plan: GradebookChanges) -> Iterator[str]:
    """What stays as it is, and why."""
    if plan.up_to_date:
        yield f"already up to date: {plan.up_to_date} cell{'' if plan.up_to_date == 1 else 's'}"
    groups = (
        ("left unchanged, has another grade (--overwrite replaces it)", plan.differing),
        ("left unchanged, cannot be filled", plan.protected),
        ("left unchanged, nothing was handed in (--missing-zero writes 0)", plan.missing),
        ("left unchanged, no mark because the grader broke (grade again)", plan.undecided),
    )
    for reason, cells in groups:
        if cells:
            yield f"{reason}: {_by_student(cells)}"
    for reason, students in plan.unmatched.items():
        yield f"not matched with the gradebook ({reason}): {'; '.join(students)}"
    if plan.ungraded:
        yield f"in the gradebook but not graded: {'; '.join(plan.ungraded)}"


def _by_student(cells: Sequence[Unchanged]) -> str:
    names: dict[str, list[str]] = {}
    for cell in cells:
        name = f"{cell.assignment} ({cell.detail})" if cell.detail else cell.assignment
        names.setdefault(cell.student, []).append(name)
    return "; ".join(f"{student}: {', '.join(assignments)}" for student, assignments in names.items())
