"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.errors import UserError

_SUFFIX: Final = ".unfinished"


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that it is never seen half-written, and is on the disk itself when this returns.

    Raises:
        UserError: it cannot be written, for want of space or of permission; what was there before is untouched.
    """
    try:
        _write(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UserError(
            f"{path} cannot be written: {error.strerror}; what was finished before is kept, "
            "and the same command goes on from there"
        ) from error


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write a file for somebody, whole or not at all.

    Raises:
        UserError: it cannot be written; what was there before is untouched.
    """
    try:
        _write(path, data)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error


def _write(path: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where it is not there yet.

    Raises:
        UserError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder} cannot be written to: {error.strerror}") from None


def remove_unfinished(folders: Iterable[Path]) -> None:
    """Remove what killed processes were writing in these folders; nobody may be writing there now."""
    for folder in folders:
        for path in folder.glob(f".*{_SUFFIX}"):
            path.unlink(missing_ok=True)
