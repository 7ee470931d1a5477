"""Attempts: what one person handed in at one time, as read from any kind of download."""

from __future__ import annotations

from typing import NamedTuple

from autograder.intake.tree import Folder


class Person(NamedTuple):
    """Who handed in, as the platform knows them."""

    key: tuple[str, ...]  # the same for the same person in all paths
    name: str
    id: str = ""
    email: str = ""


class Attempt(NamedTuple):
    """What a person handed in at one time; every member of a group has the same."""

    person: Person
    folder: Folder
    when: str = ""  # sortable; "" if unknown; attempts of the same time are one
    late: bool | None = None
    note: str = ""  # for the student, about all work in it
