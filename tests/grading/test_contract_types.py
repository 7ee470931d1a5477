"""What counts as right for a type: values go over the wire as a student's would, and are read as the grader does."""

from __future__ import annotations

import collections
import dataclasses
import types
import typing
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.contract_types import ValueType, WrongType, contract_of, type_of
from autograder.worker import encoding, wire


class Run(NamedTuple):
    """A record as a reference has it."""

    weight: torch.Tensor
    losses: list[float]
    converged: bool


class Solution(NamedTuple):
    """A record with a field that may be None."""

    kind: str
    theta: np.ndarray | None


class Text(str):
    """A student's own string."""


class Number(float):
    """A student's own float."""


def sent(value: Any, kind: ValueType) -> Any:
    """The value as the grader has it after it came over the wire."""
    answer = wire.decode_reply(wire.encode(wire.Answer("returned", encoding.encode(value, kind.wanted()))))
    assert isinstance(answer, wire.Answer)
    return answer.value


def read(value: Any, annotation: Any) -> Any:
    kind = type_of(annotation)
    return kind.read(sent(value, kind))


def refusal(value: Any, annotation: Any) -> str:
    with pytest.raises(WrongType) as caught:
        read(value, annotation)
    return str(caught.value)


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
}


@pytest.mark.parametrize("value", BOOLS.values(), ids=BOOLS.keys())
def test_a_bool_is_read_when_the_value_counts_as_one(value: Any) -> None:
    assert read(value, bool) is True


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


TENSORS: dict[str, torch.Tensor] = {
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
    "created_in_inference": torch.inference_mode()(lambda: torch.tensor([[1.0, 2.0]]))(),
}


@pytest.mark.parametrize("value", TENSORS.values(), ids=TENSORS.keys())
def test_a_tensor_is_read_when_it_counts_as_one(value: torch.Tensor) -> None:
    got = read(value, torch.Tensor)
    assert torch.equal(got.double(), torch.tensor([[1.0, 2.0]], dtype=torch.float64))
    assert not got.requires_grad


@pytest.mark.parametrize("shape", [(), (0,), (0, 3), (1, 1, 1)], ids=str)
def test_a_tensor_keeps_its_shape_when_it_is_small_or_empty(shape: tuple[int, ...]) -> None:
    assert tuple(read(torch.zeros(shape), torch.Tensor).shape) == shape


ARRAYS: dict[str, Any] = {
    "float64": np.array([1.0, 2.0]),
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
}


@pytest.mark.parametrize("value", PAIRS.values(), ids=PAIRS.keys())
def test_a_pair_is_read_when_the_value_counts_as_one(value: Any) -> None:
    assert read(value, tuple[float, float]) == (3.0, 2.0)


WEIGHT = torch.tensor([[3.0, 2.0]])
NamedRun = collections.namedtuple("NamedRun", ["weight", "losses", "converged"])
Reordered = collections.namedtuple("Reordered", ["converged", "more", "losses", "weight"])


@dataclasses.dataclass
class DataRun:
    """A student's dataclass."""

    weight: torch.Tensor
    losses: list[float]
    converged: bool
    epochs: int = 2


@dataclasses.dataclass(frozen=True, slots=True)
class SlottedRun:
    """A student's frozen dataclass with slots, in an order of its own."""

    losses: list[float]
    converged: bool
    weight: torch.Tensor


class PropertyRun:
    """A student's class whose fields are computed."""

    losses = (0.5, 0.25)

    @property
    def weight(self) -> torch.Tensor:
        return WEIGHT

    @property
    def converged(self) -> bool:
        return self.losses[-1] < 1


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


