"""Walking through everything that one student handed in: folders, and zips as if they were folders."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

from autograder.intake.tree import File, Folder, Unreadable
from autograder.intake.zips import zip_in_memory
from autograder.text import visible

_DEPTH: Final = 6  # levels of folders and zips below the student's own
_ZIPS_DEEP: Final = 3  # zips within zips
_MOST_FILES: Final = 10_000
_MOST_PACKED: Final = 100_000_000  # bytes of zips, held in memory while they are read
_MOST_READ: Final = 150_000_000  # bytes of all files that are read, one after the other: a notebook may have a third


class Placed(NamedTuple):
    """A file and its location."""

    folders: tuple[str, ...]  # and zips, from the student's own folder downwards
    file: File
    uploaded: int = 0  # of the file, or of the zip that it came in

    @property
    def path(self) -> str:
        """The path as the student knows it."""
        return visible("/".join((*self.folders, self.file.name)))


@dataclass
class Contents:
    """Everything that a student handed in."""

    files: list[Placed] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)  # their names
    refused: list[str] = field(default_factory=list)  # what was ignored, each with the reason


def is_zip(name: str) -> bool:
    """Whether a file of this name is to be opened as a zip."""
    return name.casefold().endswith(".zip")


def _is_tools_folder(name: str) -> bool:
    """Whether a folder of this name is hidden or made by a tool."""
    return name.startswith((".", "__"))


def contents_of(folder: Folder) -> Contents:
    """Everything in a student's folder, higher levels first, within bounds; never fails."""
    walk = _Walk()
    walk.waiting.append(_Waiting((), folder))
    while walk.waiting:
        walk.enter(walk.waiting.popleft())
        if walk.seen > _MOST_FILES:
            walk.contents.refused.append(f"only the first {_MOST_FILES:,} files of the hand-in were looked at")
            break
    return walk.contents


class _Waiting(NamedTuple):
    """A folder that is still to be entered."""

    path: tuple[str, ...]
    folder: Folder
    zips: int = 0  # around it
    uploaded: int = 0


class _Walk:
    """A walk through a student's folders, breadth first."""

    def __init__(self) -> None:
        self.contents = Contents()
        self.waiting: deque[_Waiting] = deque()
        self.seen = 0  # files and folders; the bound on them ends a walk through zips that contain nothing but zips
        self._packed = 0
        self._left = _MOST_READ

    def enter(self, here: _Waiting) -> None:
        """Take the files in a folder; the folders and zips in it have to wait."""
        where = visible("/".join(here.path) or here.folder.name)
        try:
            listing = here.folder.list()
        except Unreadable as error:
            self.contents.refused.append(f"{where} {error}")
            return
        self.contents.refused += [f"{where}: {reason}" for reason in listing.refused]
        self.seen += len(listing.files) + len(listing.folders)
        for file in listing.files:
            placed = Placed(here.path, file, file.uploaded or here.uploaded)
            if is_zip(file.name):
                self._open(placed, here.zips)
            else:
                self.contents.files.append(placed._replace(file=replace(file, read=partial(self._read, file))))
        for folder in listing.folders:
            self.contents.folders.append(folder.name)
            if len(here.path) < _DEPTH and not _is_tools_folder(folder.name):
                self.waiting.append(here._replace(path=(*here.path, folder.name), folder=folder))

    def _read(self, file: File, most: int) -> bytes:
        """The bytes of a file, as long as those of all files together are not too many."""
        if not self._left:
            raise Unreadable(f"was not read, after {_MOST_READ:,} bytes of other files: hand in only your own work")
        data = file.read(most)
        self._left = max(self._left - len(data), 0)
        return data

    def _open(self, placed: Placed, zips: int) -> None:
        if zips >= _ZIPS_DEEP or len(placed.folders) >= _DEPTH:
            self.contents.refused.append(f"{placed.path} is nested in too many zips or folders, and was not opened")
            return
        try:
            data = placed.file.read(_MOST_PACKED - self._packed)
        except Unreadable as error:
            self.contents.refused.append(f"{placed.path} {error}")
            return
        self._packed += len(data)
        path = (*placed.folders, placed.file.name)
        self.waiting.append(_Waiting(path, zip_in_memory(placed.file.name, data), zips + 1, placed.uploaded))
