"""A student's values on their way out, and the grader's arguments on their way in."""

from __future__ import annotations

import dataclasses
import enum
import types
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
import torch

from autograder.worker import encoding, wire

VALUE = ["value"]
RECORD = ["record", ["kind", "theta"], [VALUE, VALUE]]


def arrived(value: Any, wanted: Any = VALUE) -> Any:
    """The value as the grader's side decodes it."""
    answer = wire.decode_reply(wire.encode(wire.Answer("returned", encoding.encode(value, wanted))))
    assert isinstance(answer, wire.Answer)
    return answer.value


def as_argument(value: Any) -> Any:
    """The value as a student's function receives it."""
    call = wire.decode_call(msgspec.Raw(wire.encode(wire.Call("f", [value], [], VALUE, False))))
    return encoding.argument(call.args[0])


class Colour(enum.IntEnum):
    RED = 3


class Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise ValueError("this string cannot be printed")


PLAIN: dict[str, tuple[Any, Any]] = {
    "none": (None, None),
    "bool": (True, True),
    "int": (3, 3),
    "largest_int": (2**63 - 1, 2**63 - 1),
    "int_enum": (Colour.RED, 3),
    "float": (2.5, 2.5),
    "str": ("none", "none"),
    "str_subclass_with_its_own_str": (Text("none"), "none"),
    "tuple": ((1, (2.0, "a")), [1, [2.0, "a"]]),
    "empty_list": ([], []),
    "numpy_bool": (np.bool_(False), False),
    "numpy_int": (np.uint16(3), 3),
    "numpy_float": (np.float32(2.5), 2.5),
    "numpy_str": (np.str_("none"), "none"),
}


@pytest.mark.parametrize(("value", "expected"), PLAIN.values(), ids=PLAIN)
def test_a_plain_value_arrives_as_a_builtin_type(value: Any, expected: Any) -> None:
    received = arrived(value)
    assert (received, type(received)) == (expected, type(expected))


class Stubborn:
    def __repr__(self) -> str:
        raise ValueError("this object cannot be printed")


OPAQUE = {
    "object": (Stubborn(), "Stubborn", ""),
    "generator": ((number for number in range(1)), "generator", ""),
    "dict": ({"a": 1}, "dict", ""),
    "function": (len, "builtin_function_or_method", ""),
    "bytes": (b"data", "bytes", ""),
    "complex": (1j, "complex", ""),
    "too_large_an_int": (2**63, "int", "that does not fit in 64 bits"),
    "too_small_an_int": (-(2**63) - 1, "int", "that does not fit in 64 bits"),
    "complex_array": (np.zeros(2, complex), "ndarray", "of dtype complex128"),
    "array_of_objects": (np.array([None]), "ndarray", "of dtype object"),
    "complex_tensor": (torch.zeros(2, dtype=torch.complex64), "Tensor", "of dtype torch.complex64"),
    "bfloat16_tensor": (torch.zeros(2, dtype=torch.bfloat16), "Tensor", "of dtype torch.bfloat16"),
    "tensor_without_data": (torch.zeros(2, device="meta"), "Tensor", "of dtype torch.float32"),
}


@pytest.mark.parametrize(("value", "type_name", "detail"), OPAQUE.values(), ids=OPAQUE)
def test_a_value_that_is_not_data_arrives_as_the_name_of_its_type(value: Any, type_name: str, detail: str) -> None:
    assert arrived(value) == wire.Opaque(type_name, detail)


def test_only_the_entry_that_is_not_data_is_opaque() -> None:
    assert arrived([1, {2}]) == [1, wire.Opaque("set", "")]


TENSORS = {
    "plain": torch.tensor([1.0, 2.0]),
    "that_requires_grad": torch.tensor([1.0, 2.0], requires_grad=True),
    "in_a_graph": torch.tensor([0.5, 1.0], requires_grad=True) * 2,
    "parameter": torch.nn.Parameter(torch.tensor([1.0, 2.0])),
    "not_contiguous": torch.tensor([[1.0, 9.0], [2.0, 9.0]])[:, 0],
    "expanded": torch.tensor([[1.0], [2.0]]).expand(2, 5)[:, 3],
    "sparse": torch.tensor([1.0, 2.0]).to_sparse(),
    "conjugated_lazily": torch.tensor([1 - 1j, 2 - 2j]).conj().real,
    "negated_lazily": torch.tensor([1 - 1j, 2 - 2j]).conj().imag,
}


@pytest.mark.parametrize("tensor", TENSORS.values(), ids=TENSORS)
def test_a_tensor_arrives_with_its_entries_however_they_are_stored(tensor: torch.Tensor) -> None:
    received = arrived(tensor)
    assert (received.library, received.array.dtype.name, received.array.tolist()) == ("torch", "float32", [1.0, 2.0])


