"""Reading the TOML tables that an author keeps beside a suite."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from autograder.errors import UserError

Table = TypeVar("Table")


def read_table(path: Path, kind: type[Table]) -> Table:
    """The table in a file, validated; an empty one if there is no file.

    Raises:
        UserError: it cannot be read, or holds something else.
    """
    if not path.is_file():
        return kind()
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
