"""The roster: a CSV file of a course's students, each of whom gets a row in the results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.intake.records import Absent, HandIn
from autograder.tables.csv_table import read_csv_table
from autograder.tables.people import Listed, Unmatched, listed, place_of, places_of, require_key_column


def read_roster(path: Path) -> list[Listed]:
    """The students in a CSV file.

    Raises:
        UserError: it cannot be read, or has no column of names, ids, logins or addresses.
    """
    table = read_csv_table(path, ragged=True)
    require_key_column(path, table.header)
    students = (listed(table.header, row.texts) for row in table.rows)
    return [student for student in students if student is not None]


def with_roster(
    hand_ins: Sequence[HandIn], roster: Sequence[Listed], assignments: Sequence[str], tell: Callable[[str], None]
) -> list[HandIn]:
    """The hand-ins with the ids and addresses of the roster, and one for every student who handed in nothing.

    Args:
        hand_ins: the students who handed in.
        roster: the students of the course.
        assignments: the names of the assignments.
        tell: is called with the students who are not in the roster, and with those who have several rows.
    """
    places = places_of(roster)
    matched: dict[int, list[HandIn]] = defaultdict(list)
    unmatched: list[HandIn] = []
    for hand_in in hand_ins:
        place = place_of(hand_in.student, hand_in.id, hand_in.email, places)
        (unmatched if isinstance(place, Unmatched) else matched[place]).append(hand_in)
    _tell_of_odd_rows(roster, unmatched, matched, tell)
    completed = [_completed(hand_in, roster[place]) for place, rows in matched.items() for hand_in in rows]
    missing = [student for place, student in enumerate(roster) if place not in matched]
    empty = _empty_hand_ins(missing, assignments, taken={hand_in.student for hand_in in hand_ins})
    return sorted([*completed, *unmatched, *empty], key=lambda hand_in: hand_in.student)


def _empty_hand_ins(students: Iterable[Listed], assignments: Iterable[str], taken: Iterable[str]) -> Iterator[HandIn]:
    """A hand-in without work for each of the students, under a name that is not taken."""
    nothing = tuple(Absent(f"{name} was not handed in") for name in assignments)
    names = set(taken)
    for student in students:
        name = _free_name(student, names)
        names.add(name)
        yield _completed(HandIn(name, nothing), student)


def _tell_of_odd_rows(
    roster: Sequence[Listed],
    unmatched: Sequence[HandIn],
    matched: Mapping[int, list[HandIn]],
    tell: Callable[[str], None],
) -> None:
    if unmatched:
        tell(f"handed in, but not in the roster: {', '.join(hand_in.student for hand_in in unmatched)}")
    for place, rows in matched.items():
        if len(rows) > 1:
            names = ", ".join(hand_in.student for hand_in in rows)
            tell(f"{roster[place].name} of the roster has several rows: {names}")


def _completed(hand_in: HandIn, student: Listed) -> HandIn:
    return replace(hand_in, id=hand_in.id or next(iter(student.ids), ""), email=hand_in.email or student.email)


def _free_name(student: Listed, taken: set[str]) -> str:
    """The student's name, with an id, address, login or number if somebody else has that name."""
    key = next(iter((*student.ids, student.email, *student.logins)), "")
    wanted = [student.name, *([f"{student.name} ({key})"] if key else [])]
    numbered = (f"{student.name} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (*wanted, *numbered) if name not in taken)
