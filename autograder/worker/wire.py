"""Messages and values between the grader and a worker: data only, length-prefixed MessagePack.

A frame is four bytes of length (big endian) and a MessagePack message. Arrays and tensors travel as one extension
type (library, dtype, shape, bytes); a value that is not data travels as the name of its type. Nothing here
trusts the other side: every decoder raises :class:`WireError` for whatever is malformed.
"""

from __future__ import annotations

import math
import struct
from typing import Annotated, Any, Final, NamedTuple

import msgspec
import numpy as np

MAX_FRAME: Final = 4 * 1024 * 1024  # bytes; the longest list of losses takes a fifth, and a grader holds many frames
HEADER: Final = struct.Struct(">I")

_ARRAY: Final = 1
_OPAQUE: Final = 2
_MAX_DIMENSIONS: Final = 8  # courses use two; it keeps headers short
_MAX_ROWS: Final = 1 << 22  # bounds arrays without entries too, whose size no number of bytes bounds
_MAX_DEPTH: Final = 24  # of lists in lists: contracts use three, and walking them must not exhaust the stack
_MAX_TYPE_NAME: Final = 80  # characters: both stand in a sentence of a report
_MAX_DETAIL: Final = 200
_OVERHEAD: Final = 64  # bytes that Python takes for a small value and its slot in a list
MOST_PROBLEMS: Final = 1_000  # of one source; a student reads a handful
MOST_LOST: Final = 100  # names, of each problem
OUT_OF_TIME: Final = "OutOfTime"  # as an error of a problem: nothing from there on was run
MAX_ITEMS: Final = 300_000  # entries of all lists of an answer: three times the longest list of losses

# A dtype travels as its index in this tuple.
_DTYPES: Final = tuple(
    np.dtype(name) for name in ("float32", "float64", "float16", "int64", "int32", "int16", "int8", "uint8", "bool")
)
_CODES: Final[dict[np.dtype[Any], int]] = {dtype: code for code, dtype in enumerate(_DTYPES)}
_LIBRARIES: Final = ("torch", "numpy")
_HEAD: Final = struct.Struct("<BBB")  # library, dtype, number of dimensions; the sizes follow, four bytes each
_SIZES: Final = tuple(struct.Struct(f"<{count}I") for count in range(_MAX_DIMENSIONS + 1))


class WireError(Exception):
    """What came over the wire is not a valid message."""


class WireArray(NamedTuple):
    """An array or tensor as it travels."""

    library: str  # "torch" or "numpy"
    array: np.ndarray  # any shape; a copy of its own, writable


class Opaque(NamedTuple):
    """A value that is not data: only its type is known."""

    type_name: str
    detail: str  # to be read after the type's name ("of length 3"), or ""


class Load(msgspec.Struct, array_like=True, frozen=True, tag="load"):
    """Run these pieces of source, one after the other, in one namespace."""

    stem: str
    cells: list[tuple[str, str]]  # (label, source): a .py file is one cell, a notebook has several
    seconds: float  # after so long a cell or statement is interrupted, by an exception inside it
    total: float  # after so many seconds no further one is run
    by_statement: bool = False  # whether every statement is run for itself, instead of every cell
    names: list[str] = []  # of the functions that will be called
    left_out: list[int] = []  # numbers of cells or statements that are not run


class Call(msgspec.Struct, array_like=True, frozen=True):
    """One call of a function of the submission."""

    function: str
    args: list[Any]
    kwargs: list[tuple[str, Any]]
    wanted: Any  # what the worker has to look up in the result, see `worker.encoding`
    watch: bool  # whether to report changed arguments, warnings and the random state


class Calls(msgspec.Struct, array_like=True, frozen=True, tag="calls"):
    """Calls to make in this order; each is answered as soon as it is done."""

    calls: list[msgspec.Raw]


class Problem(msgspec.Struct, array_like=True, frozen=True):
    """A cell or statement that was not run to its end, and why."""

    where: str
    error: str
    lacks: str = ""  # the name that was not defined, if that was the error
    # Names that it would have defined, that are needed and not defined.
    lost: Annotated[list[str], msgspec.Meta(max_length=MOST_LOST)] = []
    unusable: bool = False  # whether it is a whole file, of which nothing can be run


class Loaded(msgspec.Struct, array_like=True, frozen=True, tag="loaded"):
    """The source has run.

    What it says of itself is told to its author, and saves its own time: nothing else may depend on it.
    """

    problems: Annotated[list[Problem], msgspec.Meta(max_length=MOST_PROBLEMS)]
    # Numbers of cells or statements that another worker can do without.
    left_out: Annotated[list[int], msgspec.Meta(max_length=MOST_PROBLEMS)] = []


# Everything in an answer except its value: right work stays in the tens, and the grader copies these lists.
_Few: Final = msgspec.Meta(max_length=1_000)


class Raised(msgspec.Struct, array_like=True, frozen=True):
    """An exception of the student's code."""

    names: Annotated[list[str], _Few]  # the class and its bases, most specific first
    message: str
    where: str


