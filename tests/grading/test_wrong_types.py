"""What does not count as right: both types are named, and nothing of the value is shown."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.contract import contract_of
from autograder.grading.contract_types import WrongType, type_of
from autograder.worker import wire
from tests.helpers.read_values import WEIGHT, PropertyRun, Run, Solution, read, refusal

WRONG: dict[str, tuple[Any, Any, str, str]] = {
    "none_for_a_float": (None, float, "None", "a float"),
    "string_for_a_float": ("2.0", float, "a string", "a float"),
    "bool_for_a_float": (True, float, "a bool", "a float"),
    "complex_for_a_float": (2 + 0j, float, "a complex", "a float"),
    "list_for_a_float": ([2.0], float, "a list of 1", "a float"),
    "tensor_of_one_for_a_float": (torch.tensor([2.0]), float, "a float32 tensor of shape (1,)", "a float"),
    "array_of_one_for_a_float": (np.array([[2.0]]), float, "a float64 array of shape (1, 1)", "a float"),
    "bool_tensor_for_a_float": (torch.tensor(True), float, "a bool tensor of shape ()", "a float"),
    "two_for_a_bool": (2, bool, "an int", "a bool"),
    "half_for_a_bool": (torch.tensor(0.5), bool, "a float32 tensor of shape ()", "a bool"),
    "string_for_a_bool": ("True", bool, "a string", "a bool"),
    "tensor_of_bools_for_a_bool": (torch.tensor([True]), bool, "a bool tensor of shape (1,)", "a bool"),
    "none_for_a_bool": (None, bool, "None", "a bool"),
    "float_for_an_int": (2.0, int, "a float", "an int"),
    "bool_for_an_int": (True, int, "a bool", "an int"),
    "huge_int_for_an_int": (2**63, int, "an int that does not fit in 64 bits", "an int"),
    "bytes_for_a_string": (b"none", str, "a bytes", "a string"),
    "none_for_a_string": (None, str, "None", "a string"),
    "array_of_ints_for_a_tensor": (np.zeros(2, int), torch.Tensor, "an int64 array of shape (2,)", "a float32 tensor"),
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
    "float32_tensor_for_an_array": (torch.zeros(2), np.ndarray, "a float32 tensor of shape (2,)", "a float64 array"),
    "texts_for_an_array": (["a", "b"], np.ndarray, "a list of 2", "array"),
    "array_of_objects_for_an_array": (np.array([None]), np.ndarray, "ndarray", "array"),
    "array_of_texts_for_an_array": (np.array(["a"]), np.ndarray, "ndarray", "array"),
    "complex_array_for_an_array": (np.zeros(2, dtype=complex), np.ndarray, "complex128", "array"),
    "none_for_an_array": (None, np.ndarray, "None", "array"),
    "float_for_a_list": (1.0, list[float], "a float", "a list of floats"),
    "generator_for_a_list": ((x for x in "ab"), list[float], "a generator", "a list of floats"),
    "dict_for_a_list": ({0: 1.0}, list[float], "a dict", "a list of floats"),
    "bytes_for_a_list": (b"ab", list[int], "a bytes", "a list of ints"),
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
    assert came in message.split(", got ")[1]
    assert expected in message.split(", got ")[0]


def test_the_missing_field_is_named_when_a_record_lacks_one() -> None:
    message = refusal(types.SimpleNamespace(weight=WEIGHT, converged=True), Run)
    assert message.endswith(", got a SimpleNamespace without losses")


def test_a_field_counts_as_missing_when_its_property_raises() -> None:
    class Broken(PropertyRun):
        @property
        def weight(self) -> torch.Tensor:
            raise ValueError("not today")

    assert refusal(Broken(), Run).endswith(", got a Broken without weight")


PLACES: dict[str, tuple[Any, Any, str]] = {
    "field": (Run(WEIGHT, [0.5], "yes"), Run, "`converged`: expected a bool, got a string"),  # type: ignore[arg-type]
    "entry_of_a_list": ([0.5, "a"], list[float], "entry 1: expected a float, got a string"),
    "entry_of_a_pair": ((1.0, None), tuple[float, float], "entry 1: expected a float, got None"),
    "entry_of_a_field": (Run(WEIGHT, [0.5, None], True), Run, "`losses`: entry 1: expected a float, got None"),  # type: ignore[list-item]
    "entry_of_an_entry": ([[0, 1], [2.5]], list[list[int]], "entry 1: entry 0: expected an int, got a float"),
    "field_of_an_entry": ([(WEIGHT, [], 3)], list[Run], "entry 0: `converged`: expected a bool, got an int"),
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
    assert message == "read" or ", got " in message


BY_HAND: dict[str, Any] = {
    "opaque_that_names_a_float": wire.Opaque("float", ""),
    "opaque_that_names_a_tensor": wire.Opaque("Tensor", "of dtype float32"),
    "array_of_another_dtype": wire.WireArray("numpy", np.zeros((1, 2), dtype=np.float16)),
    "dictionary": {"weight": 1},
    "bytes": b"abc",
    "deep_list": [[[[[[[[]]]]]]]],
}


@pytest.mark.parametrize("value", BY_HAND.values(), ids=BY_HAND.keys())
@pytest.mark.parametrize("annotation", [float, torch.Tensor, Run, list[list[int]], tuple[float, float]], ids=str)
def test_data_that_no_honest_worker_sends_is_refused_when_it_is_read(annotation: Any, value: Any) -> None:
    with pytest.raises(WrongType, match=r"expected .*, got "):
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
