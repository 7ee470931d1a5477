"""Files that every assignment has, read with an error for their author."""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.errors import UserError


def required_text(path: Path) -> str:
    """The text of a file that every assignment has.

    Raises:
        UserError: it is missing, or cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError(f"{path} is missing: every assignment needs this file") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path} cannot be read: it is not UTF-8") from None


def required_source(path: Path) -> str:
    """The text of a Python file that every assignment has.

    Raises:
        UserError: it is missing, cannot be read, or is not Python.
    """
    source = required_text(path)
    try:
        ast.parse(source, path.name)
    except (SyntaxError, ValueError) as error:
        raise UserError(f"{path} is not valid Python: {error}") from None
    return source


def functions_of(path: Path) -> frozenset[str]:
    """The functions that a Python file defines at its top level.

    Raises:
        UserError: it is missing, cannot be read, or is not Python.
    """
    tree = ast.parse(required_source(path))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
