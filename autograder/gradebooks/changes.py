"""Which cells of a gradebook get a mark, which stay as they are, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from autograder.gradebooks.columns import Target
from autograder.gradebooks.gradebook import Gradebook
from autograder.gradebooks.graded import GradedClass, GradedStudent
from autograder.gradebooks.numbers import number_in, rounded
from autograder.record.person import is_passing
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Unmatched, place_of, places_of

_EMPTY: Final = ("", "-")  # Moodle writes a dash


class Change(NamedTuple):
    """A cell that gets a new text."""

    student: str  # as graded
    row: int
    target: Target
    old: str
    new: str


class Unchanged(NamedTuple):
    """A cell that stays as it is although its student was graded."""

    student: str
    assignment: str  # or `total`
    detail: str = ""


@dataclass
class GradebookChanges:
    """What filling a gradebook changes, and what it leaves alone."""

    changes: list[Change] = field(default_factory=list)
    up_to_date: int = 0  # cells that already hold the mark
    differing: list[Unchanged] = field(default_factory=list)  # cells that hold another grade
    protected: list[Unchanged] = field(default_factory=list)  # cells that must not be changed
    missing: list[Unchanged] = field(default_factory=list)  # nothing was handed in
    undecided: list[Unchanged] = field(default_factory=list)  # the grader broke
    unmatched: dict[str, list[str]] = field(default_factory=dict)  # graded students without a row, by reason
    ungraded: list[str] = field(default_factory=list)  # students of the gradebook who were not graded

    def filled(self, table: CsvTable) -> bytes:
        """The gradebook's file with the changes made."""
        return table.with_cells({(change.row, change.target.column): change.new for change in self.changes})


class FillRules(NamedTuple):
    """What the instructor allows."""

    overwrite: bool = False  # replace grades that differ
    missing_zero: bool = False  # write 0 where nothing was handed in


def plan_changes(
    gradebook: Gradebook, graded: GradedClass, targets: Sequence[Target], rules: FillRules
) -> GradebookChanges:
    """Decide what to change in a gradebook.

    Args:
        gradebook: the gradebook to fill.
        graded: the marks.
        targets: the columns to fill.
        rules: what may be overwritten.
    """
    plan = GradebookChanges()
    named = {target.name for target in targets}
    students_by_row, plan.unmatched = match_rows(gradebook, graded.students, named)
    decimal_comma = _has_decimal_comma(gradebook, targets)
    for row, student in sorted(students_by_row.items()):
        for target in targets:
            _plan_cell(plan, gradebook, row, student, target, rules, decimal_comma=decimal_comma)
    plan.ungraded = [person.name for row, person in gradebook.people.items() if row not in students_by_row]
    return plan


def match_rows(
    gradebook: Gradebook, students: Iterable[GradedStudent], assignments: Set[str]
) -> tuple[dict[int, GradedStudent], dict[str, list[str]]]:
    """The graded students by row, and the names of those without a certain row, by reason."""
    rows = list(gradebook.people)
    index = places_of(list(gradebook.people.values()))
    matches = [
        (student, place_of(student.student, _ids_for(gradebook, student, assignments), student.email, index))
        for student in students
    ]
    counts = Counter(place for _, place in matches if not isinstance(place, Unmatched))
    students_by_row = {}
    unmatched: dict[str, list[str]] = {}
    for student, place in matches:
        if isinstance(place, Unmatched):
            unmatched.setdefault(place, []).append(student.student)
        elif counts[place] > 1:
            name = gradebook.people[rows[place]].name
            reason = f"more than one graded student matches the row of {name}"
            unmatched.setdefault(reason, []).append(student.student)
        else:
            students_by_row[rows[place]] = student
    return students_by_row, unmatched


def _ids_for(gradebook: Gradebook, student: GradedStudent, assignments: Set[str]) -> str:
    """The ids by which a gradebook may know a student: not those of other systems, nor of other assignments."""
    if not student.ids:
        return student.id
    fitting = [
        known.text
        for known in student.ids
        if known.kind not in gradebook.foreign
        and (not is_passing(known.kind) or (gradebook.has_participants and known.kind.partition(" ")[2] in assignments))
    ]
    return " ".join(fitting)


def _plan_cell(
    plan: GradebookChanges,
    gradebook: Gradebook,
    row: int,
    student: GradedStudent,
    target: Target,
    rules: FillRules,
    *,
    decimal_comma: bool,
) -> None:
    mark = student.marks[target.name]
    unchanged = Unchanged(student.student, target.name)
    if mark.value is None:
        plan.undecided.append(unchanged)
        return
    if mark.missing and not rules.missing_zero:
        plan.missing.append(unchanged)
        return
    value = rounded(mark.value * target.scale)
    new = f"{value}".replace(".", ",") if decimal_comma else f"{value}"
    old = gradebook.table.rows[row].texts[target.column]
    grade = number_in(old)
    if grade is not None and rounded(grade) == value:
        plan.up_to_date += 1
    elif row in gradebook.locked:
        plan.protected.append(unchanged._replace(detail=f"locked; the mark is {new}"))
    elif grade is None and old.strip() not in _EMPTY:
        plan.protected.append(unchanged._replace(detail=f"{old.strip()} instead of {new}"))
    elif grade is not None and not rules.overwrite:
        plan.differing.append(unchanged._replace(detail=f"{old.strip()} instead of {new}"))
    else:
        plan.changes.append(Change(student.student, row, target, old, new))


def _has_decimal_comma(gradebook: Gradebook, targets: Iterable[Target]) -> bool:
    """Whether the file writes decimals with a comma: judged by its grades and maxima, else by its separator."""
    table = gradebook.table
    texts = [text for target in targets for text in gradebook.maxima.get(target.column, ())]
    texts += [table.rows[row].texts[target.column] for row in gradebook.people for target in targets]
    numbers = [text for text in texts if number_in(text) is not None]
    if any("." in text for text in numbers):
        return False
    return any("," in text for text in numbers) or table.separator == ";"
