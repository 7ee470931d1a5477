"""What right work would answer if it had been asked something else: "as if lr were half of what is given".

A mistake often is right work on other arguments: a factor of the step is another `lr`, an argument that is ignored is
its default, an epoch too many is a larger `max_epochs`. Each replay changes the arguments of every call in one way.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from autograder.grading.explaining.evidence import Instance, Wording
from autograder.grading.explaining.factors import times

Given = dict[str, Any]
_CONSTANTS: Final = (0.5, 2.0, -1.0, 0.0, 4.0, 0.25, 3.0, 10.0, 0.1, 100.0, 0.01)
_GRID: Final = tuple(float(f"{digit}e{power}") for power in range(-12, 3) for digit in (1, 2, 3, 5))
_FEW: Final = (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.1, 0.5, 1.0)


class Replay(NamedTuple):
    """One way of asking something else."""

    text: str  # how a sentence goes on after "It answers"
    change: Callable[[Instance], Given | None]  # the other arguments; None if there are no such arguments


def replays(
    function: Callable[..., Any], calls: Sequence[Instance], lengths: Sequence[int], words: Wording, numeric: bool
) -> Iterator[Replay]:
    """The ways in which calls of a function could have been others, from the plainest to the least.

    Args:
        function: the reference's.
        calls: those that are explained.
        lengths: of the lists that came back, from which a whole number is guessed that nobody gave.
        words: the assignment's.
        numeric: whether numbers are explained, and not a yes or no.
    """
    parameters = inspect.signature(function).parameters
    shapes = words.shapes.get(calls[0].function, {})
    for name, parameter in parameters.items():
        values = [call.given[name] for call in calls if name in call.given]
        if any(name not in call.given for call in calls) and (numeric or type(parameter.default) is not float):
            yield from _not_given(name, parameter.default, shapes.get(name), lengths)
        if not values:
            continue
        if parameter.default is not inspect.Parameter.empty:
            yield Replay(f"as if {name} were not given", partial(_without, name))
        if all(type(value) is float for value in values):
            if not numeric:  # many multiples of a threshold give the same yes or no
                continue
            yield from _floats(name, calls, words)
        elif all(type(value) is int for value in values):
            yield from _whole(name, lengths)
        elif all(_is_array(value) or value is None for value in values):
            yield from _arrays(name, values)
    yield from _fewer(calls, shapes, words)
    yield from _swapped(calls)


def _without(name: str, call: Instance) -> Given:
    return {key: value for key, value in call.given.items() if key != name}


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape")


def _scaled(name: str, value: Callable[[Any, Instance], Any]) -> Callable[[Instance], Given | None]:
    """One argument changed where it is given."""

    def change(call: Instance) -> Given | None:
        if name not in call.given or call.given[name] is None:
            return call.given
        return {**call.given, name: value(call.given[name], call)}

    return change


def _not_given(name: str, default: Any, shape: tuple[str, ...] | None, lengths: Sequence[int]) -> Iterator[Replay]:
    """Other defaults."""

    def instead(value: Any) -> Callable[[Instance], Given | None]:
        return lambda call: call.given if name in call.given else {**call.given, name: value}

    if type(default) is float:
        for number in _GRID:
            if number != default:
                yield Replay(f"as if {name} were {number:g} where none is given", instead(number))
    elif type(default) is int:
        for number in dict.fromkeys((*sorted(set(lengths)), 1, 2, 3, 5, 10, 20, 50, 100)):
            if number != default:
                yield Replay(f"as if {name} were {number} where none is given", instead(number))
    elif default is None and shape:

        def zeros(call: Instance) -> Given | None:
            if call.given.get(name) is not None or not all(size in call.sizes for size in shape):
                return call.given
            like = next((value for value in call.given.values() if hasattr(value, "new_zeros")), None)
            size = [call.sizes[symbol] for symbol in shape]
            return {**call.given, name: np.zeros(size) if like is None else like.new_zeros(size)}

        yield Replay(f"as if {name} were zeros where none is given", zeros)


def _times(factor: float, value: Any, call: Instance) -> Any:
    return value * factor


def _constant(number: Any, value: Any, call: Instance) -> Any:
    return number


def _power(power: float, value: Any, call: Instance) -> Any:
    return abs(value) ** power


def _by_size(size: str, power: int, factor: float, value: Any, call: Instance) -> Any:
    return value * factor * float(call.sizes[size]) ** power


def _more(added: int, value: Any, call: Instance) -> Any:
    return max(0, value + added)


def _remainder(modulus: int, value: Any, call: Instance) -> Any:
    return value % modulus


def _quotient(divisor: int, value: Any, call: Instance) -> Any:
    return value // divisor


def _applied(change: Callable[[Any], Any], value: Any, call: Instance) -> Any:
    return change(value)


def _floats(name: str, calls: Sequence[Instance], words: Wording) -> Iterator[Replay]:
    """Multiples, constants, powers."""
    for number in _CONSTANTS:
        text = {0.0: "0", -1.0: "what is given with the other sign"}.get(number, f"{times(number)} what is given")
        yield Replay(f"as if {name} were {text}", _scaled(name, partial(_times, number)))
    for size in sorted(set.intersection(*(set(call.sizes) for call in calls))):
        if size in calls[0].given or len({call.sizes[size] for call in calls}) == 1:
            continue  # an option is no size, and with one size alone, any factor is some multiple of it
        for text, power, factor in (
            (f"{size} times", 1, 1.0),
            (f"1/{size} of", -1, 1.0),
            (f"2/{size} of", -1, 2.0),
            (f"{size}/2 times", 1, 0.5),
            (f"2{size} times", 1, 2.0),
            (f"1/(2{size}) of", -1, 0.5),
        ):
            yield Replay(
                f"as if {name} were {text} what is given ({words.size(size)})",
                _scaled(name, partial(_by_size, size, power, factor)),
            )
    for number in _FEW:
        yield Replay(f"as if {name} were {number:g}, whatever is given", _scaled(name, partial(_constant, number)))
    for text, exponent in (("the square", 2.0), ("the square root", 0.5)):
        yield Replay(f"as if {name} were {text} of what is given", _scaled(name, partial(_power, exponent)))


def _whole(name: str, lengths: Sequence[int]) -> Iterator[Replay]:
    """One more or less, a constant, a remainder."""
    for text, added in (("one more", 1), ("one less", -1), ("two more", 2), ("two less", -2)):
        yield Replay(f"as if {name} were {text} than is given", _scaled(name, partial(_more, added)))
    for number in sorted({*lengths, 0, 1, 2}):
        yield Replay(f"as if {name} were {number}, whatever is given", _scaled(name, partial(_constant, number)))
    yield Replay(f"as if {name} were twice what is given", _scaled(name, partial(_times, 2)))
    yield Replay(f"as if {name} were half of what is given, without the rest", _scaled(name, partial(_quotient, 2)))
    for modulus in (2**8, 2**10, 2**16, 10, 100, 1000, 10_000):
        text = f"as if only the remainder of {name} by {modulus} mattered"
        yield Replay(text, _scaled(name, partial(_remainder, modulus)))


def _arrays(name: str, values: Sequence[Any]) -> Iterator[Replay]:
    """Changes that an array or a tensor knows by itself."""
    changes: list[tuple[str, Callable[[Any], Any]]] = [
        (f"as if {name} were zero everywhere", lambda value: value * 0),
        (f"as if {name} were one everywhere", lambda value: value * 0 + 1),
        (f"as if {name} had the other sign", lambda value: -value),
        (f"as if {name} were twice what is given", lambda value: 2 * value),
        (f"as if {name} were half of what is given", lambda value: value / 2),
        (f"as if {name} had no signs", abs),
    ]
    if any(value is not None and value.ndim == 2 for value in values):
        changes += [
            (f"as if {name} were transposed", lambda value: value.T),
            (f"as if all rows of {name} were the first one", lambda value: value * 0 + value[:1]),
            (f"as if all rows of {name} were the last one", lambda value: value * 0 + value[-1:]),
            (f"as if only the first column of {name} were there, and the others zero", partial(_first_columns, 1)),
            (f"as if only the first two columns of {name} were there, and the others zero", partial(_first_columns, 2)),
            (f"as if the mean of its column were subtracted from every entry of {name}", lambda v: v - v.mean(0)),
            (f"as if the part of {name} below the diagonal were that above it", _upper),
            (f"as if the part of {name} above the diagonal were that below it", _lower),
            (f"as if {name} were zero off the diagonal", lambda value: value * _eye(value)),
        ]
    changes += [
        (f"as if the mean were subtracted from {name}", lambda value: value - value.mean()),
        (f"as if all entries of {name} were their mean", lambda value: value * 0 + value.mean()),
        (f"as if all entries of {name} were the first one", lambda value: value * 0 + value.reshape(-1)[0]),
        (f"as if {name} were rounded to whole numbers", lambda value: value.round()),
        (
            f"as if {name} were cut to whole numbers",
            lambda value: value.trunc() if hasattr(value, "trunc") else np.trunc(value),
        ),
        (f"as if {name} were in reverse order", lambda value: value.flip(0) if hasattr(value, "flip") else value[::-1]),
    ]
    for text, change in changes:
        yield Replay(text, _scaled(name, partial(_applied, change)))
    yield Replay(f"as if {name} were not given where it is zero everywhere", partial(_unless_zero, name))


def _unless_zero(name: str, call: Instance) -> Given | None:
    value = call.given.get(name)
    return call.given if value is None or bool((value != 0).any()) else _without(name, call)


def _first_columns(count: int, value: Any) -> Any:
    changed = value * 0
    changed[:, :count] = value[:, :count]
    return changed


def _eye(value: Any) -> Any:
    eye = np.eye(*value.shape)
    return value.new_tensor(eye) if hasattr(value, "new_tensor") else eye


def _upper(value: Any) -> Any:
    upper = np.triu(np.asarray(value))
    return _like(value, upper + np.triu(np.asarray(value), 1).T)


def _lower(value: Any) -> Any:
    lower = np.tril(np.asarray(value))
    return _like(value, lower + np.tril(np.asarray(value), -1).T)


def _like(value: Any, array: np.ndarray) -> Any:
    return value.new_tensor(array) if hasattr(value, "new_tensor") else array


def _fewer(calls: Sequence[Instance], shapes: Mapping[str, tuple[str, ...]], words: Wording) -> Iterator[Replay]:
    """One of the samples, or of the features, left out in all arguments that have them."""
    for size in sorted(set.intersection(*(set(call.sizes) for call in calls))):
        if not any(size in dimensions for dimensions in shapes.values()):
            continue
        for text, cut in (
            ("without the last of", slice(None, -1)),
            ("without the first of", slice(1, None)),
            ("with the first alone of", slice(0, 1)),
            ("with the last alone of", slice(-1, None)),
        ):
            yield Replay(f"as if asked {text} {words.size(size)}", partial(_cut, shapes, size, cut))


def _cut(shapes: Mapping[str, tuple[str, ...]], size: str, cut: slice, call: Instance) -> Given | None:
    if call.sizes[size] < 2:
        return call.given
    changed = dict(call.given)
    for name, dimensions in shapes.items():
        value = changed.get(name)
        if value is None or getattr(value, "ndim", -1) != len(dimensions):
            continue
        index = tuple(cut if dimension == size else slice(None) for dimension in dimensions)
        changed[name] = value[index]
    return changed


def _swapped(calls: Sequence[Instance]) -> Iterator[Replay]:
    names = [name for name in calls[0].given if all(name in call.given for call in calls)]
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            if all(type(call.given[one]) is type(call.given[other]) for call in calls):
                yield Replay(f"as if {one} and {other} were swapped", partial(_exchanged, one, other))


def _exchanged(one: str, other: str, call: Instance) -> Given:
    return {**call.given, one: call.given[other], other: call.given[one]}
