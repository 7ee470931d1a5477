"""What a function must return, read off the annotations of the reference, and used to validate hostile data.

A type knows two things: what the worker has to look up (`wanted`), and how the data that came back is read
(`read`). Reading is generous as the contract is: numpy scalars and 0-d arrays count for floats, 0 and 1 for bools,
float64 for float32, arrays of the other library, any sequence for a list, any object with the fields for a record.
Everything else raises `WrongType`.
"""

from __future__ import annotations

import inspect
import types
import typing
from typing import Any, Final

import numpy as np

from autograder.grading.nouns import article, describe, plural
from autograder.worker.entries import MAX_ITEMS
from autograder.worker.wire import Opaque, WireArray

_USABLE: Final = "None, bool, int, float, str, Tensor, ndarray, list[T], tuple[A, B], T | None or a NamedTuple of these"


class WrongType(Exception):
    """A value is not of the type that the contract names; the message says both."""


class ValueType:
    """A plain value: anything that travels."""

    name = "a value"

    def wanted(self) -> list[Any]:
        """What the worker looks up."""
        return ["value"]

    def read(self, value: Any) -> Any:
        """The value, validated and converted.

        Raises:
            WrongType: it is of another type.
        """
        if isinstance(value, Opaque):
            raise WrongType(self._mismatch(value))
        return value

    def _mismatch(self, value: Any) -> str:
        return f"expected {self.name}, got {describe(value)}"


class NoneType(ValueType):
    """`None`."""

    name = "None"

    def read(self, value: Any) -> None:
        if value is not None:
            raise WrongType(self._mismatch(value))


class BoolType(ValueType):
    """`bool`: numpy's and 0-d ones count, and so do 0 and 1."""

    name = "a bool"

    def read(self, value: Any) -> bool:
        plain = value.array.item() if isinstance(value, WireArray) and value.array.ndim == 0 else value
        if type(plain) not in (bool, int, float) or plain not in (0, 1):
            raise WrongType(self._mismatch(value))
        return bool(plain)


class IntType(ValueType):
    """`int`: numpy's and 0-d ones count."""

    name = "an int"

    def read(self, value: Any) -> int:
        if isinstance(value, WireArray) and value.array.ndim == 0 and value.array.dtype.kind in "iu":
            return int(value.array)
        if type(value) is not int:
            raise WrongType(self._mismatch(value))
        return value


class FloatType(ValueType):
    """`float`: ints, numpy's and 0-d ones count."""

    name = "a float"

    def read(self, value: Any) -> float:
        if isinstance(value, WireArray) and value.array.ndim == 0 and value.array.dtype.kind in "fiu":
            return float(value.array)
        if type(value) not in (float, int):
            raise WrongType(self._mismatch(value))
        return float(value)


class StrType(ValueType):
    """`str`."""

    name = "a string"

    def read(self, value: Any) -> str:
        if type(value) is not str:
            raise WrongType(self._mismatch(value))
        return value


class TensorType(ValueType):
    """`torch.Tensor` of float32 or float64; an array of numpy of these counts."""

    name = "a float32 tensor"

    def read(self, value: Any) -> Any:
        import torch

        if not isinstance(value, WireArray) or value.array.dtype not in (np.float32, np.float64):
            raise WrongType(self._mismatch(value))
        return torch.from_numpy(value.array)


class ArrayType(ValueType):
    """`np.ndarray` of float64; a tensor of float64 counts, a list of floats, and whole numbers do."""

    name = "a float64 array"

    def read(self, value: Any) -> np.ndarray:
        if isinstance(value, list):
            return self._from_list(value)
        if not isinstance(value, WireArray):
            raise WrongType(self._mismatch(value))
        if value.array.dtype != np.float64 and value.array.dtype.kind not in "iu":
            raise WrongType(self._mismatch(value))
        return value.array.astype(np.float64, copy=False)

    def _from_list(self, value: list[Any]) -> np.ndarray:
        try:
            rows = [self._from_list(v) if isinstance(v, list) else FloatType().read(v) for v in value]
            return np.array(rows, dtype=np.float64)
        except (WrongType, ValueError, RecursionError):
            raise WrongType(self._mismatch(value)) from None


