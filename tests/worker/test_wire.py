"""The wire: whatever bytes come, they are a message or an error; and frames arrive whole, or not at all."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.connection import Connection, HungUp, TimedOut
from autograder.worker import wire

STEADY = settings(deadline=None, derandomize=True, max_examples=200)
LIBRARIES = ("torch", "numpy")
DTYPES = ("float32", "float64", "float16", "int64", "int32", "int16", "int8", "uint8", "bool")
SHAPES = ((), (0,), (1,), (3,), (0, 2), (2, 0), (2, 3), (1, 2, 1, 3), (1,) * 8)

Pair = tuple[Connection, socket.socket]


def reply_with(value: Any) -> bytes:
    """An answer that holds this value."""
    return wire.encode(wire.Answer("returned", value))


def through_the_wire(value: Any) -> Any:
    answer = wire.decode_reply(reply_with(value))
    assert isinstance(answer, wire.Answer)
    return answer.value


def array_of(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Different entries, in a memory order that is not the wire's."""
    count = int(np.prod(shape))
    entries = np.arange(count) % 2 if name == "bool" else np.arange(count)
    return np.array(entries.reshape(shape), dtype=name, order="F")


def claimed(shape: Sequence[int], data: bytes = b"", *, library: int = 0, dtype: int = 0) -> msgspec.msgpack.Ext:
    """An array as a dishonest worker may write it: float32 of torch, unless said otherwise."""
    head = struct.pack(f"<BBB{len(shape)}I", library, dtype, len(shape), *shape)
    return msgspec.msgpack.Ext(1, head + data)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("library", LIBRARIES)
def test_an_array_stays_what_it_was_when_it_travels(library: str, name: str, shape: tuple[int, ...]) -> None:
    sent = array_of(name, shape)
    came = through_the_wire(wire.array_to_wire(library, sent))
    assert (came.library, came.array.dtype, came.array.shape) == (library, sent.dtype, shape)
    assert came.array.tobytes() == sent.tobytes()


@pytest.mark.parametrize(
    "array",
    [np.arange(12.0).reshape(3, 4)[:, ::2], np.arange(3.0)[::-1], np.broadcast_to(np.float64(2.0), (2, 2))],
    ids=["columns_left_out", "reversed", "broadcast"],
)
def test_an_array_stays_what_it_was_when_it_is_a_view(array: np.ndarray) -> None:
    assert through_the_wire(wire.array_to_wire("numpy", array)).array.tolist() == array.tolist()


def test_an_array_stays_what_it_was_when_its_bytes_are_in_another_order() -> None:
    swapped = np.array([1.0, 2.5], dtype=">f8")
    came = through_the_wire(wire.array_to_wire("numpy", swapped)).array
    assert (came.tolist(), came.dtype) == ([1.0, 2.5], np.dtype("float64"))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, -0.0, 5e-324], ids=str)
def test_an_odd_number_keeps_its_bits_when_it_travels(number: float) -> None:
    sent = np.array([number])
    assert through_the_wire(wire.array_to_wire("numpy", sent)).array.tobytes() == sent.tobytes()


def test_an_array_can_be_written_to_when_it_has_arrived() -> None:
    came = through_the_wire(wire.array_to_wire("numpy", np.zeros(2))).array
    came[0] = 1.0
    assert came.tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "array",
    [np.zeros(2, complex), np.array(["a"]), np.array([None]), np.zeros(1, "f8,i4"), np.zeros(1, "uint16")],
    ids=["complex", "text", "objects", "records", "uint16"],
)
def test_an_array_does_not_travel_when_its_dtype_is_none_of_ours(array: np.ndarray) -> None:
    assert wire.array_to_wire("numpy", array) is None


def test_an_array_does_not_travel_when_it_has_nine_dimensions() -> None:
    assert wire.array_to_wire("numpy", np.zeros((1,) * 9)) is None


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=8,
)


@settings(STEADY, max_examples=80)
@given(value=PLAIN)
def test_a_plain_value_stays_what_it_was_when_it_travels(value: Any) -> None:
    assert through_the_wire(value) == value


def test_a_value_that_is_no_data_travels_as_the_name_of_its_type() -> None:
    assert through_the_wire(wire.opaque_to_wire("generator", "started")) == wire.Opaque("generator", "started")


def test_a_long_type_name_is_cut_when_it_travels() -> None:
    came = through_the_wire(wire.opaque_to_wire("n" * 10_000, "d" * 10_000))
    assert (len(came.type_name), len(came.detail)) == (80, 200)


DECODERS: dict[str, Callable[[bytes], Any]] = {
    "reply": wire.decode_reply,
    "order": wire.decode_order,
    "call": lambda data: wire.decode_call(msgspec.Raw(data)),
}


def decodes_or_refuses(decode: Callable[[bytes], Any], data: bytes) -> None:
    try:
        message = decode(data)
    except wire.WireError:
        return
    assert isinstance(message, msgspec.Struct)


