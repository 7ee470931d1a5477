"""Records as JSON files that this version of the engine can read, or says that it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

import msgspec

from autograder.system.atomic import make_folder, write_atomically

Kind = TypeVar("Kind")


def json_text(record: object) -> str:
    """The text of a record's file: as ASCII, since names may hold halves of characters."""
    return json.dumps(msgspec.to_builtins(record), indent=1) + "\n"


def write_record(path: Path, record: object) -> None:
    """Write it, unless the file already says the same.

    Raises:
        UserError: it cannot be written.
    """
    text = json_text(record)
    try:
        if path.read_text(encoding="ascii") == text:
            return
    except (OSError, ValueError):
        pass
    make_folder(path.parent)
    write_atomically(path, text)


def read_record(path: Path, kind: type[Kind]) -> Kind | None:
    """The record in a file, None if there is none or this version cannot read it."""
    try:
        return from_json(path.read_bytes(), kind)
    except OSError:
        return None


def from_json(data: bytes, kind: type[Kind]) -> Kind | None:
    """The record in these bytes, None if this version cannot read it."""
    try:
        return msgspec.convert(json.loads(data), kind)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None
