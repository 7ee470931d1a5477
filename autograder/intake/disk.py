"""Files and folders on a disk. Links are not followed, and only regular files are opened."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path
from typing import Final

from autograder.intake.tree import IS_IRREGULAR, IS_LINK, File, Folder, Listing, Unreadable
from autograder.text import readable

_MOST_ENTRIES: Final = 50_000  # in one folder; to find the work among more would take unbounded time


def disk_folder(path: Path, name: str, without: Path | None = None) -> Folder:
    """The folder at this path, under this name, without that other folder, wherever in it that is."""
    return Folder(readable(name), lambda: _listing(path, without))


def disk_file(path: Path) -> File:
    """The file at this path."""
    return File(readable(path.name), lambda most: _bytes_of(path, most))


def _listing(folder: Path, without: Path | None) -> Listing:
    try:
        with os.scandir(folder) as iterator:
            entries = sorted(islice(iterator, _MOST_ENTRIES + 1), key=lambda entry: entry.name)
        entries = [entry for entry in entries if without is None or not _is_at(entry, without)]
        is_folder = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror}") from None
    if len(entries) > _MOST_ENTRIES:
        raise Unreadable(f"contains more than {_MOST_ENTRIES:,} files")
    return Listing(
        tuple(disk_file(Path(entry.path)) for entry in entries if not is_folder[entry.name]),
        tuple(disk_folder(Path(entry.path), entry.name, without) for entry in entries if is_folder[entry.name]),
    )


def _is_at(entry: os.DirEntry[str], path: Path) -> bool:
    """Whether the entry is the folder at this path, under whatever name."""
    try:
        return entry.inode() == path.stat().st_ino and os.path.samefile(entry.path, path)
    except OSError:
        return False


def _bytes_of(path: Path, most: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            raise Unreadable(IS_LINK)
        if not stat.S_ISREG(kind):
            raise Unreadable(IS_IRREGULAR)
        with os.fdopen(os.open(path, flags), "rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None
    if len(data) > most:
        raise Unreadable(f"is larger than {most:,} bytes")
    return data
