"""Blackboard's gradebook download: files `<title>_<login>_attempt_<time>_<file name>`, and a text for each attempt.

The text has the same name without the file's: its first line is `Name: Jane Doe (jdoe)`, in the site's language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt, Person
from autograder.intake.records import KnownId
from autograder.intake.times import local_time, sortable
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.text import readable

# The first such mark is Blackboard's: the title before it is the instructor's, and the file name after it a student's.
_MARK: Final = re.compile(
    r"(?P<who>.+?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|(?P<text>\.txt))", re.S
)
_NAMED: Final = re.compile(
    r"[^:\n]{1,40}:[ \t]*(?P<name>[^\n]{1,200}?)[ \t]*\((?P<login>[^()\n]{1,100})\)[ \t]*\r?$", re.M
)
_MOST_BYTES: Final = 1_000_000


class _Mark(NamedTuple):
    who: str  # title and login
    time: str
    file: str  # "" for the text


def blackboard_attempts(listing: Listing) -> list[Attempt] | None:
    """The attempts in a Blackboard zip or folder; None if it is not from Blackboard."""
    marked = [(file, mark) for file in listing.files if (mark := _mark(file.name))]
    if not marked:
        return None
    texts = {(mark.who, mark.time): file for file, mark in marked if not mark.file}
    files: dict[tuple[str, str], list[File]] = defaultdict(list)
    for file, mark in marked:
        files[mark.who, mark.time] += [replace(file, name=mark.file)] if mark.file else []
    logins = _logins({who for who, _ in files})
    persons = {who: _person(logins[who], _text(texts.get((who, time)))) for who, time in files}
    return [_attempt(persons[who], time, files[who, time]) for who, time in files]


def is_blackboard_name(name: str) -> bool:
    """Whether this is a file name that Blackboard made."""
    return _mark(name) is not None


def _mark(name: str) -> _Mark | None:
    match = _MARK.fullmatch(name)
    return _Mark(match["who"], match["time"], match["file"] or "") if match else None


def _logins(owners: Iterable[str]) -> dict[str, str]:
    """The logins after the title, which all names share; a text tells more exactly."""
    return {who: who.rpartition("_")[2] for who in owners}


def _person(login: str, text: str) -> Person:
    name = login
    if (match := _NAMED.match(text)) and match["login"].strip():
        name, login = match["name"].strip(), match["login"].strip()
    return Person(("blackboard", login), name, (KnownId("login", login),))


def _text(file: File | None) -> str:
    try:
        return readable(file.read(_MOST_BYTES).decode("utf-8-sig", "replace")) if file else ""
    except Unreadable:
        return ""


def _attempt(person: Person, time: str, files: list[File]) -> Attempt:
    refused = () if files else ("a text was entered instead of a file",)
    at: datetime | None = local_time(*map(int, time.split("-")))
    folder = Folder(person.name, lambda: Listing(tuple(files), refused=refused))
    return Attempt(person, folder, sortable(at) or time, at=at, is_local=True)
