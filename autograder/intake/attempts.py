"""What the shapes of hand-ins yield: attempts, each of one person."""

from __future__ import annotations

from typing import NamedTuple

from autograder.intake.tree import Folder


class Person(NamedTuple):
    """Who handed in, as the platform tells."""

    key: tuple[str, ...]  # what makes them one and the same person in all paths
    name: str
    id: str = ""
    email: str = ""


class Attempt(NamedTuple):
    """Something that a person handed in at one time; of a group, each person has the same."""

    person: Person
    folder: Folder
    when: str = ""  # a time that sorts, "" if unknown: attempts with the same are one
    late: bool | None = None
    note: str = ""  # what is to be said of all work in it
