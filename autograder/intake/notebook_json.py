"""The JSON of a notebook, read at a bounded cost: outputs are skipped, and nothing in them becomes an object.

Of fifty megabytes of outputs only the brackets are looked at. What can be any number of small values (a list of
400,000 cells, a source of empty lists) is counted before it costs memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from itertools import takewhile
from typing import Any, Final

import msgspec

from autograder.intake.tree import Unreadable

MOST_CELLS: Final = 4_000
_MOST_SOURCE: Final = 2_000_000
_MOST_CODE: Final = 4 * _MOST_SOURCE  # bytes of JSON for that much code: quotes, commas and escapes are added
_LONGEST_TEXT: Final = 200_000  # bytes of a cell that is not code: longer ones hold pictures
_LONGEST_METADATA: Final = 100_000
_LONGEST_KIND: Final = 100
_MOST_VALUES: Final = 1_000_000  # Python makes up to a hundred bytes of each
_NOT_JSON: Final = "is not a notebook: it is not valid JSON"
_TOO_MUCH_CODE: Final = f"contains more than {_MOST_SOURCE:,} bytes of code"
TOO_MANY_CELLS: Final = f"contains more than {MOST_CELLS:,} cells: hand in only your own work"
_TOO_MANY_VALUES: Final = "cannot be read: clear all outputs, save it, and hand it in again"
_UTF_8_MARK: Final = b"\xef\xbb\xbf"
_NOTHING: Final = msgspec.Raw()


class _Book(msgspec.Struct):
    cells: msgspec.Raw = _NOTHING
    metadata: msgspec.Raw = _NOTHING
    nbformat: msgspec.Raw = _NOTHING


class _Cell(msgspec.Struct):
    cell_type: msgspec.Raw = _NOTHING
    source: msgspec.Raw = _NOTHING
    input: msgspec.Raw = _NOTHING
    metadata: msgspec.Raw = _NOTHING


def notebook_document(data: bytes) -> Any:
    """What the JSON says, without the outputs of cells.

    Args:
        data: the file.

    Raises:
        Unreadable: it is not JSON, or there is too much in it.
    """
    try:
        data = _as_utf_8(data)
        book = msgspec.json.decode(data, type=_Book)
        if len(book.cells) and bytes(book.cells) != b"null":
            return {"cells": _cells(book.cells)} | _parts(book, ("metadata", "nbformat"))
    except msgspec.DecodeError:
        pass  # halves of characters and NaN are no JSON, but Jupyter writes them; nor is every JSON an object
    except (ValueError, RecursionError):
        raise Unreadable(_NOT_JSON) from None
    return _value(data)


def _as_utf_8(data: bytes) -> bytes:
    """The file in UTF-8, without a mark, from any of the encodings of JSON."""
    encoding = json.detect_encoding(data)
    if encoding in ("utf-8", "utf-8-sig"):
        return data.removeprefix(_UTF_8_MARK)
    return data.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")


def _cells(raw: msgspec.Raw) -> Any:
    """The cells, or whatever stands in their place."""
    try:
        first = msgspec.structs.astuple(_first_cells().decode(raw))
    except msgspec.ValidationError:  # not a list
        return _value(bytes(raw))
    raw_cells = list(takewhile(len, first))
    if len(raw_cells) > MOST_CELLS:
        raise Unreadable(TOO_MANY_CELLS)
    left, cells = _MOST_CODE, []
    for raw_cell in raw_cells:
        cell, size = _cell(raw_cell)
        left -= size
        if left < 0:
            raise Unreadable(_TOO_MUCH_CODE)
        cells.append(cell)
    return cells


@cache
def _first_cells() -> msgspec.json.Decoder[Any]:
    """Reads one cell more than there may be, and skips the others: a list would hold them all."""
    cells = [(f"cell_{number}", msgspec.Raw, _NOTHING) for number in range(MOST_CELLS + 1)]
    return msgspec.json.Decoder(msgspec.defstruct("_FirstCells", cells, array_like=True))


def _cell(raw: msgspec.Raw) -> tuple[Any, int]:
    """A cell, None if it is odd, and the size of the code in it."""
    try:
        cell = msgspec.json.decode(raw, type=_Cell)
    except msgspec.ValidationError:  # not an object
        return None, 0
    kind = _value(bytes(cell.cell_type)) if 0 < len(cell.cell_type) < _LONGEST_KIND else ""
    is_code = kind == "code"
    left_out = [] if is_code else [name for name in ("source", "input") if len(getattr(cell, name)) > _LONGEST_TEXT]
    left_out += ["metadata"] if len(cell.metadata) > _LONGEST_METADATA else []
    names = [name for name in ("source", "input", "metadata") if name not in left_out]
    return {"cell_type": kind} | _parts(cell, names), len(cell.source) + len(cell.input) if is_code else 0


def _parts(struct: _Book | _Cell, names: Iterable[str]) -> dict[str, Any]:
    return {name: _value(bytes(raw)) for name in names if len(raw := getattr(struct, name))}


def _value(data: bytes) -> Any:
    """The value that this JSON stands for.

    Raises:
        Unreadable: it is not JSON, or of too many values.
    """
    if data.count(b"[") + data.count(b"{") + data.count(b",") > _MOST_VALUES:
        raise Unreadable(_TOO_MANY_VALUES)
    try:
        # Integers may have more digits than Python reads; only the one of the format matters.
        return json.loads(data, parse_int=float)
    except (ValueError, RecursionError):
        raise Unreadable(_NOT_JSON) from None
