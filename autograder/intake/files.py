"""Reading one file that a student handed in: text, or a notebook's code cells. Links and devices are not opened."""

from __future__ import annotations

import io
import json
import os
import stat
import tokenize
from pathlib import Path
from typing import Any, Final

from autograder.intake.records import Absent, Source

SUFFIXES: Final = (".py", ".ipynb")
IGNORED_TAG: Final = "otter_ignore"  # otter's own: such a cell is not run when the notebook is graded
_MOST_BYTES: Final = {".py": 2_000_000, ".ipynb": 50_000_000}
_MOST_SOURCE: Final = 2_000_000


class Unreadable(Exception):
    """The file cannot be graded; the message says why, to the student."""


def read_source(path: Path, stem: str) -> Source | Absent:
    """The source in a file, or why there is none."""
    try:
        data = _bytes_of(path)
        cells = _notebook_cells(data) if path.suffix == ".ipynb" else ((f"{stem}.py", _text(data)),)
        if sum(len(source.encode()) for _, source in cells) > _MOST_SOURCE:
            raise Unreadable(f"holds more than {_MOST_SOURCE:,} bytes of code")
    except Unreadable as error:
        return Absent(f"{path.name} {error}")
    return Source(stem, f"{stem}{path.suffix}", cells)


def _bytes_of(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            raise Unreadable("is a link, and links are not followed: hand in the file itself")
        if not stat.S_ISREG(kind):
            raise Unreadable("is no regular file")
        with os.fdopen(os.open(path, flags), "rb") as file:
            data = file.read(_MOST_BYTES[path.suffix] + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None
    if len(data) > _MOST_BYTES[path.suffix]:
        raise Unreadable(f"is larger than {_MOST_BYTES[path.suffix]:,} bytes")
    return data


def _text(data: bytes) -> str:
    """The text of a Python file, by its declared encoding."""
    if b"\0" in data:
        raise Unreadable("is no text: it holds NUL bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return _whole(io.TextIOWrapper(io.BytesIO(data), encoding=encoding).read())
    except (SyntaxError, LookupError, UnicodeError) as error:
        raise Unreadable(f"is no text that Python can read: {error}") from None


def _notebook_cells(data: bytes) -> tuple[tuple[str, str], ...]:
    try:
        book = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("is no notebook: it is not valid JSON") from None
    cells = _cells_of(book)
    if cells is None:
        raise Unreadable("is no notebook: it has no list of cells")
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return tuple((f"cell {number}", _cell_source(cell)) for number, cell in enumerate(code, 1) if not _ignored(cell))


def _cells_of(book: Any) -> list[Any] | None:
    """The cells, in today's format or in that of nbformat 3."""
    if not isinstance(book, dict):
        return None
    cells = book.get("cells")
    if cells is None and isinstance(book.get("worksheets"), list):
        sheets = [sheet for sheet in book["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
    return cells if isinstance(cells, list) else None


def _ignored(cell: dict[str, Any]) -> bool:
    """Whether it is marked as none of the student's work: the checks and pictures that the notebook came with."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and IGNORED_TAG in tags


def _cell_source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _whole(source.replace("\0", "")) if isinstance(source, str) else ""


def _whole(text: str) -> str:
    """The text with halves of characters, which no encoding can hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
