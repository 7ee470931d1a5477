"""The names that a piece of source binds and reads, and which of them the functions of the contract need."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from .magics import parsed

STAR: Final = "*"  # bound by a star import: any name
_DEFINED: Final = re.compile(r"^\s*(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_EXPRESSIONS: Final = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Names(NamedTuple):
    """What one piece does with the names of the module."""

    bound: frozenset[str]
    read: frozenset[str]  # also by the functions and classes that it defines, when they are called
    tree: ast.Module | None  # None if the piece cannot be parsed; then what is bound is a guess


def names_of(source: str | ast.Module) -> Names:
    """The names of a piece."""
    tree = parsed(source) if isinstance(source, str) else source
    if tree is None:
        defined = _DEFINED.findall(str(source))
        return Names(frozenset(function or variable for function, variable in defined), frozenset(), None)
    try:
        return Names(frozenset(_bound(tree)), frozenset(_read(tree)), tree)
    except RecursionError:  # a submission may have set the limit itself
        return Names(frozenset(), frozenset(), None)


def needed(pieces: Iterable[Names], wanted: Collection[str]) -> set[str]:
    """The wanted names, and all that is read by whatever binds a needed name."""
    pieces = list(pieces)
    result: set[str] = set()
    fresh = set(wanted)
    while fresh:
        result |= fresh
        fresh = {name for piece in pieces if binds_any(piece, result) for name in piece.read} - result
    return result


def binds_any(piece: Names, names: Collection[str]) -> bool:
    """Whether the piece binds one of these names."""
    return STAR in piece.bound or not piece.bound.isdisjoint(names)


def undefined_by(pieces: Sequence[Names], number: int, missing: Collection[str]) -> list[str]:
    """Which of the names that are missing this piece would have bound."""
    bound = pieces[number].bound
    if STAR in bound:
        bound |= set(missing) - {name for piece in pieces for name in piece.bound}
    return sorted(bound.intersection(missing))


def in_scope(scope: ast.AST) -> Iterator[ast.AST]:
    """All nodes below this one that belong to its own scope; of a function below it, the definition alone."""
    nodes = list(ast.iter_child_nodes(scope))
    while nodes:
        node = nodes.pop()
        yield node
        if not isinstance(node, (*_DEFINITIONS, *_EXPRESSIONS)):
            nodes.extend(ast.iter_child_nodes(node))


def _bound(scope: ast.AST) -> Iterator[str]:
    for node in in_scope(scope):
        if isinstance(node, _DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name.split(".")[0]
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg


def _read(scope: ast.AST) -> set[str]:
    """The names that this scope, and those within it, look up outside."""
    read: set[str] = set()
    for node in in_scope(scope):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read.add(node.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            read.add(node.target.id)
        elif isinstance(node, (*_DEFINITIONS, *_EXPRESSIONS)):
            read |= _read(node)
    if isinstance(scope, ast.Module | ast.ClassDef):
        return read
    declared = {name for node in in_scope(scope) if isinstance(node, ast.Global) for name in node.names}
    return (read - set(_bound(scope))) | declared
