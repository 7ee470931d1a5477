"""Reading a notebook: its code cells, and whatever is odd about it. Nothing is run, and outputs are ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from autograder.intake.notebook_json import MOST_CELLS, TOO_MANY_CELLS, notebook_document
from autograder.intake.tree import Unreadable
from autograder.text import encodable, first_few, visible

IGNORED_TAG: Final = "otter_ignore"  # otter does not run cells with this tag when it grades a notebook
_DEFINITION: Final = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]", re.M)
_WRITTEN: Final = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+(?P<name>\w+)|(?P<variable>\w+)[ \t]*=)", re.M
)
_IN_TEXT: Final = re.compile(r"^(?:def|class)[ \t]+(?P<name>[^\W\d]\w{0,60})(?=[(:])", re.M)
_FENCED: Final = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)  # an example in a text, not a cell of the wrong kind
_MOST_NAMED: Final = 3
_BEFORE_JSON: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # marks of encodings, and white space
_LONGEST_BEGINNING: Final = 1_000
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
    book = notebook_document(data)
    cells = _cells_of(book)
    if cells is None:
        raise Unreadable("is not a notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(TOO_MANY_CELLS)
    code = _of_kind("code", cells)
    sources = tuple((f"cell {number}", _cell_source(cell)) for number, cell in enumerate(code, 1) if not _ignored(cell))
    return Notebook(sources, (*_notes(book), *first_few(_not_run(cells, sources), _MOST_NAMED)))


def is_notebook(data: bytes) -> bool:
    """Whether these bytes are a notebook."""
    if not data[:_LONGEST_BEGINNING].strip(_BEFORE_JSON).startswith(b"{"):
        return False
    try:
        return _cells_of(notebook_document(data)) is not None
    except Unreadable:
        return b'"cells"' in data  # a damaged one, or one that is too large


def defined_names(source: str) -> set[str]:
    """The names that the source seems to define."""
    return {match["name"] or match["variable"] for match in _WRITTEN.finditer(source)}


def _cells_of(book: Any) -> list[Any] | None:
    """The cells, in the current format or in nbformat 3."""
    if not isinstance(book, dict):
        return None
    cells = book.get("cells")
    if cells is None and isinstance(book.get("worksheets"), list):
        sheets = [sheet for sheet in book["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
    return cells if isinstance(cells, list) else None


def _of_kind(kind: str, cells: list[Any]) -> list[dict[str, Any]]:
    return [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == kind]


def _not_run(cells: list[Any], code: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Notes on definitions in cells that are not run: a single key turns a code cell into such a cell."""
    written = {name for _, source in code for name in defined_names(source)}
    for kind in ("markdown", "raw"):
        for number, cell in enumerate(_of_kind(kind, cells), 1):
            found = _IN_TEXT.finditer(_FENCED.sub("", _cell_source(cell)))
            if missing := [match[0] for match in found if match["name"] not in written]:
                names = ", ".join(first_few(dict.fromkeys(missing), _MOST_NAMED))
                yield f"{kind.capitalize()} cell {number} has Python code ({names}), but only code cells are run"


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
