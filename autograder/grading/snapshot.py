"""What a value holds, to see whether it is still the same later, or the same in another process."""

from __future__ import annotations

import enum
import functools
import types
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

# What stands for itself: to look into it would find what it is part of.
_NAMED: Final = (enum.Enum, type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)


def snapshot(value: Any) -> Any:
    """The content of a value as nested tuples, which compare and print the same wherever the content is the same."""
    return _content(value, frozenset())


def _content(value: Any, around: frozenset[int]) -> Any:
    """The content of a value; of one that holds itself, once. `around` are the identities of what it stands in."""
    if value is None or isinstance(value, bool | int | str | bytes):
        return value
    if isinstance(value, float | complex):
        return repr(value)  # NaN is not equal to itself
    if isinstance(value, _NAMED):
        return type(value).__name__, value.name if isinstance(value, enum.Enum) else value.__name__
    if hasattr(value, "detach"):
        return "tensor", _of_tensor(value.detach())
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.str, value.shape, value.tobytes()
    if id(value) in around:
        return type(value).__name__
    inner = functools.partial(_content, around=around | {id(value)})
    if isinstance(value, list | tuple):
        return type(value).__name__, tuple(map(inner, value))
    if isinstance(value, Mapping):
        return tuple((inner(key), inner(entry)) for key, entry in value.items())
    return type(value).__name__, inner(dict(getattr(value, "__dict__", {})))


def _of_tensor(tensor: Any) -> Any:
    try:
        return snapshot(tensor.numpy())
    except (TypeError, RuntimeError):  # numpy has no such type, or the entries lie nowhere
        return str(tensor.dtype), tuple(tensor.shape), repr(tensor)