WRONG: dict[str, tuple[Any, Any, str, str]] = {
    "none_for_a_float": (None, float, "None", "a float"),
    "string_for_a_float": ("2.0", float, "a string", "a float"),
    "bool_for_a_float": (True, float, "a bool", "a float"),
    "complex_for_a_float": (2 + 0j, float, "a complex", "a float"),
    "list_for_a_float": ([2.0], float, "a list of 1", "a float"),
    "tensor_of_one_for_a_float": (torch.tensor([2.0]), float, "a float32 tensor of shape (1,)", "a float"),
    "array_of_one_for_a_float": (np.array([[2.0]]), float, "a float64 array of shape (1, 1)", "a float"),
    "bool_tensor_for_a_float": (torch.tensor(True), float, "a bool tensor of shape ()", "a float"),
    "int_for_a_bool": (1, bool, "an int", "a bool"),
    "string_for_a_bool": ("True", bool, "a string", "a bool"),
    "float_tensor_for_a_bool": (torch.tensor(1.0), bool, "a float32 tensor of shape ()", "a bool"),
    "tensor_of_bools_for_a_bool": (torch.tensor([True]), bool, "a bool tensor of shape (1,)", "a bool"),
    "none_for_a_bool": (None, bool, "None", "a bool"),
    "float_for_an_int": (2.0, int, "a float", "an int"),
    "bool_for_an_int": (True, int, "a bool", "an int"),
    "huge_int_for_an_int": (2**63, int, "an int that does not fit in 64 bits", "an int"),
    "bytes_for_a_string": (b"none", str, "a bytes", "a string"),
    "none_for_a_string": (None, str, "None", "a string"),
    "array_for_a_tensor": (np.zeros(2), torch.Tensor, "a float64 array of shape (2,)", "a float32 tensor"),
    "list_for_a_tensor": ([1.0, 2.0], torch.Tensor, "a list of 2", "a float32 tensor"),
    "float_for_a_tensor": (1.0, torch.Tensor, "a float", "a float32 tensor"),
    "int_tensor_for_a_tensor": (torch.zeros(2, dtype=torch.int64), torch.Tensor, "int64", "a float32 tensor"),
    "complex_tensor_for_a_tensor": (torch.zeros(2, dtype=torch.complex64), torch.Tensor, "complex64", "float32"),
    "half_tensor_for_a_tensor": (torch.zeros(2, dtype=torch.float16), torch.Tensor, "float16", "float32 tensor"),
    "bfloat16_for_a_tensor": (torch.zeros(2, dtype=torch.bfloat16), torch.Tensor, "bfloat16", "float32 tensor"),
    "function_for_a_tensor": (len, torch.Tensor, "a builtin_function_or_method", "a float32 tensor"),
    "layer_for_a_tensor": (torch.nn.Linear(1, 1), torch.Tensor, "a Linear", "a float32 tensor"),
    "none_for_a_tensor": (None, torch.Tensor, "None", "a float32 tensor"),
    "meta_tensor_for_a_tensor": (torch.zeros(2, device="meta"), torch.Tensor, "a Tensor", "a float32 tensor"),
    "float32_array_for_an_array": (np.zeros(2, dtype=np.float32), np.ndarray, "a float32 array", "a float64 array"),
    "texts_for_an_array": (["a", "b"], np.ndarray, "a list of 2", "array"),
    "array_of_objects_for_an_array": (np.array([None]), np.ndarray, "ndarray", "array"),
    "array_of_texts_for_an_array": (np.array(["a"]), np.ndarray, "ndarray", "array"),
    "complex_array_for_an_array": (np.zeros(2, dtype=complex), np.ndarray, "complex128", "array"),
    "none_for_an_array": (None, np.ndarray, "None", "array"),
    "float_for_a_list": (1.0, list[float], "a float", "a list of floats"),
    "generator_for_a_list": ((x for x in "ab"), list[float], "a generator", "a list of floats"),
    "dict_for_a_list": ({0: 1.0}, list[float], "a dict", "a list of floats"),
    "text_for_a_list": ("ab", list[float], "a string", "a list of floats"),
    "none_for_a_list": (None, list[float], "None", "a list of floats"),
    "scalar_tensor_for_a_list": (torch.tensor(1.0), list[float], "a float32 tensor of shape ()", "a list of floats"),
    "set_for_a_list_of_lists": ({1}, list[list[int]], "a set", "a list of list"),
    "three_for_a_pair": ((1.0, 2.0, 3.0), tuple[float, float], "of length 3", "a tuple of 2"),
    "float_for_a_pair": (1.0, tuple[float, float], "a float", "a tuple of 2"),
    "none_for_a_pair": (None, tuple[float, float], "None", "a tuple of 2"),
    "none_for_a_record": (None, Run, "None", "a Run (weight, losses, converged)"),
    "dict_for_a_record": ({"weight": WEIGHT}, Run, "a dict without weight, losses, converged", "a Run"),
    "two_of_three_for_a_record": ((WEIGHT, [0.5]), Run, "a tuple", "a Run (weight, losses, converged)"),
    "tensor_for_a_record": (WEIGHT, Run, "ensor", "a Run (weight, losses, converged)"),
}


@pytest.mark.parametrize(("value", "annotation", "came", "expected"), WRONG.values(), ids=WRONG.keys())
def test_both_types_are_named_when_another_one_came(value: Any, annotation: Any, came: str, expected: str) -> None:
    message = refusal(value, annotation)
    assert came in message.split("came, where")[0]
    assert expected in message.split("came, where")[1]


def test_the_missing_field_is_named_when_a_record_lacks_one() -> None:
    message = refusal(types.SimpleNamespace(weight=WEIGHT, converged=True), Run)
    assert message.startswith("a SimpleNamespace without losses came")