class Answer(msgspec.Struct, array_like=True, frozen=True, tag="answer"):
    """The outcome of a call."""

    status: str  # "returned", "raised", "missing" or "unsendable"
    value: Any = None
    raised: Raised | None = None
    changed: Annotated[list[int | str], _Few] = []  # positions and names of arguments changed in place
    warnings: Annotated[list[str], _Few] = []
    random_states_changed: Annotated[list[str], _Few] = []  # of the generators of "torch", "numpy" and "random"


def array_to_wire(library: str, array: np.ndarray) -> msgspec.msgpack.Ext | None:
    """An array as an extension value; None if its dtype, or its number of dimensions, cannot be sent."""
    code = _CODES.get(array.dtype)
    if code is None and array.dtype.kind in "fiu":
        array = array.astype(array.dtype.newbyteorder("="))  # numbers in the other byte order
        code = _CODES.get(array.dtype)
    if code is None or array.ndim > _MAX_DIMENSIONS:
        return None
    head = _HEAD.pack(_LIBRARIES.index(library), code, array.ndim)
    return msgspec.msgpack.Ext(_ARRAY, head + _SIZES[array.ndim].pack(*array.shape) + array.tobytes())


def opaque_to_wire(type_name: str, detail: str = "") -> msgspec.msgpack.Ext:
    """The extension value that stands for a value that is not data."""
    names = [type_name[:_MAX_TYPE_NAME], detail[:_MAX_DETAIL]]
    return msgspec.msgpack.Ext(_OPAQUE, msgspec.msgpack.encode(names))


def _read_ext(code: int, data: memoryview) -> WireArray | Opaque:
    if code == _ARRAY:
        return _read_array(bytes(data))
    if code == _OPAQUE:
        return Opaque(*_opaque.decode(data))
    raise WireError(f"unknown extension type {code}")


def _read_array(raw: bytes) -> WireArray:
    try:
        library, code, dimensions = _HEAD.unpack_from(raw)
        sizes = _SIZES[dimensions]
        shape = sizes.unpack_from(raw, _HEAD.size)
        dtype, name = _DTYPES[code], _LIBRARIES[library]
    except (struct.error, IndexError):
        raise WireError("an array has a malformed header") from None
    if max(shape, default=0) > _MAX_ROWS:
        raise WireError("an array has too many rows")
    body = _HEAD.size + sizes.size
    if math.prod(shape) * dtype.itemsize != len(raw) - body:
        raise WireError("the bytes of an array do not match its shape")
    if dtype.kind == "b" and raw[body:].strip(b"\0\1"):
        raise WireError("an entry of a bool array is neither 0 nor 1")
    return WireArray(name, np.frombuffer(raw, dtype=dtype, offset=body).reshape(shape).copy())


_opaque: Final = msgspec.msgpack.Decoder(tuple[str, str])
_encoder: Final = msgspec.msgpack.Encoder()
_to_worker: Final = msgspec.msgpack.Decoder(Load | Calls)
_call: Final = msgspec.msgpack.Decoder(Call, ext_hook=_read_ext)
_to_grader: Final = msgspec.msgpack.Decoder(Loaded | Answer, ext_hook=_read_ext)


def encode(message: msgspec.Struct) -> bytes:
    """A message as bytes, without the header of its frame."""
    return _encoder.encode(message)


def decode_order(data: bytes) -> Load | Calls:
    """A message from the grader to a worker."""
    return _decode(_to_worker, data)  # type: ignore[no-any-return]


def decode_call(data: msgspec.Raw) -> Call:
    """One call of a batch."""
    return _decode(_call, bytes(data))  # type: ignore[no-any-return]


def bytes_held(value: Any) -> int:
    """About how much memory a decoded value takes."""
    if isinstance(value, WireArray):
        return _OVERHEAD + value.array.nbytes
    if isinstance(value, list | dict):
        entries = value.values() if isinstance(value, dict) else value
        return _OVERHEAD * (1 + len(value)) + sum(bytes_held(entry) for entry in entries if type(entry) is not float)
    return _OVERHEAD + len(value) if isinstance(value, str | bytes) else _OVERHEAD


def decode_reply(data: bytes) -> Loaded | Answer:
    """A worker's reply, from hostile bytes.

    Raises:
        WireError: the bytes are not a reply, are nested too deeply, hold too many values, or lie about an array.
    """
    reply: Loaded | Answer = _decode(_to_grader, data)
    if isinstance(reply, Answer):
        _check_size(reply.value)
    return reply


def _check_size(value: Any) -> None:
    """Refuse what could keep the grader busy, or exhaust its stack."""
    items, level = 0, [value] if isinstance(value, list | dict) else []
    for _ in range(_MAX_DEPTH):
        inner: list[Any] = []
        for container in level:
            items += len(container)
            values = container.values() if isinstance(container, dict) else container
            inner += [entry for entry in values if type(entry) in (list, dict)]
        if items > MAX_ITEMS:
            raise WireError("an answer has too many values")
        if not inner:
            return
        level = inner
    raise WireError("an answer is nested too deeply")


def _decode(decoder: msgspec.msgpack.Decoder[Any], data: bytes) -> Any:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, ValueError, MemoryError) as error:
        raise WireError(str(error)) from None
