"""What is special about a call: features by which calls that are answered rightly and wrongly may be told apart."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from autograder.grading.explaining.evidence import Wording


class Number(NamedTuple):
    """A feature that is more or less."""

    name: str  # "the number of samples"
    value: float


class Whether(NamedTuple):
    """A feature that a call has or has not."""

    clause: str  # "A is singular"
    opposite: str  # "A has full rank"
    value: bool


class Idle(NamedTuple):
    """That nearly every mistake answers a call rightly, so that a right answer to it says nothing."""

    because: str  # "all is zero"


Feature = Number | Whether | Idle
Describe = Callable[..., Iterable[Feature]]


class Features(NamedTuple):
    """What an author wrote of the calls of a function."""

    function: str
    describe: Describe


def features_in(module: types.ModuleType) -> dict[str, Describe]:
    """All that a module says of features, by the names of functions."""
    return {value.function: value.describe for value in vars(module).values() if isinstance(value, Features)}


def features_of(
    given: Mapping[str, Any],
    sizes: Mapping[str, int],
    options: Sequence[str],
    describe: Describe | None,
    words: Wording,
) -> list[Feature]:
    """The features of a call, those that it has or has not before those that are more or less, the author's first.

    Args:
        given: its arguments.
        sizes: its sizes.
        options: the names of parameters that have a default.
        describe: what the author wrote, if anything.
        words: the assignment's.
    """
    features: list[Feature] = []
    if describe is not None:
        try:
            features += describe(**given)
        except Exception:  # what an author did not think of, such as a matrix with NaN, has no features
            features = []
    features += [*_plain(given, sizes, words), *_options(given, options)]
    # What is so or not so says more than a number with a border that depends on what was drawn.
    return sorted(features, key=lambda feature: isinstance(feature, Number))


def _plain(given: Mapping[str, Any], sizes: Mapping[str, int], words: Wording) -> Iterator[Feature]:
    """What every call has: its sizes, and what is given."""
    for name, size in sizes.items():
        yield Number(words.sizes.get(name, words.size(name)), size)
    for name, value in given.items():
        if type(value) in (int, float):
            yield Number(name, value)
            yield Whether(f"{name} is 0", f"{name} is not 0", value == 0)


def _options(given: Mapping[str, Any], options: Sequence[str]) -> Iterator[Feature]:
    for name in options:
        yield Whether(f"{name} is given", f"{name} is not given", name in given)
