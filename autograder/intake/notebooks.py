"""Reading a notebook: its code cells, and what is odd about it. Nothing of it is run, and outputs are passed over."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from autograder.intake.tree import Unreadable
from autograder.text import encodable, visible

IGNORED_TAG: Final = "otter_ignore"  # otter's own: such a cell is not run when the notebook is graded
_DEFINITION: Final = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]", re.M)
_NEWEST_FORMAT: Final = 4
_PYTHON: Final = ("python", "ipython", "sage")


class Notebook(NamedTuple):
    """The code of a notebook."""

    cells: tuple[tuple[str, str], ...]  # (label, source)
    notes: tuple[str, ...]  # what the student should know


def read_notebook(data: bytes) -> Notebook:
    """The code cells of a notebook, in order.

    Raises:
        Unreadable: it is none.
    """
    try:
        # Whole numbers may be longer than Python takes; none of them matters but that of the format.
        book = json.loads(data, parse_int=float)
    except (ValueError, RecursionError):
        raise Unreadable("is no notebook: it is not valid JSON") from None
    cells = _cells_of(book)
    if cells is None:
        raise Unreadable("is no notebook: it has no list of cells")
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    taken = tuple((f"cell {number}", _cell_source(cell)) for number, cell in enumerate(code, 1) if not _ignored(cell))
    return Notebook(taken, _notes(book))


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
    """Whether it is marked as none of the student's work: the checks and pictures that the notebook came with.

    Students write into such cells too, or into copies of them: what is defined there is their work all the same.
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
        notes.append(f"the notebook says that it is in {language}; it was read as Python")
    version = book.get("nbformat")
    if isinstance(version, float) and version > _NEWEST_FORMAT:
        notes.append("the notebook is of a format newer than the grader knows; its code cells were read all the same")
    return tuple(notes)


def _language(metadata: Any) -> str:
    """The language that the notebook names, "" if none."""
    for place, key in (("language_info", "name"), ("kernelspec", "language")):
        inner = metadata.get(place) if isinstance(metadata, dict) else None
        name = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(name, str) and name.strip():
            return visible(name.strip()[:40])
    return ""
