"""A call of a contract's function: as bytes for a worker, and as text that a student can paste."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from autograder.grading.contract import Contract, Signature
from autograder.intake.records import Source
from autograder.worker import wire

_LONGEST_CALL: Final = 20_000  # that anybody would paste
_UNCHANGEABLE: Final = (type(None), bool, int, float, str)
_LONGEST_ARRAY: Final = 400  # that is written row by row where rows are equal
_LIBRARIES: Final = {"np.": "import numpy as np", "torch.": "import torch"}


class CallKey(NamedTuple):
    """What makes two calls of a check the same: the bytes sent, and its place among equal calls of one case."""

    data: bytes
    occurrence: int


def encode_call(name: str, signature: Signature, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> bytes:
    """The call as a worker reads it."""
    call = wire.Call(
        function=name,
        args=[_argument(value) for value in args],
        kwargs=[(key, _argument(value)) for key, value in kwargs.items()],
        wanted=signature.returns.wanted(),
        watch=watch,
    )
    return wire.encode(call)


class CallEncoder:
    """Encodes the calls of a contract, and recognises those that every student is asked.

    A check's cases are the same objects for every student, so a call is recognised by the identity of its arguments.
    Arguments of other calls may be changed between two of them, by a check that has made them for itself.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.rehearsing = True
        self._known: dict[tuple[Any, ...], tuple[bytes, Any, Any]] = {}  # with arguments: no identity is used twice
        self._unmet: set[bytes] = set()  # calls that are to be recognised, and were not met yet
        self._lasting: dict[int, object] = {}  # by their identities, arguments that do not change

    def recognise(self, calls: Iterable[bytes], values: Iterable[object]) -> None:
        """Know calls again that come with these values, or what they hold, which never change."""
        self._unmet.update(calls)
        for value in values:
            self._lasting.update((id(held), held) for held in all_in(value))

    def encode(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> bytes:
        """The call as a worker reads it."""
        key = (name, watch, *map(id, args), *kwargs, *map(id, kwargs.values()))
        if key in self._known:
            return self._known[key][0]
        data = encode_call(name, self.contract.functions[name], args, kwargs, watch)
        if data in self._unmet and all(map(self._lasts, (*args, *kwargs.values()))):
            self._unmet.remove(data)
            self._known[key] = (data, args, kwargs)
        return data

    def _lasts(self, value: object) -> bool:
        return isinstance(value, _UNCHANGEABLE) or id(value) in self._lasting


def all_in(value: object) -> Iterator[object]:
    """A value that was drawn, and all that it holds and that may change."""
    if isinstance(value, _UNCHANGEABLE):
        return
    yield value
    if isinstance(value, list | tuple):
        for one in value:
            yield from all_in(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from all_in(one)


def _argument(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_argument(item) for item in value]
    if value is None or type(value) in (bool, int, float, str):
        return value
    library = "torch" if hasattr(value, "detach") else "numpy"
    sent = wire.array_to_wire(library, value.detach().numpy() if library == "torch" else np.asarray(value))
    if sent is None:
        raise TypeError(f"a suite cannot send {type(value).__name__}")
    return sent


@functools.lru_cache(maxsize=64)  # asked several times of a call while it is made
def function_of(data: bytes) -> str:
    """The name of the function that an encoded call calls."""
    return wire.undecoded(data)[0]


class Asked(NamedTuple):
    """What an encoded call asks, without how it is made."""

    data: bytes
    watched: bool  # a watched call finds the state of another program


def asked_by(data: bytes) -> Asked:
    """What an encoded call asks: the same for a call that is watched and for one that is not."""
    *asked, watched = wire.undecoded(data)
    return Asked(msgspec.msgpack.encode(asked[:3]), watched)


def as_watched(data: bytes) -> bytes:
    """The encoded call, to be watched."""
    *asked, _ = wire.undecoded(data)
    return msgspec.msgpack.encode((*asked, True))


def as_source(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The call as Python that can be pasted: `train(torch.tensor([[1.0]]), lr=0.1)`; "" if it is far too long."""
    parts = [_literal(value) for value in args]
    parts += [f"{key}={_literal(value)}" for key, value in kwargs.items()]
    text = f"{name}({', '.join(parts)})"
    return text if len(text) <= _LONGEST_CALL else ""


def pasteable(calls: Sequence[str], source: Source | None) -> tuple[str, ...]:
    """The calls after the imports that they need.

    Args:
        calls: as source.
        source: a `.py` is imported from; in a notebook the functions stand already, and so they do for None.
    """
    text = "\n".join(calls)
    imports = [line for name, line in _LIBRARIES.items() if name in text]
    if calls and source is not None and not source.is_notebook:
        functions = dict.fromkeys(call.partition("(")[0] for call in calls)
        imports.append(f"from {source.stem} import {', '.join(functions)}")
    return (*imports, *calls)


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if hasattr(value, "detach"):
        return _array_literal("torch.tensor", "torch", value.detach().numpy(), {"float32", "int64", "bool"})
    if isinstance(value, np.ndarray):
        return _array_literal("np.array", "np", value, {"float64", "int64", "bool"})
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    return repr(value)


def _array_literal(maker: str, module: str, array: np.ndarray, default_dtypes: set[str]) -> str:
    dtype = array.dtype.name
    is_default = dtype in default_dtypes and array.size > 0
    suffix = "" if is_default else f", dtype={module}.{dtype}"
    text = f"{maker}({_nested(array, module)}{suffix})"
    if len(text) <= _LONGEST_ARRAY or array.ndim < 2:
        return text
    firsts: dict[bytes, int] = {}  # where each row stands first
    for row in array:
        firsts.setdefault(row.tobytes(), len(firsts))
    if 2 * len(firsts) > len(array):
        return text
    places = [firsts[row.tobytes()] for row in array]
    rows = np.stack([array[places.index(number)] for number in range(len(firsts))])
    return f"{maker}({_nested(rows, module)}{suffix})[{places}]"


def _nested(array: np.ndarray, module: str) -> str:
    if array.ndim:
        return "[" + ", ".join(_nested(row, module) for row in array) + "]"
    number: Any = array[()]
    if array.dtype.kind == "f":
        if not np.isfinite(number):
            return f"{module}.nan" if np.isnan(number) else f"{'-' if number < 0 else ''}{module}.inf"
        text = np.format_float_positional(number, trim="0")
        return text if len(text) < 16 else np.format_float_scientific(number, trim="0")
    return repr(number.item())
