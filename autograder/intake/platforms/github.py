"""Checkouts from GitHub Classroom: one folder `<assignment>-<user name>/` with a .git per student."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from autograder.intake.tree import Folder, Unreadable

_COLLECTED: Final = re.compile(r"(?P<assignment>.+)-submissions(?:-\d[\d-]*)?")  # the folder that GitHub's tool makes


def user_names(root: Folder, folders: Iterable[Folder], assignments: Iterable[str]) -> dict[str, str]:
    """The users to whom checkouts belong, by the names of their folders; other folders are left out.

    As user names may contain hyphens too, the assignment's part of the name is taken from the course, from the folder
    around the checkouts, or from what all of them begin with.
    """
    checkouts = [folder.name for folder in folders if _is_checkout(folder)]
    prefixes = [form for name in assignments for form in (name, name.replace("_", "-"))]
    if match := _COLLECTED.fullmatch(root.name):
        prefixes.append(match["assignment"])
    users = _users(checkouts, prefixes)
    if users or len(checkouts) < 2:
        return users
    users = _users(checkouts, [_common_beginning(min(checkouts), max(checkouts)).rpartition("-")[0]])
    return users if len(users) == len(checkouts) else {}


def _users(checkouts: Iterable[str], prefixes: Sequence[str]) -> dict[str, str]:
    return {name: user for name in checkouts if (user := _without_prefix(name, prefixes))}


def _common_beginning(one: str, other: str) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))]


def _is_checkout(folder: Folder) -> bool:
    try:
        listing = folder.list()
    except Unreadable:
        return False
    return ".git" in {folder.name for folder in listing.folders} | {file.name for file in listing.files}


def _without_prefix(name: str, prefixes: Iterable[str]) -> str:
    """The part of the name after the longest prefix and a hyphen, "" if it has none of the prefixes."""
    fitting = [prefix for prefix in prefixes if prefix and name.casefold().startswith(f"{prefix.casefold()}-")]
    return name[len(max(fitting, key=len)) + 1 :] if fitting else ""
