"""Messages and values between the grader and a worker: data only, length-prefixed MessagePack.

A frame is four bytes of length (big endian) and a MessagePack message. Arrays and tensors travel as one extension
type (library, dtype, shape, bytes); a value that is not data travels as the name of its type. Nothing here
trusts the other side: every decoder raises :class:`WireError` for whatever is malformed.
"""

from __future__ import annotations

import math
import struct
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec
import numpy as np

from . import entries

MAX_FRAME: Final = 4 * 1024 * 1024  # bytes; the longest list of losses takes a fifth, and a grader holds many frames
HEADER: Final = struct.Struct(">I")

_ARRAY: Final = 1
_OPAQUE: Final = 2
_MAX_DIMENSIONS: Final = 8  # courses use two; it keeps headers short
_MAX_ROWS: Final = 1 << 22  # bounds arrays without entries too, whose size no number of bytes bounds
_MAX_DEPTH: Final = 24  # of lists in lists: contracts use three, and walking them must not exhaust the stack
_MAX_NAME: Final = 60  # characters of a type's name; this and the next stand in a sentence of a report
_MAX_DETAIL: Final = 80
_MAX_TEXT: Final = 200  # of a warning, in which checks look for words, or an exception; reports show less
_MAX_WARNINGS: Final = 8
_MAX_CLASSES: Final = 40  # of an exception: itself and its bases
_MAX_CHANGED: Final = 40  # arguments
MOST_PROBLEMS: Final = 1_000  # of one source; a student reads a handful
MOST_LOST: Final = 100  # names, of each problem
OUT_OF_TIME: Final = "OutOfTime"  # as an error of a problem: nothing from there on was run

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
    array: np.ndarray  # any shape; writable, with memory that nothing else has


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
Generator = Literal["torch", "numpy", "random"]  # global ones of random numbers
_Few: Final = msgspec.Meta(max_length=1_000)


class Raised(msgspec.Struct, array_like=True, frozen=True):
    """An exception of the student's code."""

    names: Annotated[list[str], _Few]  # the class and its bases, most specific first
    message: str
    where: str


class Answer(msgspec.Struct, array_like=True, frozen=True, tag="answer"):
    """The outcome of a call."""

    status: Literal["returned", "raised", "missing", "unsendable"]
    value: Any = None
    raised: Raised | None = None
    changed: Annotated[list[int | str], _Few] = []  # positions and names of arguments changed in place
    warnings: Annotated[list[str], _Few] = []
    random_states_changed: Annotated[list[Generator], msgspec.Meta(max_length=3)] = []


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
    names = [type_name[:_MAX_NAME], detail[:_MAX_DETAIL]]
    return msgspec.msgpack.Ext(_OPAQUE, msgspec.msgpack.encode(names))


def _read_ext(code: int, data: memoryview) -> WireArray | Opaque:
    if code == _ARRAY:
        return _read_array(data)
    if code == _OPAQUE:
        type_name, detail = _opaque.decode(data)
        return Opaque(type_name[:_MAX_NAME], detail[:_MAX_DETAIL])
    raise WireError(f"unknown extension type {code}")


def _read_array(data: memoryview) -> WireArray:
    try:
        library, code, dimensions = _HEAD.unpack_from(data)
        sizes = _SIZES[dimensions]
        shape = sizes.unpack_from(data, _HEAD.size)
        dtype, name = _DTYPES[code], _LIBRARIES[library]
    except (struct.error, IndexError):
        raise WireError("an array has a malformed header") from None
    if max(shape, default=0) > _MAX_ROWS:
        raise WireError("an array has too many rows")
    content = bytearray(data[_HEAD.size + sizes.size :])
    if math.prod(shape) * dtype.itemsize != len(content):
        raise WireError("the bytes of an array do not match its shape")
    if dtype.kind == "b" and content.strip(b"\0\1"):
        raise WireError("an entry of a bool array is neither 0 nor 1")
    return WireArray(name, np.ndarray(shape, dtype, content))


