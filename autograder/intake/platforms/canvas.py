"""The files of Canvas's submissions zip: `<name>[_LATE]_<user id>_<attachment id>_<file name>`.

The file's name is the student's choice and may hold whatever looks like the part before it, and so may a name. Where
a file can be read in two ways, the other files of the zip decide whose it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt, Person
from autograder.intake.file_names import EXPORTED, work_name
from autograder.intake.tree import File, Folder, Listing
from autograder.intake.walk import is_zip

_ANONYMOUS: Final = re.compile(r"(?P<late>LATE_)?anon_(?P<user>[0-9A-Za-z]+)_(?P<upload>\d{1,18})_(?P<file>.+)", re.S)
_MARK: Final = re.compile(r"(?P<late>_LATE)?_(?P<user>\d{1,18})(?=_(?P<upload>\d{1,18})_(?P<file>.+))", re.S)
_ENTRY: Final = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d{1,18})_(?:text|link)\.html", re.S)


class _Reading(NamedTuple):
    """One way to read a file's name."""

    name: str
    user: str
    late: bool
    upload: int  # 0 of a text or link, which is no file
    file: str


def canvas_attempts(listing: Listing, assignments: Iterable[str]) -> list[Attempt] | None:
    """The attempts in a Canvas zip or folder, None if it is none: one a student."""
    readings = {file: found for file in listing.files if (found := list(_readings(file.name)))}
    named = [file for file in listing.files if not file.name.startswith(".")]
    if not readings or len(readings) * 2 < len(named):
        return None
    sure = {found[0].user: found[0].name for found in readings.values() if len(found) == 1}
    files: dict[tuple[str, str], list[File]] = defaultdict(list)
    late: dict[tuple[str, str], bool] = defaultdict(bool)
    for file, found in readings.items():
        reading = _choose(found, sure, tuple(assignments))
        who = reading.name, reading.user
        late[who] |= reading.late
        files[who] += [replace(file, name=reading.file, uploaded=reading.upload)] if reading.upload else []
    return [_attempt(name, user, late[name, user], found) for (name, user), found in files.items()]


def is_canvas_name(name: str) -> bool:
    """Whether Canvas gave a file this name."""
    return any(_readings(name))


def _readings(name: str) -> Iterator[_Reading]:
    """The ways to read a file's name, the one with the longest file name first."""
    if found := _ANONYMOUS.fullmatch(name):
        user = found["user"]
        yield _Reading(f"anon_{user}", user, bool(found["late"]), int(found["upload"]), found["file"])
    elif found := _ENTRY.fullmatch(name):
        yield _Reading(found["name"], found["user"], bool(found["late"]), 0, "")
    else:
        stamp = EXPORTED.search(name)
        for mark in _MARK.finditer(name):
            if mark.start() and (stamp is None or mark.start() < stamp.start()):
                yield _Reading(
                    name[: mark.start()], mark["user"], bool(mark["late"]), int(mark["upload"]), mark["file"]
                )


def _choose(readings: list[_Reading], sure: dict[str, str], assignments: tuple[str, ...]) -> _Reading:
    """Of several readings one whose student other files confirm, else the last of an assignment's file."""
    for reading in readings:
        if sure.get(reading.user) == reading.name:
            return reading
    fitting = [reading for reading in readings if reading.user not in sure and _is_work(reading.file, assignments)]
    return fitting[-1] if fitting else readings[0]


def _is_work(name: str, assignments: tuple[str, ...]) -> bool:
    return is_zip(name) or work_name(name, assignments) is not None


def _attempt(name: str, user: str, late: bool, files: list[File]) -> Attempt:
    refused = () if files else ("a text or a link was entered instead of a file",)
    note = "handed in late" if late else ""
    folder = Folder(name, lambda: Listing(tuple(files), refused=refused))
    return Attempt(Person(("canvas", user, name), name, user), folder, late=late, note=note)
