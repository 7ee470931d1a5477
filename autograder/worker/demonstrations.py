"""Slow pieces that need not run again in another worker, because no function of the contract could tell.

Judged by the text alone, and only where it is plain: whatever may be shared is left in, which costs time and no marks.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from .names import STAR, Names, binds_any, in_scope, needed

SLOW: Final = 0.5  # seconds: a piece that takes less is not worth the thought
# Calls by which code can reach names, files or settings that no name shows.
_INDIRECT: Final = re.compile(r"(?:exec|eval|globals|vars|locals|setattr|delattr|open|load\w*|read\w*|genfromtxt)$")
_SETTING: Final = re.compile(
    r"(?:re)?set|(?:manual_)?seed|use|enable|disable|\w*filter|register|reload|chdir|putenv|patch"
)
_PLAIN: Final = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.operator, ast.unaryop, ast.expr_context)


def repeatable(pieces: Sequence[Names], slow: Collection[int], wanted: Collection[str]) -> list[int]:
    """The numbers of the slow pieces that another worker can do without."""
    names = needed(pieces, wanted)
    if any(STAR in piece.bound for piece in pieces) or any(_is_shared(piece, names) for piece in pieces):
        return []
    imported = {name for piece in pieces if piece.tree for name in _imported(piece.tree)}
    chosen = {number for number in slow if _leaves_no_trace(pieces[number], pieces, names, imported)}
    while True:
        read_by_others = {name for number, piece in enumerate(pieces) if number not in chosen for name in piece.read}
        useful = {number for number in chosen if binds_any(pieces[number], read_by_others)}
        if not useful:
            return sorted(chosen)
        chosen -= useful


def _is_shared(piece: Names, names: set[str]) -> bool:
    """Whether a needed piece holds something that other pieces could change."""
    if piece.tree is None:
        return True
    if any(isinstance(node, ast.Global) for node in ast.walk(piece.tree)):
        return True
    if not binds_any(piece, names):
        return False
    return (
        any(_INDIRECT.match(name) for _, name in _calls(piece.tree))
        or any(root in names for root in _changed(piece.tree))
        or any(not _is_constant(value) for value in _kept_values(piece.tree))
    )


def _leaves_no_trace(piece: Names, pieces: Sequence[Names], names: set[str], imported: set[str]) -> bool:
    if piece.tree is None or binds_any(piece, names):
        return False
    reached = needed(pieces, piece.read)
    trees = [piece.tree, *(other.tree for other in pieces if other.tree and binds_any(other, reached))]
    return not any(
        any(root in names | imported for root in _changed(tree))
        or any(_INDIRECT.match(name) for _, name in _calls(tree))
        or any(_SETTING.match(name) for root, name in _calls(tree) if root in imported or root == name)
        for tree in trees
    )


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name.split(".")[0]


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """For every call the name that the expression begins with, and the name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield _root(node.func), node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def _changed(tree: ast.Module) -> Iterator[str]:
    """What attributes and entries that are set begin with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield _root(node)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _kept_values(tree: ast.Module) -> Iterator[ast.AST]:
    """Values that stay: of variables of the module and of classes, and defaults of parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from node.args.defaults
            yield from (value for value in node.args.kw_defaults if value is not None)
        elif isinstance(node, ast.ClassDef):
            yield from _values(node.body)
    yield from _values(in_scope(tree))


def _values(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
            yield node.value
        elif isinstance(node, ast.For | ast.AsyncFor | ast.With | ast.AsyncWith | ast.Match):
            yield node


def _is_constant(value: ast.AST) -> bool:
    return all(isinstance(node, (*_PLAIN, ast.Tuple, ast.BinOp)) for node in ast.walk(value))
