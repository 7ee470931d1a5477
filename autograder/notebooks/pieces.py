"""A module's source in pieces: the functions of the contract one by one, and all the rest."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Pieces:
    """The source of a stub or of a reference."""

    rest: str  # imports, records, helpers
    functions: dict[str, str]  # by name, in their order


def pieces_of(source: str, functions: Collection[str]) -> Pieces:
    """Cut a module; comments go with what they stand above, and the module's docstring is left out."""
    lines = source.splitlines()
    tree = ast.parse(source)
    end = 0
    rest: list[str] = []
    found: dict[str, str] = {}
    for place, node in enumerate(tree.body):
        start, end = end, node.end_lineno or end
        if place == 0 and ast.get_docstring(tree) is not None:
            continue
        text = "\n".join(lines[start:end])
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            found[node.name] = text.strip("\n")
        else:
            rest.append(text)
    return Pieces("\n".join(rest).strip("\n"), found)
