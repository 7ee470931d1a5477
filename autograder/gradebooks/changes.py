"""What filling a gradebook changes, and what it leaves alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from autograder.gradebooks.columns import Target
from autograder.gradebooks.formats import Gradebook
from autograder.gradebooks.graded import GradedClass, GradedStudent
from autograder.gradebooks.numbers import number_in, rounded
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Unmatched, place_of, places_of

_EMPTY: Final = ("", "-")  # the latter as Moodle writes it


class Change(NamedTuple):
    """A cell that gets another text."""

    student: str  # as graded
    row: int
    target: Target
    old: str
    new: str


class Kept(NamedTuple):
    """A cell that stays as it is though its student was graded."""

    who: str
    name: str  # of the assignment, or `total`
    why: str = ""


@dataclass
class Plan:
    """All that filling a gradebook comes to."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0  # cells that hold the mark already
    differing: list[Kept] = field(default_factory=list)  # grades that are there and differ
    fixed: list[Kept] = field(default_factory=list)  # cells that nothing may change
    missing: list[Kept] = field(default_factory=list)  # nothing was handed in
    undecided: list[Kept] = field(default_factory=list)  # the grader broke
    lost: dict[str, list[str]] = field(default_factory=dict)  # graded students in no row, by the reason
    ungraded: list[str] = field(default_factory=list)  # students of the gradebook who were not graded

    def filled(self, table: CsvTable) -> bytes:
        """The gradebook's file with the changes."""
        return table.with_cells({(change.row, change.target.column): change.new for change in self.changes})


class Manner(NamedTuple):
    """What the instructor wants."""

    overwrite: bool = False  # grades that are there
    missing_zero: bool = False  # write 0 where nothing was handed in


def plan_changes(gradebook: Gradebook, graded: GradedClass, targets: Sequence[Target], manner: Manner) -> Plan:
    """What is to be changed in a gradebook.

    Args:
        gradebook: where to.
        graded: what was graded.
        targets: the columns.
        manner: what the instructor wants.
    """
    plan = Plan()
    matched = _matched(gradebook, graded.students, plan)
    comma = _has_decimal_comma(gradebook, targets)
    for row in sorted(matched):
        for target in targets:
            _plan_cell(plan, gradebook, row, matched[row], target, manner, comma=comma)
    plan.ungraded = [person.name for row, person in gradebook.people.items() if row not in matched]
    return plan


def _matched(gradebook: Gradebook, students: Iterable[GradedStudent], plan: Plan) -> dict[int, GradedStudent]:
    """The graded students by their rows; whoever has none for certain is noted in the plan."""
    rows = list(gradebook.people)
    places = places_of(list(gradebook.people.values()))
    found = [(student, place_of(student.student, student.id, student.email, places)) for student in students]
    times = Counter(place for _, place in found if not isinstance(place, Unmatched))
    matched = {}
    for student, place in found:
        if isinstance(place, Unmatched):
            plan.lost.setdefault(place, []).append(student.student)
        elif times[place] > 1:
            name = gradebook.people[rows[place]].name
            plan.lost.setdefault(f"several were graded who fit the row of {name}", []).append(student.student)
        else:
            matched[rows[place]] = student
    return matched


def _plan_cell(
    plan: Plan, gradebook: Gradebook, row: int, student: GradedStudent, target: Target, manner: Manner, *, comma: bool
) -> None:
    mark = student.marks[target.name]
    if mark.value is None:
        plan.undecided.append(Kept(student.student, target.name))
        return
    if mark.missing and not manner.missing_zero:
        plan.missing.append(Kept(student.student, target.name))
        return
    value = rounded(mark.value * target.scale)
    new = f"{value}".replace(".", ",") if comma else f"{value}"
    old = gradebook.table.rows[row].texts[target.column]
    there = number_in(old)
    stands = Kept(student.student, target.name, f"{old.strip()}, not {new}")
    if there is not None and rounded(there) == value:
        plan.same += 1
    elif row in gradebook.locked or (there is None and old.strip() not in _EMPTY):
        plan.fixed.append(stands if row not in gradebook.locked else stands._replace(why=f"locked, not {new}"))
    elif there is not None and not manner.overwrite:
        plan.differing.append(stands)
    else:
        plan.changes.append(Change(student.student, row, target, old, new))


def _has_decimal_comma(gradebook: Gradebook, targets: Iterable[Target]) -> bool:
    """Whether the file writes decimals with a comma: as its own grades and maxima tell, else as its separator does."""
    table = gradebook.table
    texts = [text for target in targets for text in gradebook.maxima.get(target.column, ())]
    texts += [table.rows[row].texts[target.column] for row in gradebook.people for target in targets]
    numbers = [text for text in texts if number_in(text) is not None]
    if any("." in text for text in numbers):
        return False
    return any("," in text for text in numbers) or table.separator == ";"
