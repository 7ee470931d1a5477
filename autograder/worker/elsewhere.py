"""A watched call finds what another program may find: random generators in use, other hashes of texts, another day.

A function that seeds a global generator and then seeds it anew, with 0 or with the seed that it had, leaves it as it
was only where nobody has drawn from it. What follows from `hash("text")` is another number in every process, and what
follows from the time another one in every run.
"""

from __future__ import annotations

import builtins
import functools
import random
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import numpy as np
import torch

from .wire import Generator

# Fetched before any source runs, because a source may replace them.
_torch_state: Final = torch.get_rng_state
_torch_seed: Final = torch.default_generator.manual_seed  # that of torch keeps a stack for devices that are not there
_torch_draw: Final = torch.rand
_are_equal: Final = torch.equal
_numpy_state: Final = np.random.get_state
_numpy_seed: Final = np.random.seed
_numpy_draw: Final = np.random.random_sample
_python_state: Final = random.getstate
_python_seed: Final = random.seed
_python_draw: Final = random.random
_torch_set: Final = torch.set_rng_state
_numpy_set: Final = np.random.set_state
_python_set: Final = random.setstate
_hash: Final = builtins.hash
_time: Final = time.time
_time_ns: Final = time.time_ns

_SEED: Final = 270_583  # of no meaning, and none that anybody would seed with
_DRAWN: Final = 5
_SECONDS_LATER: Final = 1_000_003  # eleven days and a half


class _States(NamedTuple):
    """Of the global random generators."""

    torch: torch.Tensor
    numpy: Any
    python: Any


class _Home:
    """The states outside watched calls, which are put back only before a call that is not watched.

    Watched calls mostly follow one another, and states take longer to set than most functions to run.
    """

    own: _States | None = None  # None while the generators have them
    is_settled = False  # whether the generators have the states of another program, untouched


@contextmanager
def another_program(module: types.ModuleType) -> Iterator[list[Generator]]:
    """Within this context generators, hashes and time are those of another program.

    Afterwards hashes and time are as before, and so are the generators once :func:`come_home` is called.

    Yields:
        A list which has, at the end, the generators that were drawn from or seeded: "torch", "numpy" or "random".
    """
    if _Home.own is None:
        _Home.own = _states()
    before = _unsettled()
    if not _Home.is_settled:
        _restore(before)
    touched: list[Generator] = []
    try:
        with _other_hashes(module), _another_day(module):
            yield touched
    finally:
        touched += _changed(before, _states())
        _Home.is_settled = not touched


def come_home() -> None:
    """Put back the generators' states from before the last watched calls."""
    if _Home.own is not None:
        _restore(_Home.own)
        _Home.own, _Home.is_settled = None, False


@functools.cache
def _unsettled() -> _States:
    """What generators are like in another program: seeded otherwise, and drawn from."""
    _torch_seed(_SEED)
    _torch_draw(_DRAWN)
    _numpy_seed(_SEED)
    _numpy_draw(_DRAWN)
    _python_seed(_SEED)
    for _ in range(_DRAWN):
        _python_draw()
    return _states()


def _states() -> _States:
    return _States(_torch_state(), _numpy_state(legacy=False), _python_state())


def _restore(states: _States) -> None:
    _torch_set(states.torch)
    _numpy_set(states.numpy)
    _python_set(states.python)


def _changed(before: _States, now: _States) -> list[Generator]:
    same: dict[Generator, bool] = {
        "torch": _are_equal(before.torch, now.torch),
        "numpy": _numpy_parts(before.numpy) == _numpy_parts(now.numpy),
        "random": before.python == now.python,
    }
    return [name for name, equal in same.items() if not equal]


def _numpy_parts(state: Any) -> tuple[object, ...]:
    inner = state["state"]
    return inner["key"].tobytes(), inner["pos"], state["has_gauss"], state["gauss"]


@contextmanager
def _other_hashes(module: types.ModuleType) -> Iterator[None]:
    """Within this context the code of a module, and no other, finds other hashes of texts."""
    names = vars(module)
    if "hash" in names:
        yield
        return
    names["hash"] = _hash_elsewhere
    try:
        yield
    finally:
        if names.get("hash") is _hash_elsewhere:
            del names["hash"]


@contextmanager
def _another_day(module: types.ModuleType) -> Iterator[None]:
    """Within this context the clock of the wall is ahead, by whatever name a module knows it."""
    changed = [
        (names, name, value)
        for names in (vars(module), vars(time))
        for name, value in list(names.items())
        if value is _time or value is _time_ns
    ]
    for names, name, value in changed:
        names[name] = _LATER[value]
    try:
        yield
    finally:
        for names, name, value in changed:
            if names.get(name) is _LATER[value]:
                names[name] = value


def _time_later() -> float:
    return _time() + _SECONDS_LATER


def _time_ns_later() -> int:
    return _time_ns() + _SECONDS_LATER * 1_000_000_000


_LATER: Final[dict[object, Any]] = {_time: _time_later, _time_ns: _time_ns_later}


def _hash_elsewhere(value: object) -> int:
    return _hash(("elsewhere", value)) if _holds_text(value) else _hash(value)


def _holds_text(value: object) -> bool:
    if isinstance(value, tuple | frozenset):
        return any(map(_holds_text, value))
    return isinstance(value, str | bytes)
