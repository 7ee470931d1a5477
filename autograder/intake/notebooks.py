"""Reading a notebook: its code cells, and whatever is odd about it. Nothing is run, and outputs are ignored."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from autograder.intake.tree import Unreadable
from autograder.text import encodable, visible

IGNORED_TAG: Final = "otter_ignore"  # otter does not run cells with this tag when it grades a notebook
_DEFINITION: Final = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]", re.M)
_NEWEST_FORMAT: Final = 4
_PYTHON: Final = ("python", "ipython", "sage")


class Notebook(NamedTuple):
    """The code of a notebook."""

    cells: tuple[tuple[str, str], ...]  # (label, source)
    notes: tuple[str, ...]  # for the student


def read_notebook(data: bytes) -> Notebook:
    """The code cells of a notebook, in order.

    Raises:
        Unreadable: it is not a notebook.
    """
    try:
        # Integers may have more digits than Python reads; only the one of the format matters.
        book = json.loads(data, parse_int=float)
    except (ValueError, RecursionError):
        raise Unreadable("is not a notebook: it is not valid JSON") from None
    cells = _cells_of(book)
    if cells is None:
        raise Unreadable("is not a notebook: it has no list of cells")
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    sources = tuple((f"cell {number}", _cell_source(cell)) for number, cell in enumerate(code, 1) if not _ignored(cell))
    return Notebook(sources, _notes(book))


def _cells_of(book: Any) -> list[Any] | None:
    """The cells, in the current format or in nbformat 3."""
    if not isinstance(book, dict):
        return None
    cells = book.get("cells")
    if cells is None and isinstance(book.get("worksheets"), list):
        sheets = [sheet for sheet in book["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
    return cells if isinstance(cells, list) else None


def _ignored(cell: dict[str, Any]) -> bool:
    """Whether it is marked as no work of the student's: the checks and pictures that the notebook came with.

    Students write into such cells, or into copies of them, too: a cell with definitions is their work nevertheless.
    """
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and IGNORED_TAG in tags and not _DEFINITION.search(_cell_source(cell))


def _cell_source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return encodable(source.replace("\0", "")) if isinstance(source, str) else ""


def _notes(book: dict[str, Any]) -> tuple[str, ...]:
    notes = []
    language = _language(book.get("metadata"))
    if language and not language.casefold().startswith(_PYTHON):
        notes.append(f"the language of the notebook is {language}; it was read as Python")
    version = book.get("nbformat")
    if isinstance(version, float) and version > _NEWEST_FORMAT:
        notes.append("the format of the notebook is newer than the grader supports; its code cells were read anyway")
    return tuple(notes)


def _language(metadata: Any) -> str:
    """The language that the notebook declares, "" if none."""
    for section, key in (("language_info", "name"), ("kernelspec", "language")):
        inner = metadata.get(section) if isinstance(metadata, dict) else None
        name = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(name, str) and name.strip():
            return visible(name.strip()[:40])
    return ""
