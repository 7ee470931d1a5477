"""What an instructor says about people: the roster of a course, and who is in which group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.tables.csv_table import read_csv_table
from autograder.tables.people import Listed, Places, Unmatched, letters, place_of, places_of, same_name

_GROUP: Final = ("group", "groupname", "team", "teamname")
_MEMBER: Final = ("student", "member", "name", "id", "studentid", "login", "username", "email", "githubusername")


@dataclass(frozen=True)
class KnownPeople:
    """The students of a course, and the members of its groups."""

    roster: Sequence[Listed] | None = None  # each student once; None if nobody gave one
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)  # an id, login, address or name of each member

    @cached_property
    def places(self) -> Places:
        """The index in the roster for every id, login, address and name."""
        return places_of(self.roster or ())

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, Sequence[str]]]:
        listed: dict[str, list[str]] = {}
        for student in self.roster or ():
            for group in student.groups:
                listed.setdefault(group, []).append(
                    next(iter((*student.ids, student.email, *student.logins)), student.name)
                )
        return {letters(group): (group, members) for group, members in (listed | dict(self.groups)).items()}

    def is_student(self, name: str) -> bool:
        """Whether exactly one student of the roster can have this name."""
        return not isinstance(place_of(name, "", "", self.places), Unmatched)

    def is_shared(self, name: str) -> bool:
        """Whether several students of the roster can have this name."""
        return place_of(name, "", "", self.places) is Unmatched.SEVERAL

    def group(self, name: str) -> tuple[str, Sequence[str]] | None:
        """The group of this name and its members, None if there is none, or a student has this name."""
        return None if self.is_student(name) else self._members.get(letters(name))

    def fits(self, name: str, number: str) -> bool | None:
        """Whether a platform's number and a name are one student's; None if the roster knows neither."""
        place = self.places.get(("id", number.casefold()))
        if place is not None and self.roster:
            return same_name(name, self.roster[place].name)
        return True if self.is_student(name) else None


NOBODY: Final = KnownPeople()


def read_groups(path: Path) -> dict[str, list[str]]:
    """The members of each group, from a CSV file with the columns group and student.

    Raises:
        UserError: it cannot be read, or has no such columns.
    """
    table = read_csv_table(path, ragged=True)
    titles = [letters(title) for title in table.header]
    group = next((titles.index(title) for title in _GROUP if title in titles), None)
    member = next((titles.index(title) for title in _MEMBER if title in titles), None)
    if group is None or member is None:
        raise UserError(f"{path} needs the columns group and student; its header is {', '.join(table.header)[:200]}")
    members: dict[str, list[str]] = {}
    for row in table.rows:
        texts = [text.strip() for text in row.texts]
        if max(group, member) < len(texts) and texts[group] and texts[member]:
            members.setdefault(texts[group], []).append(texts[member])
    return members
