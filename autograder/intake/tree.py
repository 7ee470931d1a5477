"""Files and folders as intake sees them, on a disk or in a zip: listed and read only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Unreadable(Exception):
    """A file or folder cannot be read; the message goes on where its name ends, and is for the student."""


@dataclass(frozen=True)
class File:
    """Something that is not a folder; links, pipes and the like too, which are never opened."""

    name: str
    read: Callable[[int], bytes]  # all its bytes; Unreadable where there are more than so many, or none to be had
    uploaded: int = 0  # where the platform numbers uploads: a later one has a larger number
    note: str = ""  # what the student should know of it; goes on where its name ends


@dataclass(frozen=True)
class Folder:
    """A folder, or a zip that stands for one."""

    name: str
    list: Callable[[], Listing]  # Unreadable where it cannot be looked into


class Listing(NamedTuple):
    """What lies in a folder, by name."""

    files: tuple[File, ...] = ()
    folders: tuple[Folder, ...] = ()
    refused: tuple[str, ...] = ()  # what was passed over, each with its reason


def unreadable(reason: str) -> Callable[[int], bytes]:
    """The way to read a file that is known to be none of use."""

    def read(most: int) -> bytes:
        raise Unreadable(reason)

    return read
