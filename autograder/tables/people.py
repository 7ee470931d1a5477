"""Who is who: the students in tables of other systems, and whom of them a person is by id, login, address or name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError

# The headers that gradebooks, rosters and registries use, in letters and digits alone.
_NAME: Final = ("student", "name", "fullname", "studentname", "displayname", "sortablename")
_FIRST: Final = ("firstname", "givenname", "forename")
_LAST: Final = ("lastname", "surname", "familyname")
_ID: Final = ("id", "sid", "studentid", "sisuserid", "userid", "idnumber", "studentnumber", "identifier")
_EMAIL: Final = ("email", "emailaddress", "mail", "studentemail")
_LOGIN: Final = ("login", "loginid", "sisloginid", "username", "user", "githubusername", "github")
_ROLE: Final = ("role",)
_TELLING: Final = frozenset((*_NAME, *_FIRST, *_LAST, *_ID, *_EMAIL, *_LOGIN, *_ROLE))
_NO_STUDENTS: Final = ("pointspossible", "studenttest", "teststudent")  # rows of Canvas's own

Places = Mapping[tuple[str, str], int | None]


class Listed(NamedTuple):
    """A student as a table lists them."""

    name: str
    ids: tuple[str, ...] = ()
    email: str = ""
    logins: tuple[str, ...] = ()


class Unmatched(StrEnum):
    """Why somebody is not identified with any student of a list."""

    UNKNOWN = "no student there has this id, login, address or name"
    SEVERAL = "several students there match"
    CONFLICTING = "the id, login, address and name belong to different students there"


def letters(text: str) -> str:
    """The letters and digits of a text, whatever their case and composition, with the marks that belong to them."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or _is_mark(char))


def tells_who(title: str) -> bool:
    """Whether a column of this title says who a row is about."""
    return letters(title) in _TELLING


def require_key_column(path: Path, titles: Iterable[str]) -> None:
    """One of a table's columns has to tell students apart; a first name alone cannot.

    Raises:
        UserError: none does.
    """
    titles = list(titles)
    if not any(letters(title) in (*_NAME, *_LAST, *_ID, *_EMAIL, *_LOGIN) for title in titles):
        raise UserError(f"{path} has no column student, id, email or login; its header is {', '.join(titles)[:200]}")


def listed(titles: Sequence[str], texts: Sequence[str]) -> Listed | None:
    """The student of a row, None if it is no student's.

    Args:
        titles: the header; of two columns with one title the first counts.
        texts: the cells of the row.
    """
    row: dict[str, str] = {}
    for title, text in zip(titles, texts, strict=False):
        row.setdefault(letters(title), text)
    if _cells(row, _ROLE) and letters(_cells(row, _ROLE)[0]) != "student":
        return None
    ids, emails, logins = _cells(row, _ID), _cells(row, _EMAIL), _cells(row, _LOGIN)
    parts = [*_cells(row, _FIRST)[:1], *_cells(row, _LAST)[:1]]
    names = _cells(row, _NAME) or ([" ".join(parts)] if parts else []) or [*logins, *emails, *ids]
    if not names or letters(names[0]) in _NO_STUDENTS:
        return None
    return Listed(names[0], tuple(ids), emails[0] if emails else "", tuple(logins))


def _cells(row: Mapping[str, str], titles: Iterable[str]) -> list[str]:
    return [cell for title in titles if (cell := row.get(title, "").strip())]


def places_of(people: Sequence[Listed]) -> Places:
    """Where in a list a key leads to, None where it leads to several students."""
    places: dict[tuple[str, str], int | None] = {}
    for place, student in enumerate(people):
        known = {("known", text.casefold()) for text in (*student.ids, student.email, *student.logins) if text}
        for key in known | {("name", form) for form in _forms(student.name)}:
            places[key] = None if key in places else place
    return places


def place_of(name: str, ids: str, email: str, places: Places) -> int | Unmatched:
    """Where in a list a person is, or why nowhere: nobody is guessed.

    Args:
        name: their name, or what their folder is called, which often is an id or a login.
        ids: ids with spaces between them.
        email: their address.
        places: the list's keys.
    """
    found = [places[key] for key in _keys_of(name, ids, email) if key in places]
    sure = {place for place in found if place is not None}
    if len(sure) == 1:
        return sure.pop()
    if sure:
        return Unmatched.CONFLICTING
    return Unmatched.SEVERAL if found else Unmatched.UNKNOWN


def same_name(one: str, other: str) -> bool:
    """Whether two names can be one, written in two ways."""
    return not set(_forms(one)).isdisjoint(_forms(other))


def _keys_of(name: str, ids: str, email: str) -> Iterator[tuple[str, str]]:
    yield from (("known", text.casefold()) for text in (*ids.split(), email, name) if text)
    yield from (("name", form) for form in _forms(name))


def _forms(name: str) -> list[str]:
    """The letters of a name, with every word as the first: "Doe, Jane", "Jane Doe" and "doejane" have one in common."""
    words = name.replace(",", " ").split()
    forms = [letters("".join(words[place:] + words[:place])) for place in range(min(len(words), 8))]
    return [form for form in dict.fromkeys(forms) if form]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