@pytest.mark.parametrize("shape", [(), (0,), (0, 3), (3, 0), (2, 1, 3)], ids=str)
def test_a_tensor_keeps_its_shape(shape: tuple[int, ...]) -> None:
    assert arrived(torch.zeros(shape)).array.shape == shape


class Solution(NamedTuple):
    kind: str
    theta: Any


class ReversedSolution(NamedTuple):
    theta: Any
    kind: str


@dataclasses.dataclass
class Longer:
    remark: str
    theta: Any
    kind: str


class Computed:
    theta = 2.0

    @property
    def kind(self) -> str:
        return "unique"


RECORDS = {
    "named_tuple": Solution("unique", 2.0),
    "another_named_tuple": ReversedSolution(2.0, "unique"),
    "dataclass_with_more": Longer("well", 2.0, "unique"),
    "namespace": types.SimpleNamespace(theta=2.0, kind="unique"),
    "properties": Computed(),
    "tuple": ("unique", 2.0),
    "list": ["unique", 2.0],
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_record_is_split_in_the_order_of_the_contract(record: Any) -> None:
    assert arrived(record, RECORD) == ["unique", 2.0]


class Broken:
    kind = "unique"

    @property
    def theta(self) -> float:
        raise RuntimeError("not computed yet")


INCOMPLETE = {
    "one_field_missing": (types.SimpleNamespace(kind="unique"), "SimpleNamespace", "theta"),
    "a_field_that_raises": (Broken(), "Broken", "theta"),
    "a_dict": ({"kind": "unique", "theta": 2.0}, "dict", "kind, theta"),
    "a_longer_tuple": (("unique", 2.0, 3.0), "tuple", "kind, theta"),
    "a_number": (2.0, "float", "kind, theta"),
}


@pytest.mark.parametrize(("value", "type_name", "missing"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_missing_fields_of_a_record_are_named(value: Any, type_name: str, missing: str) -> None:
    assert arrived(value, RECORD) == wire.Opaque(type_name, f"without {missing}")


def test_none_arrives_as_none_where_a_record_is_wanted() -> None:
    assert arrived(None, RECORD) is None


def test_records_in_a_list_are_split() -> None:
    records = (Solution("unique", 1.0), types.SimpleNamespace(kind="none", theta=None))
    assert arrived(records, ["list", RECORD]) == [["unique", 1.0], ["none", None]]


def test_records_in_a_tuple_are_split() -> None:
    record = types.SimpleNamespace(theta=None, kind="none")
    assert arrived((record, 3), ["tuple", [RECORD, VALUE]]) == [["none", None], 3]


def test_the_length_of_a_tuple_is_named_if_it_is_wrong() -> None:
    assert arrived((1.0, 2.0, 3.0), ["tuple", [VALUE, VALUE]]) == wire.Opaque("tuple", "of length 3")


def test_an_array_is_not_split_where_a_list_of_numbers_is_wanted() -> None:
    received = arrived(np.array([1.0, 2.0]), ["list", VALUE])
    assert (received.library, received.array.tolist()) == ("numpy", [1.0, 2.0])


def test_rows_arrive_one_by_one_where_a_list_of_lists_is_wanted() -> None:
    rows = arrived(torch.tensor([[0, 1], [2, 3]]), ["list", ["list", VALUE]])
    assert [row.array.tolist() for row in rows] == [[0, 1], [2, 3]]


def test_a_list_that_contains_itself_cannot_be_encoded() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(RecursionError):
        encoding.encode(endless)


ARGUMENTS = {"none": None, "bool": True, "int": -3, "float": 1e-4, "str": "é", "nested": [1, [2.0, None]]}


@pytest.mark.parametrize("value", ARGUMENTS.values(), ids=ARGUMENTS)
def test_a_plain_argument_arrives_as_it_was_sent(value: Any) -> None:
    received = as_argument(value)
    assert (received, type(received)) == (value, type(value))


@pytest.fixture(params=["torch", "numpy"])
def array_argument(request: pytest.FixtureRequest) -> tuple[Any, type[Any]]:
    sent = wire.array_to_wire(request.param, np.array([[1.0, 2.0]], dtype=np.float32))
    return as_argument(sent), {"torch": torch.Tensor, "numpy": np.ndarray}[request.param]


def test_an_array_argument_arrives_as_one_of_its_library(array_argument: tuple[Any, type[Any]]) -> None:
    received, library_type = array_argument
    assert isinstance(received, library_type)
    assert (received.tolist(), str(received.dtype).removeprefix("torch.")) == ([[1.0, 2.0]], "float32")


def test_an_array_argument_is_writable(array_argument: tuple[Any, type[Any]]) -> None:
    received, _ = array_argument
    received[0, 0] = 5.0
    assert received.tolist() == [[5.0, 2.0]]


def test_tensors_in_a_list_arrive_as_tensors() -> None:
    sent = wire.array_to_wire("torch", np.array([1.0, 2.0]))
    assert torch.equal(as_argument([sent, 3])[0], torch.tensor([1.0, 2.0], dtype=torch.float64))
