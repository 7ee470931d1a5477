"""Moodle's submissions zip: per student a folder or files `<Full name>_<participant id>_assignsubmission_file...`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt, Person
from autograder.intake.tree import File, Folder, Listing, Unreadable

# The first such mark is Moodle's: students may have named what follows it, but not what is before it.
_MARK: Final = re.compile(r"(?P<name>.*?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.S)
_BLIND: Final = "Participant"


class _Mark(NamedTuple):
    name: str
    id: str
    kind: str  # "file", "onlinetext"
    file: str  # "" for a folder


def moodle_attempts(listing: Listing) -> list[Attempt] | None:
    """The attempts in a Moodle zip or folder, one per student; None if it is not from Moodle."""
    files: dict[tuple[str, str], list[File]] = defaultdict(list)
    folders: dict[tuple[str, str], list[Folder]] = defaultdict(list)
    for folder in listing.folders:
        if mark := _mark(folder.name):
            folders[mark.name, mark.id] += [folder] if mark.kind == "file" else []
    for file in listing.files:
        if mark := _mark(file.name):
            files[mark.name, mark.id] += [replace(file, name=mark.file)] if mark.kind == "file" and mark.file else []
    persons = list(dict.fromkeys([*folders, *files]))
    if not persons:
        return None
    names = [name for name, _ in persons]
    return [
        Attempt(_person(name, number, names), _merged(name or number, folders[name, number], files[name, number]))
        for name, number in persons
    ]


def is_moodle_name(name: str) -> bool:
    """Whether this is the name of a file or folder that Moodle made."""
    return _mark(name) is not None


def _mark(name: str) -> _Mark | None:
    match = _MARK.fullmatch(name)
    return _Mark(match["name"], match["id"], match["kind"], match["file"] or "") if match else None


def _person(name: str, number: str, names: list[str]) -> Person:
    """The participant; numbers differ from assignment to assignment, so the name is the key unless it is shared."""
    if name == _BLIND or not name:
        return Person(("moodle", "blind", number), f"{_BLIND} {number}", number)
    shared = (number,) if names.count(name) > 1 else ()
    return Person(("moodle", name, *shared), name, number)


def _merged(name: str, folders: list[Folder], files: list[File]) -> Folder:
    """One folder for all the folders and files of a student."""

    def listing() -> Listing:
        refused = [] if files or folders else ["a text was entered instead of a file"]
        listings = [Listing(tuple(files))]
        for folder in folders:
            try:
                listings.append(folder.list())
            except Unreadable as error:
                refused.append(f"{folder.name} {error}")
        return Listing(
            tuple(file for one in listings for file in one.files),
            tuple(inner for one in listings for inner in one.folders),
            (*(reason for one in listings for reason in one.refused), *refused),
        )

    return Folder(name, listing)
