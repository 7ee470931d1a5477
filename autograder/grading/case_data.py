"""Drawn cases as data: kept beside a suite, and what checks get, in the run that draws them as in all later ones.

A check gets a value that is equal to the drawn one, and another object. What is not data, it gets as it was drawn.
"""

from __future__ import annotations

import functools
import sys
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import numpy as np

from autograder.grading.snapshot import snapshot

_PLAIN: Final = (type(None), bool, int, float)

Case = dict[str, Any]
Modules = Mapping[str, types.ModuleType]
_Classes = dict[tuple[str, str], type]  # of records, by module and name
_ClassAt = Callable[[str, str], Any]


class _NotData(Exception):
    """A value that is not data."""


def encoded(cases: Sequence[Case], modules: Modules | None = None) -> list[Any] | None:
    """Cases as what MessagePack can hold; None if they are not data that comes back as it was.

    Data are numbers, texts and arrays, and lists, tuples, records and dictionaries of such.

    Args:
        cases: of a check.
        modules: in which the classes of records stand; None for all that are loaded.
    """
    classes: _Classes = {}
    data = _data_of(cases, classes)
    if all(_class_in(modules, *place) is one for place, one in classes.items()):
        return data
    return None


def decoded(data: Sequence[Any], modules: Modules | None = None) -> tuple[Case, ...] | None:
    """The cases that `encoded` made this data of; None if it made it of none, or their types are not there any more.

    Args:
        data: of any content.
        modules: in which the classes of records are looked for; None for all that are loaded.
    """
    return _cases_of(data, functools.partial(_class_in, modules))


def as_data(cases: Sequence[Case]) -> tuple[Case, ...]:
    """Equal cases of other objects if they are data, else the cases themselves."""
    classes: _Classes = {}
    data = _data_of(cases, classes)
    again = None if data is None else _cases_of(data, lambda *place: classes[place])
    return tuple(cases) if again is None else again


def _data_of(cases: Sequence[Case], classes: _Classes) -> list[Any] | None:
    """Cases as data, and the classes of their records."""
    with suppress(_NotData, RecursionError):
        data = [[(name, _encoded(value, classes)) for name, value in case.items()] for case in cases]
        if snapshot(_cases_of(data, lambda *place: classes[place])) == snapshot(tuple(cases)):
            return data
    return None


def _cases_of(data: Sequence[Any], class_at: _ClassAt) -> tuple[Case, ...] | None:
    with suppress(_NotData, KeyError, TypeError, ValueError, RecursionError):
        return tuple({name: _decoded(value, class_at) for name, value in case} for case in data)
    return None


def _class_in(modules: Modules | None, module: str, name: str) -> Any:
    return getattr((sys.modules if modules is None else modules).get(module), name, None)


def _encoded(value: Any, classes: _Classes) -> Any:
    """A value as data; what is not a number or a text is a list that begins with what it is."""

    def inner(items: Iterable[Any]) -> list[Any]:
        return [_encoded(item, classes) for item in items]

    if type(value) in _PLAIN and not (type(value) is int and not -(2**63) <= value < 2**64):
        return value
    if type(value) is str and _is_unicode(value):
        return value
    torch = sys.modules.get("torch")
    if torch is not None and type(value) is torch.Tensor and not value.requires_grad:
        with suppress(TypeError, RuntimeError):  # numpy has no such type, or the entries lie nowhere
            return ["torch", *_array(value.numpy())]
        raise _NotData
    if type(value) is np.ndarray:
        return ["numpy", *_array(value)]
    if type(value) in (list, tuple):
        return [type(value).__name__, inner(value)]
    if type(value) is dict:
        return ["dict", list(map(inner, value.items()))]
    if isinstance(value, tuple) and hasattr(value, "_fields") and not getattr(value, "__dict__", None):
        place = (type(value).__module__, type(value).__qualname__)
        if classes.setdefault(place, type(value)) is type(value):
            return ["record", *place, inner(value)]
    raise _NotData


def _is_unicode(text: str) -> bool:
    """Whether it can be encoded: half a surrogate pair cannot."""
    with suppress(UnicodeEncodeError):
        return text.isascii() or bool(text.encode())
    return False


def _array(array: np.ndarray) -> tuple[str, str, list[int], bytes]:
    """The entries in the order in which they lie in memory: sums of rows may be rounded by it."""
    order = "C" if array.flags.c_contiguous else "F"
    if array.dtype.kind not in "fiub" or not array.flags.forc:
        raise _NotData
    return array.dtype.str, order, list(array.shape), array.tobytes("A")


def _decoded(data: Any, class_at: _ClassAt) -> Any:
    def inner(items: Iterable[Any]) -> list[Any]:
        return [_decoded(item, class_at) for item in items]

    if not isinstance(data, list | tuple):
        return data
    match data:
        case [("torch" | "numpy") as library, dtype, order, shape, entries]:
            array = np.frombuffer(entries, dtype).reshape(shape, order=order).copy("K")
            return sys.modules["torch"].from_numpy(array).clone() if library == "torch" else array
        case ["list", items]:
            return inner(items)
        case ["tuple", items]:
            return tuple(inner(items))
        case ["dict", entries]:
            return dict(map(inner, entries))
        case ["record", module, name, items]:
            record = class_at(module, name)
            if isinstance(record, type) and issubclass(record, tuple) and hasattr(record, "_make"):
                return record._make(inner(items))
    raise _NotData
