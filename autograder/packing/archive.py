"""Zips: where one may be written, and how the same files always make the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO, Final

from autograder.errors import UserError

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold, given to every file


def zip_path(name: str) -> Path:
    """The path of a zip to be written.

    Raises:
        UserError: the name does not end in .zip, or its folder does not exist.
    """
    path = Path(name)
    if path.suffix != ".zip":
        raise UserError(f"cannot write {path}: the name of a zip must end in .zip")
    if not path.resolve().parent.is_dir():
        raise UserError(f"cannot write {path}: {path.parent} is not a folder")
    return path


def write_zip(target: Path | IO[bytes], files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    """Write the files, given by their paths in the zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = (0o755 if name in executable else 0o644) << 16
            entry.create_system = 3  # Unix, whatever the zip is written on
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
