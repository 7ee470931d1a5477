"""What a function returns, taken apart into what can be compared for itself: fields, entries, numbers of records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from autograder.grading.contract_types import FloatType, ListType, OptionalType, RecordType, TupleType, ValueType
from autograder.grading.explaining.alike import alike, fits

WHOLE: Final = ""  # the name of what has no parts
COUNT: Final = "the number of records"


class Series(NamedTuple):
    """What a list of records has in one field, record by record."""

    entries: tuple[Any, ...]


def leaves_of(kind: ValueType, value: Any) -> dict[str, Any]:
    """The parts of a validated value by their names: fields of a record, or of each record of a list as a `Series`.

    What is computed in float32 (tensors, numbers and lists of them) is a float32 array, numpy's arrays are float64;
    strings, bools, whole numbers, None and other lists stay.
    """
    if isinstance(kind, OptionalType):
        return {WHOLE: None} if value is None else leaves_of(kind.item, value)
    if isinstance(kind, RecordType):
        return {name: _leaf(entry) for name, entry in zip(kind.fields, value, strict=True)}
    if isinstance(kind, TupleType) and not _all_floats(kind):
        return {f"entry {place}": _leaf(entry) for place, entry in enumerate(value)}
    if isinstance(kind, ListType) and isinstance(kind.item, RecordType):
        series = {name: Series(tuple(_leaf(getattr(one, name)) for one in value)) for name in kind.item.fields}
        return {COUNT: len(value), **series}
    return {WHOLE: _leaf(value)}


def _all_floats(kind: TupleType) -> bool:
    """Such as (slope, intercept): they are compared together."""
    return all(isinstance(item, FloatType) for item in kind.items)


def _leaf(value: Any) -> Any:
    if hasattr(value, "detach"):
        return value.detach().float().numpy()
    if type(value) is float or (isinstance(value, list | tuple) and value and all(type(one) is float for one in value)):
        with np.errstate(over="ignore"):
            return np.array(value, dtype=np.float64).astype(np.float32)
    return value


def with_leaves(kind: ValueType, got: Any, expected: Any, names: Collection[str]) -> Any:
    """What was returned, with some of its parts as they should be."""
    if isinstance(kind, OptionalType):
        return expected if got is None or expected is None else with_leaves(kind.item, got, expected, names)
    if isinstance(kind, RecordType):
        return _record(kind, got, expected, names)
    if isinstance(kind, TupleType) and not _all_floats(kind):
        pairs = enumerate(zip(got, expected, strict=True))
        return tuple(right if f"entry {place}" in names else own for place, (own, right) in pairs)
    if isinstance(kind, ListType) and isinstance(kind.item, RecordType):
        length = len(expected) if COUNT in names else len(got)
        return [
            _record(kind.item, got[place] if place < len(got) else expected[place], expected[place], names)
            if place < len(expected)
            else got[place]
            for place in range(length)
        ]
    return expected if WHOLE in names else got


def _record(kind: RecordType, got: Any, expected: Any, names: Collection[str]) -> Any:
    return kind.kind(*(getattr(expected if name in names else got, name) for name in kind.fields))


def wrong_leaves(got: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """The names of the parts that are not as they should be."""
    for name, right in expected.items():
        if not same(got[name], right):
            yield name


def same(got: Any, expected: Any) -> bool:
    """Whether two parts are equal up to rounding; of two series that are not equally long, the beginning."""
    if isinstance(got, Series) and isinstance(expected, Series):
        return all(map(same, got.entries, expected.entries))
    if isinstance(got, np.ndarray) and isinstance(expected, np.ndarray):
        return fits(got, expected)
    return alike(got, expected)
