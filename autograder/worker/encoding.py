"""Turns the student's values into data, and the grader's arguments into arrays and tensors.

What the grader wants from a result is a nested list, written by `autograder.grading.contract_types`:
``["value"]``, ``["list", wanted]``, ``["tuple", [wanted, ...]]``, ``["record", [name, ...], [wanted, ...]]``.
It only says where fields have to be looked up by name, which the data alone cannot tell. Whether the value is right
is judged on the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch

from . import wire

_TEXT: Final = (str, bytes, bytearray, memoryview)


def argument(value: Any) -> Any:
    """An argument as the student's function receives it: a fresh tensor, array, list or plain value."""
    if isinstance(value, wire.WireArray):
        # An array that owns its memory, as students know it: only such a one can be resized.
        return torch.from_numpy(value.array) if value.library == "torch" else value.array.copy()
    if isinstance(value, list):
        return [argument(item) for item in value]
    return value


def encode(value: Any, wanted: Sequence[Any] = ("value",)) -> Any:
    """The value as data, with records split into their fields where the grader wants them."""
    if value is None or wanted[0] == "value":
        return _plain(value)
    if wanted[0] == "record":
        return _record(value, wanted[1], wanted[2])
    if wanted[0] == "tuple":
        return _fixed(value, wanted[1])
    return _sequence(value, wanted[1])


def _record(value: Any, names: list[str], wanted: list[Any]) -> Any:
    fields, missing = [], []
    for name in names:
        try:
            fields.append(getattr(value, name))
        except Exception:
            missing.append(name)
    if not missing:
        return [encode(field, want) for field, want in zip(fields, wanted, strict=True)]
    if isinstance(value, tuple | list) and len(value) == len(names):
        return [encode(field, want) for field, want in zip(value, wanted, strict=True)]
    return wire.opaque_to_wire(type(value).__name__, f"without {', '.join(missing)}")


def _fixed(value: Any, wanted: list[Any]) -> Any:
    if not _is_sequence(value):
        return _plain(value)
    if len(value) != len(wanted):
        return wire.opaque_to_wire(type(value).__name__, f"of length {len(value)}")
    return [encode(item, want) for item, want in zip(value, wanted, strict=True)]


def _sequence(value: Any, wanted: Any) -> Any:
    if _is_sequence(value):
        if all(type(item) is float for item in value):
            return list(value)
        return [encode(item, wanted) for item in value]
    if isinstance(value, torch.Tensor | np.ndarray) and value.ndim > 1 and wanted[0] != "value":
        return [encode(item, wanted) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if value is None or type(value) in (bool, float):
        return value
    if isinstance(value, torch.Tensor):
        return _tensor(value)
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return _scalar(value)
    if isinstance(value, int):
        number = int(value)
        return number if -(2**63) <= number < 2**63 else wire.opaque_to_wire("int", "that does not fit in 64 bits")
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str.__str__(value)
    if _is_sequence(value):
        return [_plain(item) for item in value]
    return wire.opaque_to_wire(type(value).__name__)


def _is_sequence(value: Any) -> bool:
    """Whether it counts where a list is asked for: a deque or a range does, too."""
    return isinstance(value, tuple | list) or (isinstance(value, Sequence) and not isinstance(value, _TEXT))


def _scalar(value: np.generic) -> Any:
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return _plain(int(value))
    if isinstance(value, np.floating):
        return float(value)
    if isinstance(value, np.str_):
        return str.__str__(value)
    return wire.opaque_to_wire(type(value).__name__)


def _tensor(value: torch.Tensor) -> Any:
    try:
        array = value.detach().numpy()
    except (TypeError, RuntimeError):  # on another device, sparse, or lazily conjugated
        try:
            array = value.detach().cpu().to_dense().resolve_conj().resolve_neg().numpy()
        except (TypeError, RuntimeError, NotImplementedError):
            return wire.opaque_to_wire("Tensor", f"of dtype {value.dtype}")
    encoded = wire.array_to_wire("torch", array)
    return encoded if encoded is not None else wire.opaque_to_wire("Tensor", f"of dtype {value.dtype}")


def _array(value: np.ndarray) -> Any:
    encoded = wire.array_to_wire("numpy", np.asarray(value))
    return encoded if encoded is not None else wire.opaque_to_wire("ndarray", f"of dtype {value.dtype}")