@pytest.mark.parametrize("decode", DECODERS.values(), ids=DECODERS)
@STEADY
@given(data=st.binary(max_size=60))
def test_nothing_but_a_wire_error_is_raised_when_bytes_are_random(decode: Callable[[bytes], Any], data: bytes) -> None:
    decodes_or_refuses(decode, data)


@STEADY
@given(data=st.binary(max_size=60))
def test_nothing_but_a_wire_error_is_raised_when_the_value_of_an_answer_is_random(data: bytes) -> None:
    head = msgspec.msgpack.encode(["answer", "returned"])
    decodes_or_refuses(wire.decode_reply, b"\x93" + head[1:] + data)


@STEADY
@given(code=st.sampled_from((1, 1, 2, -1, 7, 127)), data=st.binary(max_size=40))
def test_nothing_but_a_wire_error_is_raised_when_an_extension_is_random(code: int, data: bytes) -> None:
    decodes_or_refuses(wire.decode_reply, reply_with(msgspec.msgpack.Ext(code, data)))


SIZES = st.sampled_from((0, 1, 2, 3, 255, wire.MAX_FRAME, 2**31, 2**32 - 1))


@STEADY
@given(
    library=st.integers(0, 3), dtype=st.integers(0, 10), shape=st.lists(SIZES, max_size=9), data=st.binary(max_size=24)
)
def test_nothing_but_a_wire_error_is_raised_when_an_array_lies(
    library: int, dtype: int, shape: list[int], data: bytes
) -> None:
    decodes_or_refuses(wire.decode_reply, reply_with(claimed(shape, data, library=library, dtype=dtype)))


GOOD_REPLY = wire.encode(
    wire.Answer(
        "returned",
        [1, 2.5, "text", wire.array_to_wire("torch", np.ones((2, 2), np.float32)), wire.opaque_to_wire("set")],
        wire.Raised(["ValueError", "Exception"], "no", "cell 1"),
        [0, "x"],
        ["a warning"],
        True,
    )
)


@pytest.mark.parametrize("end", range(len(GOOD_REPLY)))
def test_a_reply_is_refused_when_it_is_cut(end: int) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(GOOD_REPLY[:end])


@STEADY
@given(place=st.integers(0, len(GOOD_REPLY) - 1), byte=st.integers(0, 255))
def test_nothing_but_a_wire_error_is_raised_when_a_byte_is_changed(place: int, byte: int) -> None:
    decodes_or_refuses(wire.decode_reply, GOOD_REPLY[:place] + bytes([byte]) + GOOD_REPLY[place + 1 :])


