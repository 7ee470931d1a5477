"""What counts as right for a type: values go over the wire as a student's would, and are read as the grader does."""

from __future__ import annotations

import types
import typing
from array import array
from collections import UserList, deque
from typing import Any

import numpy as np
import pytest
import torch

from tests.helpers.read_values import (
    WEIGHT,
    DataRun,
    NamedRun,
    Number,
    PropertyRun,
    Reordered,
    Run,
    SlottedRun,
    Solution,
    Text,
    read,
)

FLOATS: dict[str, Any] = {
    "float": 2.0,
    "int": 2,
    "subclass": Number(2.0),
    "numpy_float64": np.float64(2),
    "numpy_float32": np.float32(2),
    "numpy_float16": np.float16(2),
    "numpy_longdouble": np.longdouble(2),
    "numpy_int": np.int64(2),
    "array_without_dimensions": np.array(2.0),
    "float32_array_without_dimensions": np.array(2.0, dtype=np.float32),
    "tensor_without_dimensions": torch.tensor(2.0),
    "float64_tensor": torch.tensor(2.0, dtype=torch.float64),
    "int_tensor": torch.tensor(2),
    "tensor_that_requires_grad": torch.tensor(2.0, requires_grad=True),
    "result_of_a_graph": torch.tensor([1.0, 1.0], requires_grad=True).sum(),
    "parameter": torch.nn.Parameter(torch.tensor(2.0)),
    "bfloat16_tensor": torch.tensor(2.0, dtype=torch.bfloat16).item(),
}


@pytest.mark.parametrize("value", FLOATS.values(), ids=FLOATS.keys())
def test_a_float_is_read_when_the_value_counts_as_one(value: Any) -> None:
    got = read(value, float)
    assert (got, type(got)) == (2.0, float)


@pytest.mark.parametrize("value", [float("inf"), -float("inf"), -0.0, 5e-324, 1e308])
def test_a_float_comes_unchanged_when_it_is_at_the_edge(value: float) -> None:
    assert read(value, float).hex() == value.hex()


def test_nan_is_read_when_a_float_is_asked_for() -> None:
    assert np.isnan(read(np.float32("nan"), float))


BOOLS: dict[str, Any] = {
    "bool": True,
    "numpy_bool": np.bool_(True),
    "array_without_dimensions": np.array(True),
    "tensor_without_dimensions": torch.tensor(True),
    "comparison_of_tensors": torch.tensor(1.0) < torch.tensor(2.0),
    "comparison_of_numpy_scalars": np.float64(1) < np.float64(2),
    "torch_all": torch.ones(3, dtype=torch.bool).all(),
    "one": 1,
    "one_of_numpy": np.int64(1),
    "one_as_a_float": 1.0,
    "tensor_of_one": torch.tensor(1),
    "tensor_of_one_as_a_float": torch.tensor(1.0),
}


@pytest.mark.parametrize("value", BOOLS.values(), ids=BOOLS.keys())
def test_a_bool_is_read_when_the_value_counts_as_one(value: Any) -> None:
    assert read(value, bool) is True


@pytest.mark.parametrize("value", [False, 0, 0.0, np.uint8(0), torch.tensor(0)], ids=repr)
def test_zero_counts_as_false(value: Any) -> None:
    assert read(value, bool) is False


INTS: dict[str, Any] = {
    "int": 2,
    "numpy_int64": np.int64(2),
    "numpy_int32": np.int32(2),
    "numpy_uint8": np.uint8(2),
    "result_of_argmax": np.argmax([1, 2, 3]),
}


@pytest.mark.parametrize("value", INTS.values(), ids=INTS.keys())
def test_an_int_is_read_when_the_value_counts_as_one(value: Any) -> None:
    got = read(value, int)
    assert (got, type(got)) == (2, int)


@pytest.mark.parametrize("value", ["none", Text("none"), np.str_("none")], ids=["str", "subclass", "numpy_str"])
def test_a_string_is_read_when_the_value_counts_as_one(value: Any) -> None:
    got = read(value, str)
    assert (got, type(got)) == ("none", str)


