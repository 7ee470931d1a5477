"""Files and folders, on a disk or in a zip, listed and read only on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

IS_LINK: Final = "is a link, and links are not followed: hand in the file itself"
IS_IRREGULAR: Final = "is not a regular file"


class Unreadable(Exception):
    """A file or folder cannot be read; the message continues after its name, and is for the student."""


@dataclass(frozen=True)
class File:
    """Whatever is not a folder; links, pipes and the like too, but these are never opened."""

    name: str
    read: Callable[[int], bytes]  # all its bytes; raises Unreadable if it has more than this number, or cannot be read
    uploaded: int = 0  # the platform's number of the upload; a later one has a larger number
    note: str = ""  # for the student; continues after its name


@dataclass(frozen=True)
class Folder:
    """A folder, or a zip that stands for one."""

    name: str
    list: Callable[[], Listing]  # raises Unreadable if it cannot be opened


class Listing(NamedTuple):
    """The contents of a folder, sorted by name."""

    files: tuple[File, ...] = ()
    folders: tuple[Folder, ...] = ()
    refused: tuple[str, ...] = ()  # what was ignored, each with the reason


def unreadable(reason: str) -> Callable[[int], bytes]:
    """A way to read a file that is known to be useless: it always raises."""

    def read(most: int) -> bytes:
        raise Unreadable(reason)

    return read