LIES = {
    "too_few_bytes": claimed([2], b"\0" * 4),
    "too_many_bytes": claimed([2], b"\0" * 12),
    "no_bytes_for_much": claimed([2**32 - 1] * 8),
    "an_unknown_library": claimed([1], b"\0" * 4, library=len(LIBRARIES)),
    "an_unknown_dtype": claimed([1], b"\0" * 4, dtype=len(DTYPES)),
    "nine_dimensions": claimed([1] * 9, b"\0" * 4),
    "no_head": msgspec.msgpack.Ext(1, b""),
    "a_head_that_is_cut": msgspec.msgpack.Ext(1, b"\0\0\2\1\0"),
    "a_truth_value_of_two": claimed([1], b"\2", dtype=DTYPES.index("bool")),
    "an_unknown_extension": msgspec.msgpack.Ext(9, b""),
    "an_opaque_without_text": msgspec.msgpack.Ext(2, b"\x01"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_reply_is_refused_when_it_lies_about_an_extension(lie: msgspec.msgpack.Ext) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(reply_with(lie))


@pytest.mark.parametrize("opener", [b"\x91", b"\x81\xa1k"], ids=["lists", "maps"])
def test_a_reply_is_refused_when_it_is_nested_a_million_deep(opener: bytes) -> None:
    head = msgspec.msgpack.encode(["answer", "returned"])
    with pytest.raises(wire.WireError):
        wire.decode_reply(b"\x93" + head[1:] + opener * 1_000_000 + b"\xc0")


@pytest.mark.parametrize("message", [wire.Loaded([]), wire.Answer("returned")], ids=["loaded", "answer"])
def test_an_order_is_refused_when_it_is_a_reply(message: msgspec.Struct) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_order(wire.encode(message))


ORDERS = {
    "load": wire.Load("zero_init", [("cell 1", "x = 'é'"), ("cell 2", "")], 15.0),
    "calls": wire.Calls([msgspec.Raw(b"\x01"), msgspec.Raw(b"\x02")]),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_an_order_stays_what_it_was_when_it_travels(order: wire.Load | wire.Calls) -> None:
    assert wire.decode_order(wire.encode(order)) == order


@pytest.fixture
def pair() -> Iterator[Pair]:
    """The grader's end as a connection, and the worker's as a bare socket."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Connection(ours), theirs


def frame(data: bytes) -> bytes:
    return wire.HEADER.pack(len(data)) + data


FRAMES = frame(b"first") + frame(b"") + frame(b"third")


@pytest.mark.parametrize("split", range(len(FRAMES) + 1))
def test_frames_arrive_whole_when_they_are_split_at_any_byte(pair: Pair, split: int) -> None:
    connection, theirs = pair
    theirs.sendall(FRAMES[:split])
    later = threading.Timer(0.005, theirs.sendall, [FRAMES[split:]])
    later.start()
    came = [connection.receive(5.0) for _ in range(3)]
    later.join()
    assert came == [b"first", b"", b"third"]


def test_a_frame_arrives_whole_when_every_byte_comes_alone(pair: Pair) -> None:
    connection, theirs = pair
    sender = threading.Thread(target=lambda: [theirs.sendall(bytes([byte])) for byte in FRAMES])
    sender.start()
    came = [connection.receive(5.0) for _ in range(3)]
    sender.join()
    assert came == [b"first", b"", b"third"]


def test_the_largest_frame_arrives_whole_when_it_is_larger_than_the_buffers(pair: Pair) -> None:
    connection, theirs = pair
    largest = bytes(range(256)) * (wire.MAX_FRAME // 256)
    sender = threading.Thread(target=theirs.sendall, args=[frame(largest)])
    sender.start()
    came = connection.receive(10.0)
    sender.join()
    assert came == largest


def test_the_largest_frame_is_sent_whole_when_it_is_larger_than_the_buffers(pair: Pair) -> None:
    connection, theirs = pair
    largest = bytes(range(256)) * (wire.MAX_FRAME // 256)
    came = bytearray()

    def read() -> None:
        while len(came) < len(largest) + wire.HEADER.size:
            came.extend(theirs.recv(1 << 16))

    reader = threading.Thread(target=read)
    reader.start()
    connection.send(largest, 10.0)
    reader.join()
    assert bytes(came) == frame(largest)


def test_a_frame_over_the_limit_is_not_sent(pair: Pair) -> None:
    with pytest.raises(ValueError, match="is too large"):
        pair[0].send(bytes(wire.MAX_FRAME + 1), 1.0)


@pytest.mark.parametrize("size", [wire.MAX_FRAME + 1, 2**32 - 1], ids=["one_more", "largest"])
def test_the_worker_is_given_up_when_it_announces_a_frame_over_the_limit(pair: Pair, size: int) -> None:
    connection, theirs = pair
    theirs.sendall(wire.HEADER.pack(size))
    with pytest.raises(HungUp):
        connection.receive(5.0)


@pytest.mark.parametrize("sent", [b"", b"\0\0", frame(b"whole")[:-1]], ids=["nothing", "half_a_header", "half_a_frame"])
def test_the_worker_is_given_up_when_it_ends_before_a_frame_does(pair: Pair, sent: bytes) -> None:
    connection, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(HungUp):
        connection.receive(5.0)


def test_a_frame_counts_when_the_worker_ends_right_after_it(pair: Pair) -> None:
    connection, theirs = pair
    theirs.sendall(frame(b"last words"))
    theirs.close()
    assert connection.receive(5.0) == b"last words"


def test_sending_ends_when_the_worker_has_ended(pair: Pair) -> None:
    connection, theirs = pair
    theirs.close()
    with pytest.raises(HungUp):
        connection.send(b"anybody there?", 5.0)


@pytest.mark.parametrize("sent", [b"", b"\0\0", frame(b"whole")[:-1]], ids=["nothing", "half_a_header", "half_a_frame"])
def test_waiting_ends_when_a_frame_does_not_come_whole(pair: Pair, sent: bytes) -> None:
    connection, theirs = pair
    theirs.sendall(sent)
    with pytest.raises(TimedOut):
        connection.receive(0.05)
    assert 0.04 < connection.seconds_waited < 2.0


def test_waiting_ends_when_the_worker_sends_a_byte_now_and_then(pair: Pair) -> None:
    connection, theirs = pair
    enough = threading.Event()

    def trickle() -> None:
        theirs.sendall(wire.HEADER.pack(1000))
        while not enough.wait(0.01):
            theirs.sendall(b"x")

    sender = threading.Thread(target=trickle)
    sender.start()
    start = time.monotonic()
    with pytest.raises(TimedOut):
        connection.receive(0.1)
    took = time.monotonic() - start
    enough.set()
    sender.join()
    assert took < 2.0


def test_sending_ends_when_the_worker_does_not_read(pair: Pair) -> None:
    with pytest.raises(TimedOut):
        pair[0].send(bytes(wire.MAX_FRAME), 0.05)


def test_a_frame_that_is_there_is_read_when_no_time_is_left(pair: Pair) -> None:
    connection, theirs = pair
    theirs.sendall(frame(b"in time"))
    assert connection.receive(0.0) == b"in time"


@pytest.mark.parametrize(
    "answer",
    [
        wire.Answer("raised", raised=wire.Raised(["E"] * 1_001, "", "")),
        wire.Answer("returned", changed=["x"] * 1_001),
        wire.Answer("returned", warnings=["w"] * 1_001),
    ],
    ids=["names", "changed", "warnings"],
)
def test_an_answer_is_refused_when_what_is_no_result_is_endless(answer: wire.Answer) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(wire.encode(answer))
