"""A module's source in pieces: each function of the contract, and the rest."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Pieces:
    """The source of a stub or of a reference."""

    rest: str  # imports, records, helpers
    functions: dict[str, str]  # by name, in order


def pieces_of(source: str, functions: Collection[str]) -> Pieces:
    """Cut up a module; comments stay with the code below them, and the module's docstring is dropped."""
    lines = source.splitlines()
    tree = ast.parse(source)
    end = 0
    rest: list[str] = []
    function_sources: dict[str, str] = {}
    for index, node in enumerate(tree.body):
        start, end = end, node.end_lineno or end
        if index == 0 and ast.get_docstring(tree) is not None:
            continue
        text = "\n".join(lines[start:end])
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            function_sources[node.name] = text.strip("\n")
        else:
            rest.append(text)
    return Pieces("\n".join(rest).strip("\n"), function_sources)
