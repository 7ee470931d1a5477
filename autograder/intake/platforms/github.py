"""Checkouts of GitHub Classroom: a folder `<assignment>-<user name>/` with a .git each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.intake.tree import Folder, Unreadable

_COLLECTED = re.compile(r"(?P<assignment>.+)-submissions(?:-\d[\d-]*)?")  # as GitHub's own tool names the folder


def user_names(root: Folder, folders: Iterable[Folder], assignments: Iterable[str]) -> dict[str, str]:
    """The users to whom checkouts belong, by the names of their folders; other folders are left out.

    A user's name may hold hyphens as well, so that the assignment's part of the name is taken from the course, from
    the folder around, or from what all checkouts begin with.
    """
    checkouts = [folder.name for folder in folders if _is_checkout(folder)]
    known = [form for name in assignments for form in (name, name.replace("_", "-"))]
    if found := _COLLECTED.fullmatch(root.name):
        known.append(found["assignment"])
    users = {name: user for name in checkouts if (user := _without_prefix(name, known))}
    rest = [name for name in checkouts if name not in users]
    if not users and len(rest) > 1:
        common = _beginning(min(rest), max(rest)).rpartition("-")[0]
        users = {name: user for name in rest if (user := _without_prefix(name, [common]))}
        return users if len(users) == len(rest) else {}
    return users


def _beginning(one: str, other: str) -> str:
    """What both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))]


def _is_checkout(folder: Folder) -> bool:
    try:
        listing = folder.list()
    except Unreadable:
        return False
    return ".git" in {folder.name for folder in listing.folders} | {file.name for file in listing.files}


def _without_prefix(name: str, prefixes: Iterable[str]) -> str:
    """What follows the longest of the prefixes and a hyphen, "" if none fits."""
    fitting = [prefix for prefix in prefixes if prefix and name.casefold().startswith(f"{prefix.casefold()}-")]
    return name[len(max(fitting, key=len)) + 1 :] if fitting else ""
