"""Magics and shell lines of notebooks, and of the scripts that Colab and Jupyter make of them: they are skipped."""

from __future__ import annotations

import ast
import functools
import io
import re
import tokenize
from collections.abc import Sequence
from typing import Final

_MAGIC: Final = re.compile(r"\s*(?:%|!|\?|[\w.,:\s\[\]]+=\s*[%!](?!=)|.*[\w)]\?{1,2}\s*$)")
_RUNNABLE_CELL_MAGICS: Final = ("time", "timeit", "capture", "prun")
_WRITING_CELL_MAGICS: Final = ("writefile", "file")


@functools.lru_cache(maxsize=1)
def parsed(source: str) -> ast.Module | None:
    """The syntax tree, None if this is not Python."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        tree: ast.Module = compile(source, "cell", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return tree


def without_magics(source: str, own: str = "") -> str:
    """The source with magics and shell lines replaced by `pass`; line numbers do not change.

    Source that is plain Python is left alone: inside an expression, a line may begin with ``%``. A cell that writes
    the file `own` is part of the work: some notebooks write their functions to a file and import it.
    """
    if parsed(source) is not None:
        return source
    # Not splitlines: a string may contain other line separators.
    lines = source.replace("\r\n", "\n").removesuffix("\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].startswith("%%"):
        if not _is_runnable(lines[first][2:].split(), own):
            return ""
        lines[first] = ""
    for number, line in enumerate(lines):
        if _MAGIC.match(line) and _begins_statement(lines[:number]) and parsed(line.strip()) is None:
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{indent}pass"
            while line.endswith("\\") and number + 1 < len(lines):  # a shell line continues
                number += 1
                line, lines[number] = lines[number], ""
    return "\n".join(lines) + "\n"


def _is_runnable(words: Sequence[str], own: str) -> bool:
    """Whether a cell that begins with this magic is Python code of the submission."""
    name, *rest = words or ("",)
    return name in _RUNNABLE_CELL_MAGICS or (name in _WRITING_CELL_MAGICS and rest[-1:] == [own])


def _begins_statement(lines: list[str]) -> bool:
    """Whether a new statement begins after these lines, instead of the rest of one or of a string."""
    if lines and lines[-1].rstrip().endswith("\\"):
        return False
    try:
        for _ in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
            pass
    except tokenize.TokenError:
        return False
    except SyntaxError:
        return True
    return True
