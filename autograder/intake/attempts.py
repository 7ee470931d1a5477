"""Attempts: what one person handed in at one time, as read from any kind of download."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from autograder.intake.records import KnownId
from autograder.intake.tree import Folder

_OF_A_GRADEBOOK: Final = ("canvas", "moodle", "sis", "login")


class Person(NamedTuple):
    """Who handed in, as the platform knows them."""

    key: tuple[str, ...]  # the same for the same person in all paths
    name: str
    ids: tuple[KnownId, ...] = ()
    group: str = ""  # with which they handed in, where the platform says so
    alike: tuple[str, ...] = ()  # persons who share it are one, unless their work contradicts that; () shares nothing

    @property
    def email(self) -> str:
        """Their address, "" if unknown."""
        return next((known.text for known in self.ids if known.kind == "email"), "")

    @property
    def id(self) -> str:
        """Their ids, separated by spaces, "" if none is known."""
        return " ".join(dict.fromkeys(known.text for known in self.ids if known.kind in _OF_A_GRADEBOOK))


class Attempt(NamedTuple):
    """What a person handed in at one time; every member of a group has the same."""

    person: Person
    folder: Folder
    when: str = ""  # sortable; "" if unknown; attempts of the same time are one
    late: bool | None = None
    note: str = ""  # for the student, about all work in it
    at: datetime | None = None  # with its time zone
    late_seconds: int | None = None  # as the platform says
    is_local: bool = False  # whether the time came without its zone, and was read as this machine's
