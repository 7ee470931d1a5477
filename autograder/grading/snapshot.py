"""What a value holds, to see whether it is still the same later, or the same in another process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def snapshot(value: Any) -> Any:
    """The content of a value as nested tuples, which compare and print the same wherever the content is the same."""
    if value is None or isinstance(value, bool | int | str | bytes):
        return value
    if isinstance(value, float | complex):
        return repr(value)  # NaN is not equal to itself
    if hasattr(value, "detach"):
        return "tensor", snapshot(value.detach().numpy())
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value).__name__, tuple(map(snapshot, value))
    if isinstance(value, Mapping):
        return tuple((snapshot(key), snapshot(entry)) for key, entry in value.items())
    return type(value).__name__, snapshot(dict(getattr(value, "__dict__", {})))