def shared_part() -> torch.Tensor:
    return torch.tensor([[9.0, 1.0, 9.0], [9.0, 2.0, 9.0]])[:, 1:2].T


TENSORS: dict[str, Any] = {
    "float32": torch.tensor([[1.0, 2.0]]),
    "float64": torch.tensor([[1.0, 2.0]], dtype=torch.float64),
    "that_requires_grad": torch.tensor([[1.0, 2.0]], requires_grad=True),
    "result_of_a_graph": torch.tensor([[0.5, 1.0]], requires_grad=True) * 2,
    "parameter": torch.nn.Parameter(torch.tensor([[1.0, 2.0]])),
    "non_contiguous_view": shared_part(),
    "transposed": torch.tensor([[1.0], [2.0]]).T,
    "expanded": torch.tensor([[1.0], [2.0]]).expand(2, 3)[:, :1].T,
    "with_the_negative_bit": torch.tensor([[-1.0 + 1j, -2.0 + 1j]]).real.neg(),
    "made_from_numpy": torch.from_numpy(np.array([[1.0, 2.0]])),
    "sparse": torch.tensor([[1.0, 2.0]]).to_sparse(),
    "float32_array_of_numpy": np.array([[1.0, 2.0]], dtype=np.float32),
    "float64_array_of_numpy": np.array([[1.0, 2.0]]),
    "created_in_inference": torch.inference_mode()(lambda: torch.tensor([[1.0, 2.0]]))(),
}


@pytest.mark.parametrize("value", TENSORS.values(), ids=TENSORS.keys())
def test_a_tensor_is_read_when_it_counts_as_one(value: Any) -> None:
    got = read(value, torch.Tensor)
    assert torch.equal(got.double(), torch.tensor([[1.0, 2.0]], dtype=torch.float64))
    assert not got.requires_grad


@pytest.mark.parametrize("shape", [(), (0,), (0, 3), (1, 1, 1)], ids=str)
def test_a_tensor_keeps_its_shape_when_it_is_small_or_empty(shape: tuple[int, ...]) -> None:
    assert tuple(read(torch.zeros(shape), torch.Tensor).shape) == shape


ARRAYS: dict[str, Any] = {
    "float64": np.array([1.0, 2.0]),
    "float64_tensor": torch.tensor([1.0, 2.0], dtype=torch.float64),
    "deque_of_floats": deque([1.0, 2.0]),
    "list_of_floats": [1.0, 2.0],
    "tuple_of_floats": (1.0, 2.0),
    "list_of_numpy_floats": [np.float64(1.0), np.float32(2.0)],
    "strided_view": np.array([1.0, 9.0, 2.0])[::2],
    "reversed_view": np.array([2.0, 1.0])[::-1],
    "big_endian": np.array([1.0, 2.0], dtype=">f8"),
    "read_only": np.broadcast_to(np.array([1.0, 2.0]), (2,)),
}


@pytest.mark.parametrize("value", ARRAYS.values(), ids=ARRAYS.keys())
def test_an_array_is_read_when_the_value_counts_as_one(value: Any) -> None:
    got = read(value, np.ndarray)
    assert got.dtype == np.float64
    assert got.tolist() == [1.0, 2.0]


LISTS_OF_FLOATS: dict[str, Any] = {
    "list": [1.0, 2.0],
    "tuple": (1.0, 2.0),
    "ints": [1, 2],
    "mixed": [1, np.float32(2)],
    "tensors_without_dimensions": [torch.tensor(1.0), torch.tensor(2.0, requires_grad=True)],
    "array": np.array([1.0, 2.0]),
    "tensor": torch.tensor([1.0, 2.0]),
    "deque": deque([1.0, 2.0]),
    "user_list": UserList([1.0, 2.0]),
    "array_of_the_standard_library": array("d", [1.0, 2.0]),
    "range": range(1, 3),
}


@pytest.mark.parametrize("value", LISTS_OF_FLOATS.values(), ids=LISTS_OF_FLOATS.keys())
def test_a_list_of_floats_is_read_when_the_value_counts_as_one(value: Any) -> None:
    got = read(value, list[float])
    assert got == [1.0, 2.0]
    assert all(type(entry) is float for entry in got)


