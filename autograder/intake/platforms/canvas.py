"""Canvas's submissions zip, with files named `<name>[_LATE]_<user id>_<attachment id>_<file name>`.

Students choose the names of their files, which may look like the part before them; and so may a student's own name.
Where a name can be read in several ways, the roster and the other files of the zip decide whose file it is. The work of
a group has the group's name, and the id of one of its members: an id counts only where the name is that student's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt, Person
from autograder.intake.file_names import EXPORTED, work_name
from autograder.intake.known import NOBODY, KnownPeople
from autograder.intake.records import KnownId
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
    upload: int  # 0 for a text or link that was entered instead of a file
    file: str


def canvas_attempts(listing: Listing, assignments: Iterable[str], known: KnownPeople = NOBODY) -> list[Attempt] | None:
    """The attempts in a Canvas zip or folder, one per student or group; None if it is not from Canvas.

    Args:
        listing: the zip or folder.
        assignments: the names of the course's assignments.
        known: the students of the roster, and the groups.
    """
    readings = {file: ways for file in listing.files if (ways := list(_readings(file.name)))}
    visible_files = [file for file in listing.files if not file.name.startswith(".")]
    if not readings or len(readings) * 2 < len(visible_files):
        return None
    certain_names = {ways[0].user: ways[0].name for ways in readings.values() if len(ways) == 1}
    uploads: dict[tuple[str, str], list[File]] = defaultdict(list)
    late: dict[tuple[str, str], bool] = defaultdict(bool)
    for file, ways in readings.items():
        reading = _choose(ways, certain_names, tuple(assignments), known)
        student = reading.name, reading.user
        late[student] |= reading.late
        uploads[student] += [replace(file, name=reading.file, uploaded=reading.upload)] if reading.upload else []
    return [
        _attempt(name, user, files, late=late[name, user], is_theirs=known.fits(name, user) is not False)
        for (name, user), files in uploads.items()
    ]


def is_canvas_name(name: str) -> bool:
    """Whether this may be a file name that Canvas made."""
    return any(_readings(name))


def _readings(name: str) -> Iterator[_Reading]:
    """The ways to read a file's name, beginning with the one that has the longest file name in it."""
    if match := _ANONYMOUS.fullmatch(name):
        user = match["user"]
        yield _Reading(f"anon_{user}", user, bool(match["late"]), int(match["upload"]), match["file"])
    elif match := _ENTRY.fullmatch(name):
        yield _Reading(match["name"], match["user"], bool(match["late"]), 0, "")
    else:
        stamp = EXPORTED.search(name)
        for mark in _MARK.finditer(name):
            if mark.start() and (stamp is None or mark.start() < stamp.start()):
                yield _Reading(
                    name[: mark.start()], mark["user"], bool(mark["late"]), int(mark["upload"]), mark["file"]
                )


def _choose(
    readings: list[_Reading], certain_names: dict[str, str], assignments: tuple[str, ...], known: KnownPeople
) -> _Reading:
    """The reading that the roster or other files confirm, else the last one that yields a file of an assignment."""
    for reading in reversed(readings):
        if known.fits(reading.name, reading.user) or known.group(reading.name):
            return reading
    for reading in readings:
        if certain_names.get(reading.user) == reading.name:
            return reading
    likely = [one for one in readings if one.user not in certain_names and _is_work(one.file, assignments)]
    unclaimed = [one for one in likely if known.fits(one.name, one.user) is None]
    return (unclaimed or likely or readings[:1])[-1]


def _is_work(name: str, assignments: tuple[str, ...]) -> bool:
    return is_zip(name) or work_name(name, assignments) is not None


def _attempt(name: str, user: str, files: list[File], *, late: bool, is_theirs: bool) -> Attempt:
    refused = () if files else ("a text or a link was entered instead of a file",)
    note = "handed in late" if late else ""
    folder = Folder(name, lambda: Listing(tuple(files), refused=refused))
    ids = (KnownId("canvas", user),) if is_theirs else ()
    seconds = None if late else 0  # Canvas says that work was late, and not by how much
    return Attempt(Person(("canvas", user, name), name, ids), folder, late=late, note=note, late_seconds=seconds)
