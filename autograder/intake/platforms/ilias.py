"""ILIAS's downloads of an exercise: `[<assignment>/<Submissions>/]<last>_<first>_<login>_<id>/`, of a team within it.

The folder around them has a name in the site's language; a team's is `Team <number>`. Files may begin with their time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from autograder.intake.attempts import Attempt, Person
from autograder.intake.records import KnownId
from autograder.intake.tree import File, Folder, Listing, Unreadable

_STUDENT: Final = re.compile(r"(?P<last>[^_]+(?:_[^_]+)*?)_(?P<first>[^_]+)_(?P<login>[^_]+)_(?P<id>\d{2,})")
_TEAM: Final = re.compile(r"Team[ _](?P<number>\d+)", re.I)
_STAMPED: Final = re.compile(r"(?P<time>\d{14})_(?P<file>.+)", re.S)
_LEVELS: Final = 2  # of folders around the students'
_STATUS: Final = ("status.xlsx", "status.xls", "status.csv")


def ilias_attempts(listing: Listing, levels: int = _LEVELS) -> list[Attempt] | None:
    """The attempts in an ILIAS zip or folder, one per student; None if it is not from ILIAS."""
    if not listing.folders:
        return None
    attempts = [attempt for folder in listing.folders for attempt in _attempts(folder)]
    if attempts and all(_is_ours(folder.name) for folder in listing.folders):
        return attempts
    others = [file for file in listing.files if file.name.casefold() not in _STATUS]
    if levels and len(listing.folders) == 1 and not others:
        try:
            return ilias_attempts(listing.folders[0].list(), levels - 1)
        except Unreadable:
            return None
    return None


def _is_ours(name: str) -> bool:
    return _STUDENT.fullmatch(name) is not None or _TEAM.fullmatch(name) is not None


def _attempts(folder: Folder) -> Iterator[Attempt]:
    if match := _STUDENT.fullmatch(folder.name):
        yield _attempt(match, folder, "")
    elif team := _TEAM.fullmatch(folder.name):
        try:
            members = folder.list().folders
        except Unreadable:
            return
        for member in members:
            if match := _STUDENT.fullmatch(member.name):
                yield _attempt(match, member, f"Team {team['number']}")


def _attempt(match: re.Match[str], folder: Folder, group: str) -> Attempt:
    name = f"{match['first']} {match['last'].replace('_', ' ')}"
    ids = (KnownId("login", match["login"]), KnownId("ilias", match["id"]))
    return Attempt(Person(("ilias", match["login"]), name, ids, group), _without_stamps(folder))


def _without_stamps(folder: Folder) -> Folder:
    """The folder with its files' own names; their times tell which is newer."""

    def listing() -> Listing:
        inside = folder.list()
        return inside._replace(files=tuple(map(_own_name, inside.files)))

    return replace(folder, list=listing)


def _own_name(file: File) -> File:
    match = _STAMPED.fullmatch(file.name)
    return replace(file, name=match["file"], uploaded=int(match["time"])) if match else file