class ListType(ValueType):
    """`list[...]`: any sequence counts, and so do arrays along their first axis."""

    def __init__(self, item: ValueType) -> None:
        self.item = item
        self.name = f"a list of {plural(item.name)}"

    def wanted(self) -> list[Any]:
        return ["list", self.item.wanted()]

    def read(self, value: Any) -> list[Any]:
        if isinstance(value, WireArray) and value.array.ndim > 0 and len(value.array) <= MAX_ITEMS:
            value = value.array.tolist() if self._holds(value.array) else _along_first_axis(value)
        if not isinstance(value, list):
            raise WrongType(self._mismatch(value))
        if isinstance(self.item, FloatType) and all(type(entry) is float for entry in value):
            return value
        return [_read_part(self.item, entry, f"entry {place}") for place, entry in enumerate(value)]

    def _holds(self, array: np.ndarray) -> bool:
        """Whether the entries are numbers of the kind asked for: then numpy makes them, a hundred times as fast."""
        kinds = {IntType: "iu", FloatType: "f", BoolType: "b"}.get(type(self.item), "")
        return array.ndim == 1 and array.dtype.kind in kinds


class TupleType(ValueType):
    """`tuple[a, b]`: any sequence of that length."""

    def __init__(self, items: list[ValueType]) -> None:
        self.items = items
        self.name = f"a tuple of {len(items)}"

    def wanted(self) -> list[Any]:
        return ["tuple", [item.wanted() for item in self.items]]

    def read(self, value: Any) -> tuple[Any, ...]:
        if isinstance(value, WireArray) and value.array.ndim and len(value.array) == len(self.items):
            value = _along_first_axis(value)
        if not isinstance(value, list) or len(value) != len(self.items):
            raise WrongType(self._mismatch(value))
        parts = enumerate(zip(self.items, value, strict=True))
        return tuple(_read_part(item, entry, f"entry {place}") for place, (item, entry) in parts)


class RecordType(ValueType):
    """A NamedTuple of the reference: any object with its fields, or a tuple in its order."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        hints = typing.get_type_hints(kind)
        self.fields: dict[str, ValueType] = {name: type_of(hints[name]) for name in kind._fields}
        self.name = f"{article(kind.__name__)} ({', '.join(self.fields)})"

    def wanted(self) -> list[Any]:
        return ["record", list(self.fields), [field.wanted() for field in self.fields.values()]]

    def read(self, value: Any) -> Any:
        if not isinstance(value, list) or len(value) != len(self.fields):
            raise WrongType(self._mismatch(value))
        parts = zip(self.fields.items(), value, strict=True)
        return self.kind(*(_read_part(field, entry, f"`{name}`") for (name, field), entry in parts))


class OptionalType(ValueType):
    """`X | None`."""

    def __init__(self, item: ValueType) -> None:
        self.item = item
        self.name = f"{item.name} or None"

    def wanted(self) -> list[Any]:
        return self.item.wanted()

    def read(self, value: Any) -> Any:
        return None if value is None else self.item.read(value)


def _along_first_axis(value: WireArray) -> list[WireArray]:
    return [WireArray(value.library, np.asarray(entry)) for entry in value.array]


def _read_part(kind: ValueType, value: Any, place: str) -> Any:
    try:
        return kind.read(value)
    except WrongType as error:
        raise WrongType(f"{place}: {error}") from None


def type_of(annotation: Any) -> ValueType:
    """The type that an annotation stands for.

    Raises:
        TypeError: no contract can use this annotation.
    """
    simple = {None: NoneType, type(None): NoneType, bool: BoolType, int: IntType, float: FloatType, str: StrType}
    if annotation in simple:
        return simple[annotation]()
    origin, parameters = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType) and len(parameters) == 2 and type(None) in parameters:
        return OptionalType(type_of(next(kind for kind in parameters if kind is not type(None))))
    if origin is list:
        return ListType(type_of(parameters[0]))
    if origin is tuple:
        return TupleType([type_of(kind) for kind in parameters])
    if hasattr(annotation, "_fields"):
        return RecordType(annotation)
    if annotation is np.ndarray or origin is np.ndarray:
        return ArrayType()
    if getattr(annotation, "__module__", "") == "torch" and annotation.__name__ == "Tensor":
        return TensorType()
    raise TypeError(f"{inspect.formatannotation(annotation)} cannot be used in a contract: use {_USABLE}")
