"""Files that are written completely or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.errors import UserError

_SUFFIX: Final = ".unfinished"


def write_atomically(path: Path, text: str) -> None:
    """Write a file of a run so that nobody sees it half-written, and so that it is on the disk when this returns.

    Raises:
        UserError: it cannot be written; the previous file is untouched.
    """
    advice = "; results so far are kept, and the same command continues from there"
    _write(path, text.encode("utf-8", "backslashreplace"), advice)


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write a file that somebody asked for, completely or not at all.

    Raises:
        UserError: it cannot be written; the previous file is untouched.
    """
    _write(path, data)


def _write(path: Path, data: bytes, advice: str = "") -> None:
    try:
        _replace(path, data)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}{advice}") from error


def _replace(path: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, file_mode(path.parent))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def file_mode(folder: Path) -> int:
    """The permissions of a new file in a folder: the umask's, and its group may write where it may in the folder."""
    return 0o666 & ~_umask() | (0o060 if _group_writes(folder) else 0)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _group_writes(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IWGRP)


def make_folder(folder: Path) -> None:
    """Create a folder, and those above it, unless it exists; a group that may write above may write in it.

    Raises:
        UserError: it cannot be created.
    """
    try:
        if folder.is_dir():
            return
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        if _group_writes(folder.parent) and not folder.parent.stat().st_mode & stat.S_ISVTX:
            folder.chmod(folder.stat().st_mode | 0o070)
    except OSError as error:
        raise UserError(f"{folder} cannot be written to: {error.strerror}") from None


def remove_unfinished(folders: Iterable[Path]) -> None:
    """Remove the files that killed processes left half-written in these folders. Nobody may be writing there now."""
    for folder in folders:
        for path in folder.glob(f".*{_SUFFIX}"):
            path.unlink(missing_ok=True)
