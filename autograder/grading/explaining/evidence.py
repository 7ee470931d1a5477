"""What an explanation has to hold for: the calls of a check, each with what came and what was expected."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from autograder.grading.calls import CallKey
from autograder.grading.explaining.alike import Seen
from autograder.worker import encoding, wire

# "inputs (n, d)", "X: (n, d)" in the docstring of a function of the reference.
_SIZES: Final = re.compile(r"\b(\w+):?\s*\(([\w\s,]*)\)")


class Instance(NamedTuple):
    """One call with both answers."""

    key: CallKey
    function: str
    given: dict[str, Any]  # the arguments by name, as far as they are given
    sizes: dict[str, int]  # the assignment's names of sizes: n, d
    got: Seen
    expected: Seen


class Wording(NamedTuple):
    """The assignment's words."""

    shapes: dict[str, dict[str, tuple[str, ...]]]  # of a function's arguments: inputs has the shape (n, d)
    sizes: Mapping[str, str]  # what a size is: n is "the number of samples"
    options: Mapping[str, tuple[str, ...]] = MappingProxyType(
        {}
    )  # of a function those of its parameters that have a default

    def size(self, name: str) -> str:
        """The size with what it is, for a sentence."""
        if name in self.sizes:
            return f"{name}, {self.sizes[name]}"
        return f"the number of {name.replace('_', ' ')}" if "_of_" in name else name


def shapes_in(function: Callable[..., Any]) -> dict[str, tuple[str, ...]]:
    """The shapes of a function's arguments, as its docstring says them: `inputs (n, d)`."""
    parameters = inspect.signature(function).parameters
    documented = _SIZES.findall(inspect.getdoc(function) or "")
    return {
        name: tuple(size.strip() for size in sizes.split(",") if size.strip())
        for name, sizes in documented
        if name in parameters
    }


def options_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of a function's parameters that have a default."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(one.name for one in parameters if one.default is not inspect.Parameter.empty)


def arguments_of(data: bytes, parameters: tuple[str, ...]) -> dict[str, Any]:
    """The arguments of an encoded call by name, each a copy of its own."""
    call = wire.decode_call(msgspec.Raw(data))
    given = dict(zip(parameters, map(encoding.argument, call.args), strict=False))
    return given | {name: encoding.argument(value) for name, value in call.kwargs}


def sizes_of(given: Mapping[str, Any], shapes: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How large the sizes with names are in a call, without those that its arguments contradict each other about."""
    sizes: dict[str, int] = {}
    doubtful: set[str] = set()
    for name, dimensions in shapes.items():
        shape = tuple(getattr(given.get(name), "shape", ()))
        if len(shape) != len(dimensions):
            continue
        for dimension, size in zip(dimensions, shape, strict=True):
            if dimension.isidentifier() and sizes.setdefault(dimension, int(size)) != size:
                doubtful.add(dimension)
    for name, value in given.items():
        if name not in shapes and hasattr(value, "shape"):
            dimensions = (f"rows_of_{name}", f"columns_of_{name}")[: value.ndim] if value.ndim < 3 else ()
            sizes |= {dimension: int(size) for dimension, size in zip(dimensions, value.shape, strict=True)}
    # Whole numbers that are given are sizes too: of neurons, of epochs.
    for name, value in given.items():
        if type(value) is int and 0 < value < 1000:
            sizes.setdefault(name, value)
    return {name: size for name, size in sizes.items() if name not in doubtful}


def digest(answer: wire.Answer) -> bytes:
    """The same for the same bytes of an answer."""
    return hashlib.sha256(msgspec.msgpack.encode(answer, enc_hook=_plain)).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), value.tobytes()]
    raise TypeError(f"no answer holds {type(value).__name__}")
