"""Adding to `decisions.toml` without touching what people wrote there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from autograder.errors import UserError
from autograder.results import plain_number
from autograder.system.atomic import write_bytes_atomically
from autograder.system.one_run import only_writer_of

_TABLE = "override"


def append_overrides(
    path: Path,
    overrides: Sequence[Mapping[str, str | Decimal]],
    check: Callable[[str], None] = lambda text: None,
) -> None:
    """Append overrides to the file, or make it; comments and order stay, and nobody else's line is lost.

    Args:
        path: the file.
        overrides: the lines of each.
        check: is called with the new text before it is written, and raises if that cannot stand.

    Raises:
        RecordBusy: another command is writing to it.
        UserError: it cannot be read or written.
    """
    path = path.resolve()  # a link stays one
    with only_writer_of(path):
        try:
            text = path.read_bytes().decode("utf-8-sig")  # line ends as they are
        except FileNotFoundError:
            text = ""
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"{path} cannot be read: {error}") from None
        text = _with_overrides(path, text, overrides)
        check(text)
        write_bytes_atomically(path, text.encode())


def _with_overrides(path: Path, text: str, overrides: Sequence[Mapping[str, str | Decimal]]) -> str:
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
