"""Looking through all that one student handed in: folders, and zips as if they were folders."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from autograder.intake.tree import File, Folder, Unreadable
from autograder.intake.zips import zip_in_memory
from autograder.text import visible

_DEPTH: Final = 6  # folders and zips, beneath the student's own
_ZIPS_DEEP: Final = 3
_MOST_FILES: Final = 10_000
_MOST_PACKED: Final = 100_000_000  # bytes of zips, held in memory while they are read


class Placed(NamedTuple):
    """A file, and where it lies."""

    folders: tuple[str, ...]  # and zips, from the student's own downwards
    file: File
    uploaded: int = 0  # of the file, or of the zip that it came in

    @property
    def path(self) -> str:
        """The path as the student knows it."""
        return visible("/".join((*self.folders, self.file.name)))


@dataclass
class Contents:
    """What a student handed in."""

    files: list[Placed] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)  # their names
    refused: list[str] = field(default_factory=list)  # what was passed over, each with its reason


def is_zip(name: str) -> bool:
    """Whether a file is to be looked into as a zip, by its name."""
    return name.casefold().endswith(".zip")


def of_tools(name: str) -> bool:
    """Whether a folder in a student's is made by tools, or hidden."""
    return name.startswith((".", "__"))


def contents_of(folder: Folder) -> Contents:
    """All that lies in a student's folder, what is higher up first, within bounds; never fails."""
    walk = _Walk()
    walk.waiting.append(_Waiting((), folder))
    while walk.waiting:
        walk.look_into(walk.waiting.popleft())
        if walk.seen > _MOST_FILES:
            walk.found.refused.append(f"it holds more than {_MOST_FILES:,} files: the rest was not looked at")
            break
    return walk.found


class _Waiting(NamedTuple):
    """A folder that is yet to be looked into."""

    path: tuple[str, ...]
    folder: Folder
    zips: int = 0  # that it lies in
    uploaded: int = 0


class _Walk:
    """The way through a student's folders."""

    def __init__(self) -> None:
        self.found = Contents()
        self.waiting: deque[_Waiting] = deque()
        self.seen = 0  # files and folders, so that zips of nothing but zips come to an end
        self._packed = 0

    def look_into(self, here: _Waiting) -> None:
        """Take the files in a folder; the folders and zips in it have to wait."""
        where = visible("/".join(here.path) or here.folder.name)
        try:
            listing = here.folder.list()
        except Unreadable as error:
            self.found.refused.append(f"{where} {error}")
            return
        self.found.refused += [f"{where}: {reason}" for reason in listing.refused]
        self.seen += len(listing.files) + len(listing.folders)
        for file in listing.files:
            placed = Placed(here.path, file, file.uploaded or here.uploaded)
            if is_zip(file.name):
                self._open(placed, here.zips)
            else:
                self.found.files.append(placed)
        for folder in listing.folders:
            self.found.folders.append(folder.name)
            if len(here.path) < _DEPTH and not of_tools(folder.name):
                self.waiting.append(here._replace(path=(*here.path, folder.name), folder=folder))

    def _open(self, placed: Placed, zips: int) -> None:
        if zips >= _ZIPS_DEEP or len(placed.folders) >= _DEPTH:
            self.found.refused.append(f"{placed.path} lies in too many zips or folders, and was not looked into")
            return
        try:
            data = placed.file.read(_MOST_PACKED - self._packed)
        except Unreadable as error:
            self.found.refused.append(f"{placed.path} {error}")
            return
        self._packed += len(data)
        path = (*placed.folders, placed.file.name)
        self.waiting.append(_Waiting(path, zip_in_memory(placed.file.name, data), zips + 1, placed.uploaded))
