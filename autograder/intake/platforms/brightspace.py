"""Brightspace's download (D2L): a folder `<user>-<folder> - <Full Name> - <Sep 21, 2026 1015 AM>` for each hand-in."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from typing import Final

from autograder.intake.attempts import Attempt, Person
from autograder.intake.records import KnownId
from autograder.intake.times import local_time, sortable
from autograder.intake.tree import Listing

_MARK: Final = re.compile(
    r"(?P<user>\d+)-(?P<folder>\d+) ?- ?(?P<name>.+?) ?- (?P<month>[^\W\d]+)\.? (?P<day>\d{1,2}), (?P<year>\d{4}) "
    r"(?P<hour>\d{1,2})(?P<minute>\d\d) ?(?P<half>[AP]M)",
    re.S,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def brightspace_attempts(listing: Listing) -> list[Attempt] | None:
    """The attempts in a Brightspace zip or folder, of which each has a folder; None if it is not from Brightspace."""
    marked = [(folder, match) for folder in listing.folders if (match := _MARK.fullmatch(folder.name))]
    if not marked:
        return None
    users: dict[str, set[str]] = defaultdict(set)
    for _, match in marked:
        users[match["name"]].add(match["user"])
    return [
        Attempt(person, folder, sortable(at := _time(match)), at=at, is_local=True)
        for folder, match in marked
        for person in [_person(match, shared=len(users[match["name"]]) > 1)]
    ]


def is_brightspace_name(name: str) -> bool:
    """Whether this is the name of a folder that Brightspace made, or its table of contents."""
    return name == "index.html" or _MARK.fullmatch(name) is not None


def _person(match: re.Match[str], *, shared: bool) -> Person:
    name, user = match["name"].strip(), match["user"]
    return Person(
        ("brightspace", user, name),
        name,
        (KnownId("brightspace", user),),
        alike=() if shared else ("brightspace", name),
    )


def _time(match: re.Match[str]) -> datetime | None:
    month = match["month"][:3].casefold()
    if month not in _MONTHS:
        return None
    hour = int(match["hour"]) % 12 + 12 * (match["half"] == "PM")
    return local_time(int(match["year"]), _MONTHS.index(month) + 1, int(match["day"]), hour, int(match["minute"]))
