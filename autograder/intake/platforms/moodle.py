"""Moodle's submissions zip: per student a folder or files `<Full name>_<participant id>_assignsubmission_file...`.

Where work is handed in by teams, every name begins with the team's and a hyphen, `Default group` for those without one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt, Person
from autograder.intake.records import KnownId
from autograder.intake.tree import File, Folder, Listing, Unreadable

# The first such mark is Moodle's: students may have named what follows it, but not what is before it.
_MARK: Final = re.compile(r"(?P<name>.*?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.S)
_BLIND: Final = "Participant"


class _Mark(NamedTuple):
    name: str
    id: str
    kind: str  # "file", "onlinetext"
    file: str  # "" for a folder


class _Named(NamedTuple):
    """A student's name without that of the team."""

    group: str
    name: str


def moodle_attempts(listing: Listing, is_known: Callable[[str], bool] = lambda name: False) -> list[Attempt] | None:
    """The attempts in a Moodle zip or folder, one per student; None if it is not from Moodle.

    Args:
        listing: the zip or folder.
        is_known: whether a student of this name is in the roster.
    """
    files: dict[tuple[str, str], list[File]] = defaultdict(list)
    folders: dict[tuple[str, str], list[Folder]] = defaultdict(list)
    for folder in listing.folders:
        if mark := _mark(folder.name):
            folders[mark.name, mark.id] += [folder] if mark.kind == "file" else []
    for file in listing.files:
        if mark := _mark(file.name):
            files[mark.name, mark.id] += [replace(file, name=mark.file)] if mark.kind == "file" and mark.file else []
    participants = list(dict.fromkeys([*folders, *files]))
    if not participants:
        return None
    named = _without_teams([name for name, _ in participants], is_known)
    names = Counter(one.name for one in named)
    return [
        Attempt(
            _person(one, participant[1], shared=names[one.name] > 1),
            _merged(one.name or participant[1], folders[participant], files[participant]),
        )
        for participant, one in zip(participants, named, strict=True)
    ]


def is_moodle_name(name: str) -> bool:
    """Whether this is the name of a file or folder that Moodle made."""
    return _mark(name) is not None


def _mark(name: str) -> _Mark | None:
    match = _MARK.fullmatch(name)
    return _Mark(match["name"], match["id"], match["kind"], match["file"] or "") if match else None


def _person(named: _Named, number: str, *, shared: bool) -> Person:
    """The participant; numbers differ from assignment to assignment, so that people of one name are compared later."""
    ids = (KnownId("moodle", number),)
    if named.name == _BLIND or not named.name:
        return Person(("moodle", "blind", number), f"{_BLIND} {number}", ids, named.group)
    alike = () if shared else ("moodle", named.name)
    return Person(("moodle", named.name, number), named.name, ids, named.group, alike)


def _without_teams(names: Sequence[str], is_known: Callable[[str], bool]) -> list[_Named]:
    """The names without those of teams, which begin all names of a download or none.

    A hyphen alone does not tell: the roster does, or a team of several members.
    """
    splits = {name: list(_splits(name)) for name in names}
    if not all(splits.values()) or all(map(is_known, names)):
        return [_Named("", name) for name in names]
    members = Counter(split.group for ways in splits.values() for split in ways)
    known = {name: [way for way in ways if is_known(way.name)] for name, ways in splits.items()}
    if not any(known.values()) and max(members.values()) < 2:
        return [_Named("", name) for name in names]
    return [
        max(known[name], key=lambda way: len(way.name))
        if known[name]
        else max(splits[name], key=lambda way: (members[way.group] > 1, -len(way.group)))
        for name in names
    ]


def _splits(name: str) -> Iterator[_Named]:
    """The ways to read a name as that of a team and that of a student."""
    for hyphen in re.finditer("-", name):
        group, rest = name[: hyphen.start()].strip(), name[hyphen.end() :].strip()
        if group and rest:
            yield _Named(group, rest)


def _merged(name: str, folders: Iterable[Folder], files: Iterable[File]) -> Folder:
    """One folder for all the folders and files of a student."""
    folders, files = list(folders), list(files)

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
