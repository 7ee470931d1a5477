"""What a cell of a notebook is called: by the function that stands in it, since its number changes as it is run."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Collection
from typing import Final

from autograder.intake.records import Source
from autograder.text import visible

_LONGEST: Final = 40


def cell_name(text: str, functions: Collection[str]) -> str:
    """What students know a cell by: the first function of the contract in it, or else its first line."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = ast.Module([], [])
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for name in [*(name for name in defined if name in functions), *defined]:
        return f"the cell of `{name}`"
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    first = lines[0] if len(lines[0]) <= _LONGEST else lines[0][: _LONGEST - 3] + "..."
    return f"the cell that begins with `{visible(first)}`"


def with_named_cells(source: Source, functions: Collection[str]) -> Source:
    """The same source, with its cells called by what stands in them; those with the same name are numbered."""
    if not source.is_notebook:
        return source
    cells: list[tuple[str, str]] = []
    for _, text in source.cells:
        name = cell_name(text, functions)
        again = sum(1 for label, _ in cells if label == name or label.startswith(f"{name} (no. "))
        cells.append((f"{name} (no. {again + 1})" if again else name, text))
    return dataclasses.replace(source, cells=tuple(cells))
