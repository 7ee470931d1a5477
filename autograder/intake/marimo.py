"""Reading a marimo notebook: a Python file in which every cell is a function, with its definitions inside.

marimo itself writes these files, always in the same form, so that lines tell enough; nothing is parsed or run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from textwrap import dedent
from typing import Final, NamedTuple

_APP: Final = re.compile(r"^app\s*=\s*marimo\.App\(", re.M)
_LINE: Final = r"(?:[ \t][^\n]*)?\n"  # of a block: indented or empty
_CELL: Final = re.compile(
    rf"^@app\.cell\b[^\n]*\n(?:async[ ])?def[ ]\w+\((?P<needs>[^()]*)\):[^\n]*\n(?P<body>(?:{_LINE})*)"
    rf"|^@app\.(?:function|class_definition)\b[^\n]*\n"
    rf"(?P<alone>(?:async[ ]def|def|class)[ ](?P<name>\w+)[^\n]*\n(?:\)[^\n]*\n|{_LINE})*)"
    rf"|^with[ ]app\.setup\b[^\n]*\n(?P<setup>(?:{_LINE})*)",
    re.M,
)
_DEFINITION: Final = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]", re.M)
_OWN_IMPORT: Final = re.compile(r"^(?:import|from)[ ]marimo\b[^\n]*$", re.M)  # would end the cell, where it is missing
_RETURN: Final = re.compile(r"^return\b", re.M)  # at the end of a cell: what it defines
_NAME: Final = re.compile(r"\w+")


class _Cell(NamedTuple):
    """A cell, and the names by which marimo orders cells."""

    source: str
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


def is_marimo(text: str) -> bool:
    """Whether the text of a Python file is a marimo notebook."""
    return _APP.search(text) is not None and "@app." in text


def marimo_cells(text: str) -> tuple[tuple[str, str], ...]:
    """The cells with their labels, in an order in which they can be run; none if there are definitions outside."""
    text = f"{text}\n"
    if _DEFINITION.search(_CELL.sub("", text)):
        return ()
    cells = [_cell(match) for match in _CELL.finditer(text)]
    return tuple((f"cell {place + 1}", cells[place].source) for place in _order(cells))


def _cell(match: re.Match[str]) -> _Cell:
    if match["alone"]:
        return _Cell(match["alone"], gives=(match["name"],))
    body = _OWN_IMPORT.sub("pass", dedent(match["setup"] or match["body"] or ""))
    if match["needs"] is None:
        return _Cell(body)
    ends = [found.start() for found in _RETURN.finditer(body)] or [len(body)]
    return _Cell(body[: ends[-1]], tuple(_NAME.findall(match["needs"])), tuple(_NAME.findall(body[ends[-1] :])))


def _order(cells: Sequence[_Cell]) -> Sequence[int]:
    """The order in which marimo runs the cells, wherever they stand: each after those that define what it needs."""
    givers = {name: place for place, cell in enumerate(cells) for name in cell.gives}
    needed = {
        place: [givers[name] for name in cell.needs if givers.get(name, place) != place]
        for place, cell in enumerate(cells)
    }
    try:
        return list(TopologicalSorter(needed).static_order())
    except CycleError:
        return range(len(cells))