_ANSWER: Final = msgspec.msgpack.encode("answer")  # the tag, after the byte that begins a message
_opaque: Final = msgspec.msgpack.Decoder(tuple[str, str])
_encoder: Final = msgspec.msgpack.Encoder()
_to_worker: Final = msgspec.msgpack.Decoder(Load | Calls)
_fields: Final = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw, msgspec.Raw, msgspec.Raw, bool])
_call: Final = msgspec.msgpack.Decoder(Call, ext_hook=_read_ext)
_to_grader: Final = msgspec.msgpack.Decoder(Loaded | Answer, ext_hook=_read_ext)
_answer: Final = msgspec.msgpack.Decoder(Answer, ext_hook=_read_ext)


def encode(message: msgspec.Struct) -> bytes:
    """A message as bytes, without the header of its frame."""
    return _encoder.encode(message)


def decode_order(data: bytes) -> Load | Calls:
    """A message from the grader to a worker."""
    return _decode(_to_worker, data)  # type: ignore[no-any-return]


def decode_call(data: msgspec.Raw) -> Call:
    """One call of a batch."""
    return _decode(_call, bytes(data))  # type: ignore[no-any-return]


def undecoded(data: bytes) -> tuple[str, msgspec.Raw, msgspec.Raw, msgspec.Raw, bool]:
    """The fields of an encoded call, arguments as they are sent; the last is whether it is watched."""
    return _fields.decode(data)


def check_entries(data: bytes) -> int:
    """Count what a reply holds, without decoding it.

    Returns:
        About how many bytes it takes when it is decoded.

    Raises:
        WireError: it would take long to decode, or much memory.
    """
    try:
        return entries.check(data)
    except entries.TooMuch as error:
        raise WireError(str(error)) from None


def check_answer(data: bytes) -> int:
    """The same for an answer to a call, which its tag tells."""
    if data[1 : 1 + len(_ANSWER)] != _ANSWER:
        raise WireError("the reply is not an answer")
    return check_entries(data)


def decode_answer(data: bytes) -> Answer:
    """An answer that passed `check_answer`, with its texts cut.

    Raises:
        WireError: the bytes are not an answer, are nested too deeply, or lie about an array.
    """
    return _cut(_decode(_answer, data))


def decode_reply(data: bytes) -> Loaded | Answer:
    """A worker's reply, from hostile bytes, with its texts cut.

    Raises:
        WireError: the bytes are not a reply, are nested too deeply, hold too many values, or lie about an array.
    """
    check_entries(data)
    reply: Loaded | Answer = _decode(_to_grader, data)
    if isinstance(reply, Answer):
        return _cut(reply)
    return Loaded([_cut_problem(problem) for problem in reply.problems], reply.left_out)


def _cut(answer: Answer) -> Answer:
    """The answer, in which everything but the value is short, and the value is not deep."""
    _check_depth(answer.value)
    raised = answer.raised
    if raised is not None:
        names = [name[:_MAX_NAME] for name in raised.names[:_MAX_CLASSES]]
        raised = Raised(names, raised.message[:_MAX_TEXT], raised.where[:_MAX_TEXT])
    elif not answer.changed and not answer.warnings:
        return answer
    return msgspec.structs.replace(
        answer,
        raised=raised,
        changed=[mark[:_MAX_NAME] if isinstance(mark, str) else mark for mark in answer.changed[:_MAX_CHANGED]],
        warnings=[text[:_MAX_TEXT] for text in answer.warnings[:_MAX_WARNINGS]],
    )


def _cut_problem(problem: Problem) -> Problem:
    return Problem(
        problem.where[:_MAX_TEXT],
        problem.error[:_MAX_TEXT],
        problem.lacks[:_MAX_NAME],
        [name[:_MAX_NAME] for name in problem.lost],
        problem.unusable,
    )


def _check_depth(value: Any) -> None:
    """Refuse what could exhaust the stack of whoever walks through it."""
    level = [value] if isinstance(value, list) else []
    for _ in range(_MAX_DEPTH):
        level = [entry for container in level for entry in container if type(entry) is list]
        if not level:
            return
    raise WireError("an answer is nested too deeply")


def _decode(decoder: msgspec.msgpack.Decoder[Any], data: bytes) -> Any:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, ValueError, MemoryError) as error:
        raise WireError(str(error)) from None
