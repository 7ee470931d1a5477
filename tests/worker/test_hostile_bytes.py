"""Bytes from a hostile worker: whatever comes, it is a message or a `WireError`."""

from __future__ import annotations

import datetime
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.replies import Reply
from autograder.worker import entries, wire
from tests.helpers.replies import DTYPES, LIBRARIES, STEADY, reply_with


def claimed(shape: Sequence[int], data: bytes = b"", *, library: int = 0, dtype: int = 0) -> msgspec.msgpack.Ext:
    """An array as a dishonest worker may write it: by default a float32 tensor."""
    head = struct.pack(f"<BBB{len(shape)}I", library, dtype, len(shape), *shape)
    return msgspec.msgpack.Ext(1, head + data)


DECODERS: dict[str, Callable[[bytes], Any]] = {
    "reply": wire.decode_reply,
    "answer": lambda data: Reply(data).answer,
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
def test_random_bytes_are_a_message_or_a_wire_error(decode: Callable[[bytes], Any], data: bytes) -> None:
    decodes_or_refuses(decode, data)


@STEADY
@given(data=st.binary(max_size=60))
def test_random_bytes_for_a_value_are_a_message_or_a_wire_error(data: bytes) -> None:
    head = msgspec.msgpack.encode(["answer", "returned"])
    decodes_or_refuses(wire.decode_reply, b"\x93" + head[1:] + data)


@STEADY
@given(code=st.sampled_from((1, 1, 2, -1, 7, 127)), data=st.binary(max_size=40))
def test_a_random_extension_is_a_message_or_a_wire_error(code: int, data: bytes) -> None:
    decodes_or_refuses(wire.decode_reply, reply_with(msgspec.msgpack.Ext(code, data)))


SIZES = st.sampled_from((0, 1, 2, 3, 255, wire.MAX_FRAME, 2**31, 2**32 - 1))


@STEADY
@given(
    library=st.integers(0, 3), dtype=st.integers(0, 10), shape=st.lists(SIZES, max_size=9), data=st.binary(max_size=24)
)
def test_a_random_array_header_is_a_message_or_a_wire_error(
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
        ["torch"],
    )
)


@pytest.mark.parametrize("end", range(len(GOOD_REPLY)))
def test_a_truncated_reply_is_refused(end: int) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(GOOD_REPLY[:end])


@STEADY
@given(index=st.integers(0, len(GOOD_REPLY) - 1), byte=st.integers(0, 255))
def test_a_reply_with_one_byte_changed_is_a_message_or_a_wire_error(index: int, byte: int) -> None:
    decodes_or_refuses(wire.decode_reply, GOOD_REPLY[:index] + bytes([byte]) + GOOD_REPLY[index + 1 :])


