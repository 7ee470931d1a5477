"""Importing trusted files of a course."""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path

from autograder.errors import UserError


def load_module(path: Path, name: str) -> types.ModuleType:
    """Import one trusted file under a name of its own; an `__init__.py` as the package that it stands for.

    Raises:
        ImportError: the file does not exist, or cannot be imported.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    for stale in [other for other in sys.modules if other.startswith(f"{name}.")]:  # of another course's package
        del sys.modules[stale]
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def load_file(path: Path, name: str) -> types.ModuleType:
    """Import one trusted file of the course.

    Raises:
        UserError: it cannot be imported.
    """
    try:
        return load_module(path, name)
    except Exception as error:
        raise UserError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
