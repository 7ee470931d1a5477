"""Who is who: the students that a table lists, and which of them somebody is by id, login, address or name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError

# The titles of columns in gradebooks, rosters and registries, reduced to letters and digits.
_NAME: Final = ("student", "name", "fullname", "studentname", "displayname", "sortablename")
_FIRST: Final = ("firstname", "givenname", "forename")
_LAST: Final = ("lastname", "surname", "familyname")
_ID: Final = ("id", "sid", "studentid", "sisuserid", "userid", "idnumber", "studentnumber", "identifier")
_EMAIL: Final = ("email", "emailaddress", "emailadresse", "mail", "studentemail")
_LOGIN: Final = ("login", "loginid", "sisloginid", "username", "user", "githubusername", "github")
_ROLE: Final = ("role",)
_GROUP: Final = ("group", "groupname", "groups", "team", "teamname")
_KEY: Final = frozenset((*_NAME, *_LAST, *_ID, *_EMAIL, *_LOGIN))  # a first name alone tells nobody apart
_PERSONAL: Final = _KEY.union(_FIRST, _ROLE, _GROUP)
_NOT_STUDENTS: Final = ("pointspossible", "studenttest", "teststudent")  # rows that Canvas adds

Places = Mapping[tuple[str, str], int | None]


class Listed(NamedTuple):
    """A student as a table lists them."""

    name: str
    ids: tuple[str, ...] = ()
    email: str = ""
    logins: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """All that tells this student from another of the same name, regardless of case."""
        return frozenset(text.casefold() for text in (*self.ids, self.email, *self.logins) if text)


class Unmatched(StrEnum):
    """Why somebody is not identified with any student of a list."""

    UNKNOWN = "no student there has this id, login, address or name"
    SEVERAL = "several students there match"
    CONFLICTING = "the id, login, address and name belong to different students there"


def letters(text: str) -> str:
    """The letters and digits of a text with their accents, regardless of case and of how they are composed."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or _is_mark(char))


def tells_who(title: str) -> bool:
    """Whether a column of this title says whom a row is about."""
    return letters(title) in _PERSONAL


def has_key_column(titles: Iterable[str]) -> bool:
    """Whether a column of one of these titles tells students apart."""
    return any(letters(title) in _KEY for title in titles)


def require_key_column(path: Path, titles: Iterable[str]) -> None:
    """Refuse a table in which no column tells students apart.

    Raises:
        UserError: it is such a table.
    """
    titles = list(titles)
    if not has_key_column(titles):
        raise UserError(f"{path} has no column student, id, email or login; its header is {', '.join(titles)[:200]}")


def listed(titles: Sequence[str], texts: Sequence[str]) -> Listed | None:
    """The student in a row, None if the row is not about a student.

    Args:
        titles: the header; of two columns with the same title the first counts.
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
    if not names or letters(names[0]) in _NOT_STUDENTS:
        return None
    return Listed(names[0], tuple(ids), emails[0] if emails else "", tuple(logins), tuple(_cells(row, _GROUP)))


def _cells(row: Mapping[str, str], titles: Iterable[str]) -> list[str]:
    return [cell for title in titles if (cell := row.get(title, "").strip())]


def distinct(people: Iterable[Listed]) -> list[Listed]:
    """The students without those who are listed again, for another section: of the same name, with an id in common.

    Two rows of one name that have no id in common are two students.
    """
    kept: list[Listed] = []
    by_key: dict[tuple[str, str], int] = {}
    for student in people:
        keys = [(letters(student.name), key) for key in sorted(student.keys)]
        place = next((by_key[key] for key in keys if key in by_key), len(kept))
        if place == len(kept):
            kept.append(student)
        else:
            kept[place] = _joined(kept[place], student)
        by_key.update(dict.fromkeys(keys, place))
    return kept


def _joined(one: Listed, other: Listed) -> Listed:
    return Listed(
        one.name,
        tuple(dict.fromkeys((*one.ids, *other.ids))),
        one.email or other.email,
        tuple(dict.fromkeys((*one.logins, *other.logins))),
        tuple(dict.fromkeys((*one.groups, *other.groups))),
    )


def places_of(people: Sequence[Listed]) -> Places:
    """The index in the list for every id, login, address and name; None for one that several students share."""
    places: dict[tuple[str, str], int | None] = {}
    for place, student in enumerate(people):
        for key in {("id", text) for text in student.keys} | {("name", form) for form in _forms(student.name)}:
            places[key] = None if key in places else place
    return places


def place_of(name: str, ids: str, email: str, places: Places) -> int | Unmatched:
    """The index of somebody in a list, or why they are not identified: there is no guessing.

    Args:
        name: their name, or that of their folder, which often is an id or a login.
        ids: their ids, separated by spaces.
        email: their address.
        places: of the list.
    """
    matches = [places[key] for key in _keys_of(name, ids, email) if key in places]
    certain = {place for place in matches if place is not None}
    if len(certain) == 1:
        return certain.pop()
    if certain:
        return Unmatched.CONFLICTING
    return Unmatched.SEVERAL if matches else Unmatched.UNKNOWN


def same_name(one: str, other: str) -> bool:
    """Whether two names can be the same, written in two ways."""
    return not set(_forms(one)).isdisjoint(_forms(other))


def _keys_of(name: str, ids: str, email: str) -> Iterator[tuple[str, str]]:
    yield from (("id", text.casefold()) for text in (*ids.split(), email, name) if text)
    yield from (("name", form) for form in _forms(name))


def _forms(name: str) -> list[str]:
    """The letters of a name, beginning with each word in turn: "Doe, Jane", "Jane Doe" and "doejane" share one."""
    words = name.replace(",", " ").split()
    forms = [letters("".join(words[first:] + words[:first])) for first in range(min(len(words), 8))]
    return [form for form in dict.fromkeys(forms) if form]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