LIES = {
    "too_few_bytes": claimed([2], b"\0" * 4),
    "too_many_bytes": claimed([2], b"\0" * 12),
    "no_bytes_for_much": claimed([2**32 - 1] * 8),
    "an_unknown_library": claimed([1], b"\0" * 4, library=len(LIBRARIES)),
    "an_unknown_dtype": claimed([1], b"\0" * 4, dtype=len(DTYPES)),
    "nine_dimensions": claimed([1] * 9, b"\0" * 4),
    "no_head": msgspec.msgpack.Ext(1, b""),
    "a_truncated_head": msgspec.msgpack.Ext(1, b"\0\0\2\1\0"),
    "a_truth_value_of_two": claimed([1], b"\2", dtype=DTYPES.index("bool")),
    "an_unknown_extension": msgspec.msgpack.Ext(9, b""),
    "an_opaque_without_text": msgspec.msgpack.Ext(2, b"\x01"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_reply_that_lies_about_an_extension_is_refused(lie: msgspec.msgpack.Ext) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(reply_with(lie))


@pytest.mark.parametrize("opener", [b"\x91", b"\x81\xa1k"], ids=["lists", "maps"])
def test_a_reply_nested_a_million_deep_is_refused(opener: bytes) -> None:
    head = msgspec.msgpack.encode(["answer", "returned"])
    with pytest.raises(wire.WireError):
        wire.decode_reply(b"\x93" + head[1:] + opener * 1_000_000 + b"\xc0")


@pytest.mark.parametrize("message", [wire.Loaded([]), wire.Answer("returned")], ids=["loaded", "answer"])
def test_a_reply_is_not_accepted_as_an_order(message: msgspec.Struct) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_order(wire.encode(message))


@pytest.mark.parametrize(
    "answer",
    [
        wire.Answer("raised", raised=wire.Raised(["E"] * 1_001, "", "")),
        wire.Answer("returned", changed=["x"] * 1_001),
        wire.Answer("returned", warnings=["w"] * 1_001),
    ],
    ids=["names", "changed", "warnings"],
)
def test_an_answer_with_over_a_thousand_names_or_warnings_is_refused(answer: wire.Answer) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(wire.encode(answer))


# Keys with one hash: a tuple hashes -1 and -2 alike. As a map of a dozen kilobytes they cost a tenth of a second, as
# one of 4 MiB minutes.
KEYS = [bytes(0xFE + (number >> bit & 1) for bit in range(15)) for number in range(500)]
NOT_IN_ANSWERS = {
    "a_map": {"a": 1},
    "a_map_with_keys_of_one_hash": msgspec.Raw(b"\xde\x01\xf4" + b"".join(b"\x9f" + key + b"\xc0" for key in KEYS)),
    "an_empty_map": {},
    "bytes": b"data",
    "a_time": datetime.datetime(2026, 9, 21, tzinfo=datetime.UTC),
    "a_map_in_a_list": [1, [{}]],
}


@pytest.mark.parametrize("value", NOT_IN_ANSWERS.values(), ids=NOT_IN_ANSWERS)
def test_an_answer_holds_no_maps_no_bytes_and_no_times(value: Any) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_reply(reply_with(value))


HEAD = b"\x93\xa6answer\xa8returned"
WHOLE = b"\x97" + HEAD[1:] + b"\x00\xc0\x90\x90\x90"
SIZE = 3_900_000
TOO_MUCH = {
    "a_map_of_240_000_keys": HEAD + b"\xdf\x00\x03\xa9\x80" + b"".join(b"\x9f" + key + b"\xc0" for key in KEYS) * 460,
    "numbers": HEAD + b"\xdd" + SIZE.to_bytes(4, "big") + b"\x00" * SIZE,
    "empty_lists": HEAD + b"\xdd" + SIZE.to_bytes(4, "big") + b"\x90" * SIZE,
    "lists_in_lists": HEAD + b"\xdd\x00\x02\x49\xf0" + b"\x91\x91\xc0" * 150_000,
    "arrays": HEAD + b"\xdd\x00\x04\x93\xe0" + b"\xd6\x01\x00\x07\x00\x07" * 300_000,
    "texts_after_the_message": HEAD + b"\xa0" * 4_000_000,
    "numbers_after_the_message": WHOLE + b"\xcb\0\0\0\0\0\0\0\0" * 400_000,
    "small_numbers_after_the_message": WHOLE + b"\0" * 4_000_000,
    "a_number_before_numbers_after_the_message": HEAD + b"\xcb" + b"\0" * 4_000_000,
    "a_list_that_claims_to_be_long": HEAD + b"\xdd\xff\xff\xff\xff",
}


@pytest.mark.parametrize("frame", TOO_MUCH.values(), ids=TOO_MUCH)
def test_an_answer_with_too_many_values_is_refused_before_it_is_decoded(frame: bytes) -> None:
    """A second of processor time is many times what it takes to count them, and a small part of decoding some."""
    assert len(frame) <= wire.MAX_FRAME
    start = time.thread_time()
    with pytest.raises(wire.WireError, match=r"too many values|holds a map|go on after"):
        Reply(frame)
    assert time.thread_time() - start < 1.0


def test_the_answer_before_numbers_that_follow_a_message_can_be_read() -> None:
    assert Reply(WHOLE).answer.value == 0


@STEADY
@given(value=st.recursive(st.floats() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=40), st.lists))
def test_a_reply_counts_at_least_the_bytes_that_it_is_kept_in(value: Any) -> None:
    frame = reply_with(value)
    assert Reply(frame).held >= len(frame)


@pytest.mark.parametrize("count", [entries.MAX_ITEMS, entries.MAX_ITEMS // 3])
def test_the_longest_list_of_losses_is_let_through(count: int) -> None:
    answer = wire.decode_reply(reply_with([0.5] * count))
    assert isinstance(answer, wire.Answer)
    assert answer.value == [0.5] * count


def test_everything_but_the_value_of_an_answer_is_cut() -> None:
    long = "x" * 1_000
    sent = wire.Answer("raised", None, wire.Raised([long] * 900, long, long), [long] * 900, [long] * 30, ["torch"])
    answer = wire.decode_reply(wire.encode(sent))
    assert isinstance(answer, wire.Answer)
    assert answer.raised is not None
    assert (len(answer.raised.names), len(answer.changed), len(answer.warnings)) == (40, 40, 8)
