"""The list of a course's students, as a CSV file: who has to be in the results, and who else is."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.intake.records import Absent, HandIn
from autograder.tables.csv_table import separator_of
from autograder.tables.people import Listed, Unmatched, listed, place_of, places_of, require_key_column

_MOST_BYTES: Final = 20_000_000


def read_roster(path: Path) -> list[Listed]:
    """The students in a CSV file with a header, separated by commas, semicolons or tabs.

    Raises:
        UserError: it cannot be read, or has no column of names, ids, logins or addresses.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8-sig")
        header, *rows = _rows(text)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8: save it again as CSV UTF-8") from None
    except (csv.Error, ValueError):
        raise UserError(f"{path} is no CSV file with a header") from None
    require_key_column(path, header)
    students = (listed(header, row) for row in rows)
    return [student for student in students if student is not None]


def _rows(text: str) -> list[list[str]]:
    found = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    return [row for row in found if any(cell.strip() for cell in row)]


def with_roster(
    hand_ins: Sequence[HandIn], roster: Sequence[Listed], assignments: Sequence[str], tell: Callable[[str], None]
) -> list[HandIn]:
    """The hand-ins with what the roster knows of the students, and a row for every student who handed in nothing.

    Args:
        hand_ins: what was found.
        roster: who is in the course.
        assignments: the names of the assignments.
        tell: is called with whom the roster does not know, and who is there twice.
    """
    places = places_of(roster)
    found: dict[int, list[HandIn]] = defaultdict(list)
    unknown: list[HandIn] = []
    for hand_in in hand_ins:
        place = place_of(hand_in.student, hand_in.id, hand_in.email, places)
        (unknown if isinstance(place, Unmatched) else found[place]).append(hand_in)
    _tell_of_odd_rows(roster, unknown, found, tell)
    known = [_completed(hand_in, roster[place]) for place, same in found.items() for hand_in in same]
    absent = [student for place, student in enumerate(roster) if place not in found]
    nothing = tuple(Absent(f"{name} was not handed in") for name in assignments)
    taken = {hand_in.student for hand_in in hand_ins}
    without = []
    for student in absent:
        without.append(_completed(HandIn(_free_name(student, taken), nothing), student))
        taken.add(without[-1].student)
    return sorted([*known, *unknown, *without], key=lambda hand_in: hand_in.student)


def _tell_of_odd_rows(
    roster: Sequence[Listed], unknown: Sequence[HandIn], found: Mapping[int, list[HandIn]], tell: Callable[[str], None]
) -> None:
    if unknown:
        tell(f"handed in, and not in the roster: {', '.join(hand_in.student for hand_in in unknown)}")
    for place, same in found.items():
        if len(same) > 1:
            rows = ", ".join(hand_in.student for hand_in in same)
            tell(f"several rows for {roster[place].name} of the roster: {rows}")


def _completed(hand_in: HandIn, student: Listed) -> HandIn:
    return replace(hand_in, id=hand_in.id or next(iter(student.ids), ""), email=hand_in.email or student.email)


def _free_name(student: Listed, taken: set[str]) -> str:
    known = next(iter((*student.ids, student.email, *student.logins)), "")
    wanted = [student.name, *([f"{student.name} ({known})"] if known else [])]
    numbered = (f"{student.name} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in (*wanted, *numbered) if name not in taken)