def test_an_empty_list_is_read_when_a_list_is_asked_for() -> None:
    assert read([], list[float]) == []


GROUPS: dict[str, Any] = {
    "lists": [[0, 2], [1]],
    "tuples": ((0, 2), (1,)),
    "tuples_in_a_list": [(0, 2), (1,)],
    "numpy_ints": [[np.int64(0), np.int64(2)], [np.int64(1)]],
    "arrays": [np.array([0, 2]), np.array([1])],
    "tensors": [torch.tensor([0, 2]), torch.tensor([1])],
    "deques": deque([deque([0, 2]), deque([1])]),
    "ranges": [range(0, 3, 2), range(1, 2)],
}


@pytest.mark.parametrize("value", GROUPS.values(), ids=GROUPS.keys())
def test_nested_lists_are_read_when_the_value_counts_as_such(value: Any) -> None:
    assert read(value, list[list[int]]) == [[0, 2], [1]]


PAIRS: dict[str, Any] = {
    "tuple": (3.0, 2.0),
    "list": [3.0, 2.0],
    "tensors_without_dimensions": (torch.tensor(3.0), torch.tensor(2.0)),
    "array": np.array([3.0, 2.0]),
    "tensor": torch.tensor([3.0, 2.0]),
    "deque": deque([3.0, 2.0]),
}


@pytest.mark.parametrize("value", PAIRS.values(), ids=PAIRS.keys())
def test_a_pair_is_read_when_the_value_counts_as_one(value: Any) -> None:
    assert read(value, tuple[float, float]) == (3.0, 2.0)


RECORDS: dict[str, Any] = {
    "named_tuple": Run(WEIGHT, [0.5, 0.25], True),
    "collections_namedtuple": NamedRun(WEIGHT, (0.5, 0.25), np.bool_(True)),
    "fields_in_another_order_and_more": Reordered(True, "more", [0.5, 0.25], WEIGHT),
    "dataclass": DataRun(WEIGHT, [0.5, 0.25], True),
    "frozen_dataclass_with_slots": SlottedRun([0.5, 0.25], True, WEIGHT),
    "properties": PropertyRun(),
    "namespace": types.SimpleNamespace(weight=WEIGHT, losses=[0.5, 0.25], converged=True),
    "the_class_itself": type("Plain", (), {"weight": WEIGHT, "losses": [0.5, 0.25], "converged": True}),
    "plain_tuple": (WEIGHT, [0.5, 0.25], True),
    "plain_list": [WEIGHT, [0.5, 0.25], True],
    "parts_of_other_types": (torch.nn.Parameter(WEIGHT), [torch.tensor(0.5), np.float32(0.25)], torch.tensor(True)),
    "parts_of_yet_other_types": (WEIGHT.numpy(), deque([0.5, 0.25]), 1),
}


@pytest.mark.parametrize("value", RECORDS.values(), ids=RECORDS.keys())
def test_a_record_is_read_when_the_value_counts_as_one(value: Any) -> None:
    got = read(value, Run)
    assert type(got) is Run
    assert torch.equal(got.weight, WEIGHT)
    assert got[1:] == ([0.5, 0.25], True)


@pytest.mark.parametrize("value", RECORDS.values(), ids=RECORDS.keys())
def test_records_are_read_when_they_come_in_a_list(value: Any) -> None:
    assert [type(run) for run in read((value, value), list[Run])] == [Run, Run]


def test_none_is_read_when_a_field_may_be_none() -> None:
    assert read(Solution("none", None), Solution) == Solution("none", None)


def test_a_kind_of_an_own_string_class_is_read_when_theta_is_a_list() -> None:
    got = read((Text("unique"), [1.0, 2.0]), Solution)
    assert (got.kind, got.theta.tolist()) == ("unique", [1.0, 2.0])


@pytest.mark.parametrize("annotation", [float | None, typing.Optional[float]], ids=["bar", "typing"])  # noqa: UP045
def test_an_optional_value_is_read_when_it_is_there_or_not(annotation: Any) -> None:
    assert (read(None, annotation), read(torch.tensor(2.0), annotation)) == (None, 2.0)
