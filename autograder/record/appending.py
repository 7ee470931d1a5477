"""Adding to `decisions.toml` without touching what people wrote there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from autograder.errors import UserError
from autograder.results import plain_number
from autograder.system.atomic import write_bytes_atomically

_TABLE = "override"


def append_overrides(path: Path, overrides: Sequence[Mapping[str, str | Decimal]]) -> None:
    """Append overrides to the file, or make it; comments and order stay.

    Raises:
        UserError: it cannot be read or written.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    write_bytes_atomically(path, with_overrides(path, text, overrides).encode())


def with_overrides(path: Path, text: str, overrides: Sequence[Mapping[str, str | Decimal]]) -> str:
    """The text of the file with more overrides at its end.

    Raises:
        UserError: it is not TOML, or has something else of that name.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    tables = document.setdefault(_TABLE, tomlkit.aot())
    if not isinstance(tables, AoT):
        raise UserError(f"{path}: write [[{_TABLE}]] above the lines of each")
    for override in overrides:
        table = tomlkit.table()
        for key, value in override.items():
            table.add(key, plain_number(value) if isinstance(value, Decimal) else value)
        tables.append(table)
    return tomlkit.dumps(document)
