"""The boundary between calls answered rightly and wrongly: the simplest feature, or pair, that separates them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from autograder.grading.explaining.features import Feature, Idle, Number, Whether

FEWEST: Final = 2  # calls on either side of a boundary, among those drawn and among the fresh ones
_MOST_FRESH: Final = 5  # fresh calls on either side
# Where a number has a border that might as well lie elsewhere.
_FEWEST_FRESH_IN_DOUBT: Final = 4
_MOST_FRESH_IN_DOUBT: Final = 15
_MOST_CONDITIONS: Final = 40  # that are paired
_MOST_DOUBT: Final = 2  # of a pair: two numbers whose borders depend on what was drawn separate too much by chance


Named = Mapping[str, Number | Whether]


class Described(NamedTuple):
    """The features of a call, or of a case."""

    named: Named
    idle: bool  # nearly every mistake answers it rightly

    @classmethod
    def by(cls, features: Sequence[Feature]) -> Described:
        """Find the features by their names."""
        named = {
            one.name if isinstance(one, Number) else one.clause: one for one in features if not isinstance(one, Idle)
        }
        return cls(named, any(isinstance(one, Idle) for one in features))


class Sample(NamedTuple):
    """A call, or a case, and how it was answered."""

    described: Described
    wrong: bool

    @property
    def tells(self) -> bool:
        """Whether the verdict says anything: not where nearly every mistake is right."""
        return self.wrong or not self.described.idle


class Condition(NamedTuple):
    """What a call must be like to be answered wrongly."""

    wrong: str  # "A is singular"; of what is answered wrongly
    right: str  # "A has full rank"
    holds: Callable[[Named], bool | None]  # None where a call has not got the feature
    doubt: int = 0  # 1 for a number with a border, 2 where that might as well lie elsewhere

    @property
    def fewest_fresh(self) -> int:
        """How many fresh calls have to agree on either side."""
        return FEWEST if self.doubt < _MOST_DOUBT else _FEWEST_FRESH_IN_DOUBT

    @property
    def most_fresh(self) -> int:
        """How many fresh calls are made on either side."""
        return _MOST_FRESH if self.doubt < _MOST_DOUBT else _MOST_FRESH_IN_DOUBT


def separating(samples: Sequence[Sample]) -> Iterator[Condition]:
    """The conditions that hold in all wrong samples and in no other, from the simplest on."""
    wrong = [sample.described.named for sample in samples if sample.wrong]
    right = [sample.described.named for sample in samples if not sample.wrong]
    if len(wrong) < FEWEST or len(right) < FEWEST:
        return
    names = [name for name in wrong[0] if all(name in one for one in wrong)]
    necessary = [condition for name in names for condition in _necessary(name, wrong, right)]
    singles = [condition for condition in necessary if not any(map(condition.holds, right))]
    yield from sorted(singles, key=lambda condition: condition.doubt)  # what is drawn tells least
    del necessary[_MOST_CONDITIONS:]
    met = [np.array([bool(condition.holds(sample)) for sample in right]) for condition in necessary]
    for (one, in_one), (other, in_other) in itertools.combinations(zip(necessary, met, strict=True), 2):
        if not (in_one & in_other).any() and one.doubt + other.doubt <= _MOST_DOUBT:
            doubt = one.doubt + other.doubt
            yield Condition(f"{one.wrong} and {other.wrong}", "it is otherwise", partial(_both, one, other), doubt)


def _both(one: Condition, other: Condition, sample: Named) -> bool | None:
    holds = one.holds(sample), other.holds(sample)
    return None if None in holds else all(holds)


def _necessary(name: str, wrong: Sequence[Named], right: Sequence[Named]) -> Iterator[Condition]:
    """The conditions on one feature that hold in all wrong samples, and not in all right ones."""
    feature = wrong[0][name]
    if isinstance(feature, Whether):
        values = {sample[name].value for sample in wrong}
        if len(values) == 1 and any(name in sample and sample[name].value not in values for sample in right):
            value = bool(values.pop())
            own, other = (feature.clause, feature.opposite) if value else (feature.opposite, feature.clause)
            yield Condition(own, other, lambda sample: sample[name].value == value if name in sample else None)
        return
    values_of_wrong = [sample[name].value for sample in wrong]
    if any(map(math.isnan, values_of_wrong)):
        return
    low, high = min(values_of_wrong), max(values_of_wrong)
    finite = [sample[name].value for sample in right if name in sample and math.isfinite(sample[name].value)]
    below = [value for value in finite if value < low]
    above = [value for value in finite if value > high]
    if below and math.isfinite(low):
        yield _from(name, low, max(below))
    if above and math.isfinite(high):
        yield _up_to(name, high, min(above), alone=low == high == int(high) and not below)


def _from(name: str, low: float, below: float) -> Condition:
    return Condition(
        f"{name} is {_shown(low)} or more",
        f"it is {_shown(below)}" + (" or less" if below > 1 or below < 0 or below != int(below) else ""),
        lambda sample: _side(sample, name, below, low),
        _doubt(below, low),
    )


def _up_to(name: str, high: float, above: float, *, alone: bool) -> Condition:
    """Where the whole number is alone, nothing is known of those below it."""

    def holds(sample: Named) -> bool | None:
        return None if alone and name in sample and sample[name].value < high else _side(sample, name, above, high)

    is_least = high == int(high) and 0 <= high <= 1
    return Condition(
        f"{name} is {_shown(high)}" + ("" if alone or is_least else " or less"),
        f"it is {_shown(above)} or more",
        holds,
        _doubt(high, above),
    )


def _doubt(below: float, above: float) -> int:
    """How much is unknown of a border between these: nothing lies between two whole numbers that follow."""
    return 1 if below == int(below) and above == below + 1 else 2


def _side(sample: Named, name: str, right: float, wrong: float) -> bool | None:
    """Whether a sample is on the wrong side; None between the two, where nothing is known."""
    if name not in sample:
        return None
    value = sample[name].value
    if wrong > right:
        return True if value >= wrong else False if value <= right else None
    return True if value <= wrong else False if value >= right else None


def _shown(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e12 else f"{value:.2g}"