def test_a_field_counts_as_missing_when_its_property_raises() -> None:
    class Broken(PropertyRun):
        @property
        def weight(self) -> torch.Tensor:
            raise ValueError("not today")

    assert refusal(Broken(), Run).startswith("a Broken without weight came")


PLACES: dict[str, tuple[Any, Any, str]] = {
    "field": (Run(WEIGHT, [0.5], "yes"), Run, "`converged`: a string came"),  # type: ignore[arg-type]
    "entry_of_a_list": ([0.5, "a"], list[float], "entry 1: a string came"),
    "entry_of_a_pair": ((1.0, None), tuple[float, float], "entry 1: None came"),
    "entry_of_a_field": (Run(WEIGHT, [0.5, None], True), Run, "`losses`: entry 1: None came"),  # type: ignore[list-item]
    "entry_of_an_entry": ([[0, 1], [2.5]], list[list[int]], "entry 1: entry 0: a float came"),
    "field_of_an_entry": ([(WEIGHT, [], 3)], list[Run], "entry 0: `converged`: an int came"),
}


@pytest.mark.parametrize(("value", "annotation", "beginning"), PLACES.values(), ids=PLACES.keys())
def test_the_place_is_told_when_a_part_is_of_another_type(value: Any, annotation: Any, beginning: str) -> None:
    assert refusal(value, annotation).startswith(beginning)


def test_contents_are_never_told_when_a_value_is_of_another_type() -> None:
    assert "secret" not in refusal("secret text", float) + refusal(["secret"], float) + refusal({"secret": 1}, Run)


HOSTILE: dict[str, Callable[[], Any]] = {
    "name_of_another_type": lambda: type("float", (), {})(),
    "attribute_that_exits": lambda: type("Odd", (), {"__getattr__": lambda self, name: 1 / 0})(),
    "very_long_class_name": lambda: type("x" * 10_000, (), {})(),
    "class_with_an_odd_name": lambda: type("a\x1b[2J", (), {})(),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("annotation", [float, Run, list[float], np.ndarray], ids=["float", "Run", "list", "array"])
def test_a_short_message_comes_when_the_value_is_hostile(make: Callable[[], Any], annotation: Any) -> None:
    assert len(refusal(make(), annotation)) < 500


ANNOTATIONS = (float, bool, int, str, list[float], list[list[int]], tuple[float, float], Run, Solution, torch.Tensor)
ANY_DATA = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=3),
        st.sampled_from((np.zeros(2), np.float32(1), np.array(True), torch.zeros(1, 2), torch.tensor(1), len, {})),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=6,
)


@pytest.mark.parametrize("annotation", [*ANNOTATIONS, np.ndarray, float | None], ids=str)
@settings(deadline=None, derandomize=True, max_examples=60)
@given(value=ANY_DATA)
def test_a_value_is_read_or_refused_when_it_is_anything(annotation: Any, value: Any) -> None:
    message = "read"
    try:
        read(value, annotation)
    except WrongType as error:
        message = str(error)
    assert message == "read" or "came, where" in message


BY_HAND: dict[str, Any] = {
    "opaque_that_names_a_float": wire.Opaque("float", ""),
    "opaque_that_names_a_tensor": wire.Opaque("Tensor", "of dtype float32"),
    "array_of_another_library": wire.WireArray("numpy", np.zeros((1, 2), dtype=np.float32)),
    "dictionary": {"weight": 1},
    "bytes": b"abc",
    "deep_list": [[[[[[[[]]]]]]]],
}


@pytest.mark.parametrize("value", BY_HAND.values(), ids=BY_HAND.keys())
@pytest.mark.parametrize("annotation", [float, torch.Tensor, Run, list[list[int]], tuple[float, float]], ids=str)
def test_data_that_no_honest_worker_sends_is_refused_when_it_is_read(annotation: Any, value: Any) -> None:
    with pytest.raises(WrongType, match=r"came, where .* was expected"):
        type_of(annotation).read(value)


@pytest.mark.parametrize("annotation", [set, dict[str, int], float | int, typing.Any, complex], ids=str)
def test_an_annotation_is_refused_when_no_contract_can_use_it(annotation: Any) -> None:
    with pytest.raises(TypeError, match="cannot be used in a contract"):
        type_of(annotation)


def test_a_contract_holds_the_annotated_public_functions_when_it_is_read_off_a_module() -> None:
    module = types.ModuleType("reference_for_a_contract")
    text = "from json import dumps\nimport math\ndef f(a, *, lr=0.1) -> float: ...\ndef g(a): ...\ndef _h() -> int: ..."
    exec(text, vars(module))
    contract = contract_of(module)
    assert list(contract.functions) == ["f"]
    assert contract.functions["f"].parameters == ("a", "lr")
