"""What a submission returned beside what right work returns, part by part: data for a table and a curve.

Numbers are rounded to a few digits: what is kept must repeat.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from autograder.grading.contract_types import ListType, OptionalType, RecordType, ValueType
from autograder.grading.explaining.evidence import Instance
from autograder.grading.explaining.features import Describe, Number
from autograder.grading.explaining.leaves import COUNT, Series, leaves_of, same
from autograder.results import ComparedRow, Comparison, Curve
from autograder.text import printable

_DIGITS: Final = 6
_MOST_ENTRIES: Final = 6  # of an array that is shown whole
_BEFORE: Final = 2  # entries of a series that are shown before the first that differs
_MOST_PLACES: Final = 80  # of a curve
_FEWEST_PLACES: Final = 3
_STEADY: Final = 0.01  # how far ratios may lie apart that are given as one
_LARGEST_FRACTION: Final = 100
_NUMBERS: Final = (int, float, np.ndarray, np.generic)
_LONGEST: Final = 80  # characters of a value


class _Leaves(NamedTuple):
    """Both answers to a call, taken apart."""

    call: Instance
    unit: str  # what a list of records counts, "" if it is none
    lists: frozenset[str]  # the fields that are lists of numbers
    got: Mapping[str, Any]
    expected: Mapping[str, Any]


def comparison_of(
    case: Sequence[Instance],
    others: Iterable[Instance],
    returns: Mapping[str, ValueType],
    describe: Mapping[str, Describe],
) -> Comparison | None:
    """The first call of the failed case that is answered wrongly; None where nothing comparable was returned.

    Args:
        case: the calls of the case that is shown.
        others: the calls of the other cases of the check, for a longer curve.
        returns: what each function returns.
        describe: what an author says of a function's calls.
    """
    wrong = next(filter(None, (_wrong(call, returns[call.function]) for call in case)), None)
    if wrong is None:
        return None
    longer = [
        wrong,
        *filter(None, (_wrong(one, returns[one.function]) for one in others if one.function == wrong.call.function)),
    ]
    curves = [curve for leaves in longer if (curve := _curve(leaves))]
    place = _first_record(wrong)
    return Comparison(
        wrong.call.function,
        f"{wrong.unit} {place}, counted from 0" if wrong.unit and place is not None else "",
        tuple(_rows(wrong, place)),
        tuple(_of_call(wrong.call, describe.get(wrong.call.function))),
        max(curves, key=lambda curve: curve.places[-1], default=None),
    )


def _wrong(call: Instance, kind: ValueType) -> _Leaves | None:
    """A call that returned something else than right work, None if it did not."""
    if call.got.how != "returned" or call.expected.how != "returned":
        return None
    got, expected = leaves_of(kind, call.got.value), leaves_of(kind, call.expected.value)
    if got.keys() != expected.keys() or all(same(got[name], expected[name]) for name in expected):
        return None
    return _Leaves(call, _unit(kind), _lists(kind), got, expected)


def _unit(kind: ValueType) -> str:
    inner = kind.item if isinstance(kind, OptionalType) else kind
    if isinstance(inner, ListType) and isinstance(inner.item, RecordType):
        return str(inner.item.kind.__name__).lower()
    return ""


def _lists(kind: ValueType) -> frozenset[str]:
    inner = kind.item if isinstance(kind, OptionalType) else kind
    if not isinstance(inner, RecordType):
        return frozenset()
    return frozenset(name for name, field in inner.fields.items() if isinstance(field, ListType))


def _first_record(leaves: _Leaves) -> int | None:
    """The first record in which a field differs; None where there are no records, or they end too early."""
    places = [
        place
        for name, right in leaves.expected.items()
        if isinstance(right, Series)
        for place, pair in enumerate(zip(leaves.got[name].entries, right.entries, strict=False))
        if not same(*pair)
    ]
    return min(places, default=None)


def _rows(leaves: _Leaves, place: int | None) -> Iterator[ComparedRow]:
    for name, right in leaves.expected.items():
        own = leaves.got[name]
        title = name or f"the result of {leaves.call.function}"
        if isinstance(right, Series):
            if place is not None:
                yield from _pair(title, own.entries[place], right.entries[place])
        elif name in leaves.lists and isinstance(own, np.ndarray) and isinstance(right, np.ndarray):
            yield from _entries(title, own, right)
        elif name != COUNT or own != right:
            yield from _pair(title, own, right)


def _pair(name: str, own: Any, right: Any) -> Iterator[ComparedRow]:
    if not (isinstance(own, np.ndarray) and isinstance(right, np.ndarray)):
        yield ComparedRow(name, _text(own), _text(right), _ratio(own, right), not same(own, right))
    elif own.shape == right.shape and right.size <= _MOST_ENTRIES:
        yield ComparedRow(name, _array(own), _array(right), _ratio(own, right), not same(own, right))
    elif own.ndim == right.ndim == 1:
        yield from _entries(name, own, right)
    elif own.shape != right.shape:
        yield ComparedRow(name, f"shape {own.shape}", f"shape {right.shape}", "", True)
    else:
        with np.errstate(all="ignore"):
            gaps = np.abs(own.astype(np.float64) - right.astype(np.float64))
        place = np.unravel_index(int(np.nanargmax(gaps)) if np.isfinite(gaps).any() else 0, own.shape)
        where = ", ".join(map(str, map(int, place)))
        yield ComparedRow(
            f"{name} at [{where}]", _text(own[place]), _text(right[place]), _ratio(own, right), not same(own, right)
        )


def _entries(name: str, own: np.ndarray, right: np.ndarray) -> Iterator[ComparedRow]:
    """Of a long series the first entry that differs, with those before it."""
    shared = min(len(own), len(right))
    first = _first_difference(own, right)
    if first == shared and shared == len(own) == len(right):
        yield ComparedRow(name, f"{len(own)} numbers", "the same", "", False)
    if first < shared:
        for place in range(max(0, first - _BEFORE), first + 1):
            one, other = own[place], right[place]
            yield ComparedRow(f"{name}[{place}]", _text(one), _text(other), _ratio(one, other), place == first)
    if len(own) != len(right):
        yield ComparedRow(f"entries of {name}", str(len(own)), str(len(right)), "", True)


def _first_difference(own: np.ndarray, right: np.ndarray) -> int:
    shared = min(len(own), len(right))
    with np.errstate(all="ignore"):
        near = np.isclose(
            own[:shared], right[:shared], rtol=1e-4, atol=1e-7 * np.abs(right[:shared]).max(initial=0.0), equal_nan=True
        )
    return int(np.argmin(near)) if shared and not near.all() else shared


def _curve(leaves: _Leaves) -> Curve | None:
    """The first series of single numbers that differs, and is long enough to be drawn."""
    for name, right in leaves.expected.items():
        own = leaves.got[name]
        if isinstance(right, Series):
            own, right, unit = _numbers(own.entries), _numbers(right.entries), leaves.unit
        else:
            unit = "entry"
        if unit == "entry" and name not in leaves.lists:
            continue
        if not (isinstance(own, np.ndarray) and isinstance(right, np.ndarray) and own.ndim == right.ndim == 1):
            continue
        if max(len(own), len(right)) >= _FEWEST_PLACES:
            first = _first_difference(own, right)
            if first < max(len(own), len(right)):
                places = _places(max(len(own), len(right)), first)
                return Curve(name, unit, places, _at(own, places), _at(right, places), first)
    return None


def _numbers(entries: Sequence[Any]) -> np.ndarray | None:
    if all(isinstance(entry, np.ndarray) and entry.ndim == 0 for entry in entries):
        return np.array([float(entry) for entry in entries])
    return None


def _places(length: int, first: int) -> tuple[int, ...]:
    """Evenly spread places, with both ends and the one where the curves part."""
    if length <= _MOST_PLACES:
        return tuple(range(length))
    even = np.linspace(0, length - 1, _MOST_PLACES).round().astype(int).tolist()
    return tuple(sorted({*even, min(first, length - 1)}))


def _at(values: np.ndarray, places: Sequence[int]) -> tuple[float | None, ...]:
    return tuple(
        float(f"{values[place]:.4g}") if place < len(values) and math.isfinite(values[place]) else None
        for place in places
    )


def _of_call(call: Instance, describe: Describe | None) -> Iterator[tuple[str, str]]:
    """The numbers that an author says of a call."""
    try:
        features = list(describe(**call.given)) if describe else []
    except Exception:  # what an author did not think of
        return
    for feature in features:
        if isinstance(feature, Number):
            yield feature.name, f"{feature.value:.{_DIGITS}g}"


def _ratio(own: Any, right: Any) -> str:
    """Yours over expected, where it is one number or nearly so."""
    if not all(isinstance(value, _NUMBERS) and not isinstance(value, bool) for value in (own, right)):
        return ""
    one, other = (np.asarray(value) for value in (own, right))
    if one.shape != other.shape or not all(np.issubdtype(value.dtype, np.number) for value in (one, other)):
        return ""
    one, other = one.astype(np.float64).ravel(), other.astype(np.float64).ravel()
    nonzero = other != 0
    with np.errstate(all="ignore"):
        ratios = one[nonzero] / other[nonzero]
    if not nonzero.any() or not np.isfinite(ratios).all():
        return ""
    low, high = float(ratios.min()), float(ratios.max())
    if one[~nonzero].any() or high - low > _STEADY * max(abs(high), abs(low)):
        return ""
    return _as_fraction(float(np.median(ratios)))


def _as_fraction(ratio: float) -> str:
    text = f"{ratio:.4g}"
    for whole in range(2, _LARGEST_FRACTION + 1):
        if ratio and abs(1 / ratio - whole) < 1e-3 * whole:
            return f"{text} (1/{whole})"
    return text


def _array(values: np.ndarray) -> str:
    def nested(value: Any) -> str:
        return f"[{', '.join(map(nested, value))}]" if isinstance(value, list) else _text(value)

    return nested(values.tolist())


def _text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return _array(value) if value.size <= _MOST_ENTRIES else f"an array of shape {value.shape}"
    if isinstance(value, float | np.floating):
        return f"{float(value):.{_DIGITS}g}"
    return printable(repr(value), _LONGEST)
