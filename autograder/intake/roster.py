"""The list of a course's students, as a CSV file: who has to be in the results, and who else is."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError
from autograder.intake.records import Absent, HandIn

_MOST_BYTES: Final = 20_000_000
# The headers that gradebooks, rosters and registries use, in letters and digits alone.
_NAME: Final = ("student", "name", "fullname", "studentname", "displayname", "sortablename")
_FIRST: Final = ("firstname", "givenname", "forename")
_LAST: Final = ("lastname", "surname", "familyname")
_ID: Final = ("id", "sid", "studentid", "sisuserid", "userid", "idnumber", "studentnumber", "identifier")
_EMAIL: Final = ("email", "emailaddress", "mail", "studentemail")
_LOGIN: Final = ("login", "loginid", "sisloginid", "username", "user", "githubusername", "github")
_ROLE: Final = ("role",)
_NO_STUDENTS: Final = ("pointspossible", "studenttest", "teststudent")  # rows of Canvas's own


class Listed(NamedTuple):
    """A student of the roster."""

    name: str
    ids: tuple[str, ...] = ()
    email: str = ""
    logins: tuple[str, ...] = ()


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
    columns = [_letters(title) for title in header]
    if not any(title in columns for title in (*_NAME, *_LAST, *_ID, *_EMAIL, *_LOGIN)):
        raise UserError(f"{path} has no column student, id, email or login; its header is {', '.join(header)[:200]}")
    students = (_student(_by_column(columns, row)) for row in rows)
    return [student for student in students if student is not None]


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    found = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [row for row in found if any(cell.strip() for cell in row)]


def _by_column(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """The cells of a row; of two columns with one title the first counts."""
    cells: dict[str, str] = {}
    for title, text in zip(columns, row, strict=False):
        cells.setdefault(title, text)
    return cells


def _student(row: Mapping[str, str]) -> Listed | None:
    """The student of a row, None if it is no student's."""
    if _cells(row, _ROLE) and _letters(_cells(row, _ROLE)[0]) != "student":
        return None
    ids, emails, logins = _cells(row, _ID), _cells(row, _EMAIL), _cells(row, _LOGIN)
    parts = [*_cells(row, _FIRST)[:1], *_cells(row, _LAST)[:1]]
    names = _cells(row, _NAME) or ([" ".join(parts)] if parts else []) or [*logins, *emails, *ids]
    if not names or _letters(names[0]) in _NO_STUDENTS:
        return None
    return Listed(names[0], tuple(ids), emails[0] if emails else "", tuple(logins))


def _cells(row: Mapping[str, str], titles: Iterable[str]) -> list[str]:
    return [cell for title in titles if (cell := row.get(title, "").strip())]


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
    places = _places(roster)
    found: dict[int, list[HandIn]] = defaultdict(list)
    unknown: list[HandIn] = []
    for hand_in in hand_ins:
        place = next((places[key] for key in _keys_of(hand_in) if places.get(key) is not None), None)
        (unknown if place is None else found[place]).append(hand_in)
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


def _places(roster: Sequence[Listed]) -> dict[tuple[str, str], int | None]:
    """Where in the roster a key leads to, None where it leads to several students."""
    places: dict[tuple[str, str], int | None] = {}
    for place, student in enumerate(roster):
        known = {("known", text.casefold()) for text in (*student.ids, student.email, *student.logins) if text}
        for key in known | {("name", form) for form in _forms(student.name)}:
            places[key] = None if key in places else place
    return places


def _keys_of(hand_in: HandIn) -> Iterator[tuple[str, str]]:
    """What a hand-in may be known by, the surest first: folders are often named by an id or a login."""
    for text in (*hand_in.id.split(), hand_in.email, hand_in.student):
        if text:
            yield "known", text.casefold()
    yield from (("name", form) for form in _forms(hand_in.student))


def _forms(name: str) -> list[str]:
    """The letters of a name, with every word as the first: "Doe, Jane", "Jane Doe" and "doejane" have one in common."""
    words = name.replace(",", " ").split()
    forms = [_letters("".join(words[place:] + words[:place])) for place in range(min(len(words), 8))]
    return [form for form in dict.fromkeys(forms) if form]


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or _is_mark(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
