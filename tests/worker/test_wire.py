"""Values and messages on the wire: they arrive as they were sent."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.worker import wire
from tests.helpers.replies import DTYPES, LIBRARIES, STEADY, reply_with

SHAPES: Final = ((), (0,), (1,), (3,), (0, 2), (2, 0), (2, 3), (1, 2, 1, 3), (1,) * 8)


def through_the_wire(value: Any) -> Any:
    answer = wire.decode_reply(reply_with(value))
    assert isinstance(answer, wire.Answer)
    return answer.value


def array_of(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Different entries, in another memory order than on the wire."""
    count = int(np.prod(shape))
    entries = np.arange(count) % 2 if name == "bool" else np.arange(count)
    return np.array(entries.reshape(shape), dtype=name, order="F")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("library", LIBRARIES)
def test_an_array_arrives_as_it_was_sent(library: str, name: str, shape: tuple[int, ...]) -> None:
    sent = array_of(name, shape)
    received = through_the_wire(wire.array_to_wire(library, sent))
    assert (received.library, received.array.dtype, received.array.shape) == (library, sent.dtype, shape)
    assert received.array.tobytes() == sent.tobytes()


@pytest.mark.parametrize(
    "array",
    [np.arange(12.0).reshape(3, 4)[:, ::2], np.arange(3.0)[::-1], np.broadcast_to(np.float64(2.0), (2, 2))],
    ids=["columns_left_out", "reversed", "broadcast"],
)
def test_a_view_of_an_array_arrives_with_its_own_entries(array: np.ndarray) -> None:
    assert through_the_wire(wire.array_to_wire("numpy", array)).array.tolist() == array.tolist()


def test_an_array_in_the_other_byte_order_arrives_in_native_order() -> None:
    swapped = np.array([1.0, 2.5], dtype=">f8")
    received = through_the_wire(wire.array_to_wire("numpy", swapped)).array
    assert (received.tolist(), received.dtype) == ([1.0, 2.5], np.dtype("float64"))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, -0.0, 5e-324], ids=str)
def test_special_numbers_arrive_bit_for_bit(number: float) -> None:
    sent = np.array([number])
    assert through_the_wire(wire.array_to_wire("numpy", sent)).array.tobytes() == sent.tobytes()


def test_an_array_that_has_arrived_is_writable() -> None:
    received = through_the_wire(wire.array_to_wire("numpy", np.zeros(2))).array
    received[0] = 1.0
    assert received.tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "array",
    [np.zeros(2, complex), np.array(["a"]), np.array([None]), np.zeros(1, "f8,i4"), np.zeros(1, "uint16")],
    ids=["complex", "text", "objects", "records", "uint16"],
)
def test_an_array_of_another_dtype_is_not_sent(array: np.ndarray) -> None:
    assert wire.array_to_wire("numpy", array) is None


def test_an_array_of_nine_dimensions_is_not_sent() -> None:
    assert wire.array_to_wire("numpy", np.zeros((1,) * 9)) is None


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=8,
)


@settings(STEADY, max_examples=80)
@given(value=PLAIN)
def test_a_plain_value_arrives_as_it_was_sent(value: Any) -> None:
    assert through_the_wire(value) == value


def test_a_value_that_is_not_data_arrives_as_the_name_of_its_type() -> None:
    assert through_the_wire(wire.opaque_to_wire("generator", "started")) == wire.Opaque("generator", "started")


def test_a_long_type_name_is_cut() -> None:
    received = through_the_wire(wire.opaque_to_wire("n" * 10_000, "d" * 10_000))
    assert (len(received.type_name), len(received.detail)) == (60, 80)


ORDERS = {
    "load": wire.Load("zero_init", [("cell 1", "x = 'é'"), ("cell 2", "")], 15.0, 60.0, True, ["trace"], [3]),
    "calls": wire.Calls([msgspec.Raw(b"\x01"), msgspec.Raw(b"\x02")]),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_an_order_arrives_as_it_was_sent(order: wire.Load | wire.Calls) -> None:
    assert wire.decode_order(wire.encode(order)) == order
