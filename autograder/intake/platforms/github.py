"""Repositories from GitHub: a folder `<assignment>-<user name>/` per student, checked out or from "Download ZIP".

Classroom 50's are `<classroom>-<assignment>-<user name>/`, with `.classroom50.yaml` in each; a team's has its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import yaml

from autograder.intake.tree import File, Folder, Listing, Unreadable

_COLLECTED: Final = re.compile(r"(?P<assignment>.+)-submissions(?:-\d[\d-]*)?")  # the folder that GitHub's tool makes
_DOWNLOADED: Final = re.compile(r"(?P<repository>.+)-(?:main|master)(?: \(\d+\))?")  # of the branch that has all work
_CLASSROOM_50: Final = ".classroom50.yaml"
_MOST_BYTES: Final = 100_000


def user_names(root: Folder, folders: Iterable[Folder], assignments: Iterable[str]) -> dict[str, str]:
    """The users to whom checkouts belong, by the names of their folders; other folders are left out.

    As user names may contain hyphens too, the assignment's part of the name is taken from the course, from the folder
    around the checkouts, or from what all of them begin with.
    """
    checkouts = {folder.name: prefix for folder in folders if (prefix := _classroom_50(folder)) is not None}
    known = {name: user for name, prefix in checkouts.items() if prefix and (user := _without_prefix(name, [prefix]))}
    names = [name for name in checkouts if name not in known]
    prefixes = _prefixes(assignments)
    if match := _COLLECTED.fullmatch(root.name):
        prefixes.append(match["assignment"])
    users = _users(names, prefixes)
    if not users and len(names) > 1:
        common = _users(names, [_common_beginning(min(names), max(names)).rpartition("-")[0]])
        users = common if len(common) == len(names) else {}
    return known | users


def downloaded_name(name: str, assignments: Iterable[str]) -> str:
    """The user to whom a repository's zip or the folder in it belongs, by its name; the repository without a user's."""
    match = _DOWNLOADED.fullmatch(name)
    return _without_prefix(match["repository"], _prefixes(assignments)) or match["repository"] if match else ""


def is_download(folder: Folder, inside: Listing) -> bool:
    """Whether a zip is a repository as "Download ZIP" packs it: all in one folder, and both named after the branch."""
    names = [inner.name for inner in inside.folders]
    around = re.sub(r" \(\d+\)$", "", folder.name.removesuffix(".zip"))
    return len(names) == 1 and not inside.files and names[0] == around and _DOWNLOADED.fullmatch(around) is not None


def _prefixes(assignments: Iterable[str]) -> list[str]:
    return [form for name in assignments for form in (name, name.replace("_", "-"))]


def _users(checkouts: Iterable[str], prefixes: Sequence[str]) -> dict[str, str]:
    return {name: user for name in checkouts if (user := _without_prefix(name, prefixes))}


def _common_beginning(one: str, other: str) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))]


def _classroom_50(folder: Folder) -> str | None:
    """What the name of a checkout begins with, as Classroom 50 says; "" if it does not, None if it is no checkout."""
    try:
        listing = folder.list()
    except Unreadable:
        return None
    if marker := next((file for file in listing.files if file.name == _CLASSROOM_50), None):
        return _said_in(marker)
    return "" if ".git" in {folder.name for folder in listing.folders} | {file.name for file in listing.files} else None


def _said_in(marker: File) -> str:
    """`<classroom>-<assignment>`, "" if the file does not say both."""
    try:
        document = yaml.load(marker.read(_MOST_BYTES), Loader=yaml.BaseLoader)
    except (Unreadable, yaml.YAMLError, ValueError, RecursionError):
        return ""
    parts = [document.get(key) for key in ("classroom", "assignment")] if isinstance(document, Mapping) else []
    return "-".join(part for part in parts if isinstance(part, str)) if all(parts) else ""


def _without_prefix(name: str, prefixes: Iterable[str]) -> str:
    """The part of the name after the longest prefix and a hyphen, "" if it has none of the prefixes."""
    fitting = [prefix for prefix in prefixes if prefix and name.casefold().startswith(f"{prefix.casefold()}-")]
    return name[len(max(fitting, key=len)) + 1 :] if fitting else ""
