"""What a suite's assertions accept, and what students read where they do not."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.calls import CallEncoder
from autograder.grading.contract import contract_of
from autograder.grading.failures import BadAnswer, NotWritten
from autograder.grading.subjects import Reference, load_module
from autograder.suite import assert_close, assert_raises

INF, NAN = math.inf, math.nan
STEADY = settings(deadline=None, derandomize=True, max_examples=200)


def failure(actual: Any, expected: Any, **tolerances: float) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_close(actual, expected, "the weight", **tolerances)
    return str(caught.value)


CLOSE: dict[str, tuple[Any, Any, dict[str, float]]] = {
    "equal_floats": (1.5, 1.5, {}),
    "int_and_float": (1, 1.0, {}),
    "tensor_and_list": (torch.tensor([[1.0, 2.0]]), [[1.0, 2.0]], {}),
    "tensor_and_array": (torch.tensor([1.0]), np.array([1.0]), {}),
    "float32_and_float64": (torch.tensor([0.5]), torch.tensor([0.5], dtype=torch.float64), {}),
    "tensor_that_requires_grad": (torch.tensor(1.0, requires_grad=True), 1.0, {}),
    "list_of_tensors": ([torch.tensor(1.0), torch.tensor(2.0)], [1.0, 2.0], {}),
    "just_within_atol": (1.25, 1.0, {"atol": 0.25}),
    "just_within_rtol": (-2.5, -2.0, {"rtol": 0.25}),
    "both_tolerances_add_up": (2.75, 2.0, {"rtol": 0.25, "atol": 0.25}),
    "same_infinity": ([INF, -INF], [INF, -INF], {}),
    "same_infinity_with_tolerances": ([INF, -INF], [INF, -INF], {"rtol": 1e-5, "atol": 1.0}),
    "both_nan": ([NAN, 1.0], [NAN, 1.0], {}),
    "zeros_of_both_signs": (-0.0, 0.0, {}),
    "no_entries": (torch.zeros(0, 3), np.zeros((0, 3)), {}),
    "bools": ([True, False], [1, 0], {}),
}


@pytest.mark.parametrize(("actual", "expected", "tolerances"), CLOSE.values(), ids=CLOSE)
def test_values_that_agree_are_close(actual: Any, expected: Any, tolerances: dict[str, float]) -> None:
    assert_close(actual, expected, "the weight", **tolerances)


FAR: dict[str, tuple[Any, Any, dict[str, float]]] = {
    "last_bit": (1.0, math.nextafter(1.0, 2.0), {}),
    "just_beyond_atol": (math.nextafter(1.25, 2.0), 1.0, {"atol": 0.25}),
    "just_beyond_rtol": (math.nextafter(2.5, 3.0), 2.0, {"rtol": 0.25}),
    "rtol_at_zero": (1e-300, 0.0, {"rtol": 0.5}),
    "rtol_is_of_the_expected": (1.0, 2.0, {"rtol": 0.49}),
    "nan_for_a_number": (NAN, 1.0, {"atol": 1e9}),
    "a_number_for_nan": (1.0, NAN, {"atol": 1e9}),
    "infinity_for_a_number": (INF, 1.0, {"rtol": 1e9, "atol": 1e9}),
    "a_number_for_infinity": (1.0, INF, {"atol": 1e9}),
    "the_other_infinity": (-INF, INF, {"atol": 1e9}),
    "infinity_for_nan": (INF, NAN, {}),
    "one_entry_of_many": ([1.0] * 99 + [2.0], [1.0] * 100, {"atol": 0.5}),
}


@pytest.mark.parametrize(("actual", "expected", "tolerances"), FAR.values(), ids=FAR)
def test_values_that_do_not_agree_are_not_close(actual: Any, expected: Any, tolerances: dict[str, float]) -> None:
    assert failure(actual, expected, **tolerances).startswith("the weight ")


SHAPES: dict[str, tuple[Any, Any, str]] = {
    "transposed": (torch.zeros(2, 3), torch.zeros(3, 2), "the weight has shape (2, 3), expected shape (3, 2)"),
    "flat": ([1.0], [[1.0]], "the weight has shape (1,), expected shape (1, 1)"),
    "a_list_for_a_number": ([1.0], 1.0, "the weight has shape (1,), expected no dimensions (a single number)"),
    "a_number_for_a_list": (1.0, [1.0], "the weight has no dimensions (a single number), expected shape (1,)"),
    "no_entries": ([], [1.0], "the weight has shape (0,), expected shape (1,)"),
    "would_broadcast": (torch.zeros(1, 3), torch.zeros(3), "the weight has shape (1, 3), expected shape (3,)"),
}


@pytest.mark.parametrize(("actual", "expected", "message"), SHAPES.values(), ids=SHAPES)
def test_another_shape_is_told_before_any_value(actual: Any, expected: Any, message: str) -> None:
    assert failure(actual, expected, atol=100.0) == message


VALUES: dict[str, tuple[Any, Any, dict[str, float], str]] = {
    "a_number": (1.0, 2.0, {}, "the weight is 1, expected 2"),
    "with_a_tolerance": (1.0, 2.0, {"atol": 0.1}, "the weight is 1, expected 2 (allowed difference 0.1)"),
    "with_both_tolerances": (
        1.0,
        -2.0,
        {"atol": 0.1, "rtol": 0.01},
        "the weight is 1, expected -2 (allowed difference 0.12)",
    ),
    "six_digits": (0.123456789, 1234567.0, {}, "the weight is 0.123457, expected 1.23457e+06"),
    "nan": (NAN, 2.0, {}, "the weight is nan, expected 2"),
    "one_entry": ([1.0], [2.0], {}, "the weight has 1 at [0], expected 2"),
    "the_worst_entry_and_the_whole": (
        torch.tensor([[1.0, 2.0], [3.0, 4.0]]),
        [[1.0, 2.5], [3.0, 9.0]],
        {"atol": 0.25},
        "the weight has 4 at [1, 1], expected 9 (allowed difference 0.25)\n"
        "whole: [[1, 2], [3, 4]]\nexpected: [[1, 2.5], [3, 9]]",
    ),
    "nan_is_the_worst": (
        [1.0, NAN],
        [100.0, 2.0],
        {},
        "the weight has nan at [1], expected 2\nwhole: [1, nan]\nexpected: [100, 2]",
    ),
    "an_entry_of_many": ([0.0] * 12 + [1.0], [0.0] * 13, {}, "the weight has 1 at [12], expected 0"),
}


@pytest.mark.parametrize(("actual", "expected", "tolerances", "message"), VALUES.values(), ids=VALUES)
def test_the_worst_entry_is_told_with_what_was_expected(
    actual: Any, expected: Any, tolerances: dict[str, float], message: str
) -> None:
    assert failure(actual, expected, **tolerances) == message


QUARTERS = st.integers(-40, 40).map(lambda number: number / 4)
SIZES = st.integers(0, 4)


@STEADY
@given(actual=QUARTERS, expected=QUARTERS, rtol=st.sampled_from((0.0, 0.25)), atol=st.sampled_from((0.0, 0.5)))
def test_numbers_are_close_exactly_when_the_rule_says_so(
    actual: float, expected: float, rtol: float, atol: float
) -> None:
    close = True
    try:
        assert_close(actual, expected, "the weight", rtol=rtol, atol=atol)
    except AssertionError:
        close = False
    # Quarters, and products of quarters, are exact: the rule can be computed without rounding.
    assert close == (abs(actual - expected) <= atol + rtol * abs(expected))


@STEADY
@given(entries=st.lists(QUARTERS, min_size=1, max_size=20), data=st.data())
def test_a_difference_is_found_wherever_it_stands(entries: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    other = [*entries]
    other[place] += 1.0
    assert failure(other, entries, atol=0.5).startswith(f"the weight has {other[place]:.6g} at [{place}], expected ")


SOURCE = """
import numpy as np

class OwnError(ValueError):
    pass

def own(x) -> float:
    raise OwnError("of its own")

def value(x) -> float:
    raise ValueError("not square")

def singular(x) -> float:
    raise np.linalg.LinAlgError("singular")

def key(x) -> float:
    raise KeyError("x")

def exits(x) -> float:
    raise SystemExit

def returns(x) -> float:
    return 1.0

def returns_nothing(x) -> float:
    pass

def returns_the_error(x) -> float:
    return ValueError("not raised")

def unwritten(x) -> float:
    raise NotImplementedError("TODO")
"""


_NUMBERS = itertools.count()


@pytest.fixture
def functions(tmp_path: Path) -> Reference:
    path = tmp_path / "raising.py"
    path.write_text(SOURCE)
    module = load_module(path, f"raising_{next(_NUMBERS)}")
    return Reference(module, CallEncoder(contract_of(module)))


@pytest.mark.parametrize("name", ["value", "own", "singular"])
def test_an_error_counts_when_it_is_the_one_or_a_subclass(functions: Reference, name: str) -> None:
    assert_raises(ValueError, getattr(functions, name), 1.0)


def test_an_error_counts_when_the_argument_is_given_by_name(functions: Reference) -> None:
    assert_raises(ValueError, functions.value, x=1.0)


WRONG = {
    "key": "key raised KeyError: 'x', where ValueError was expected",
    "exits": "exits raised SystemExit, where ValueError was expected",
    "returns": "returns returned, where ValueError was expected",
    "returns_nothing": "returns_nothing returned, where ValueError was expected",
    "returns_the_error": "returns_the_error returned, where ValueError was expected",
}


@pytest.mark.parametrize(("name", "message"), WRONG.items(), ids=WRONG)
def test_it_is_told_what_came_instead_of_the_error(functions: Reference, name: str, message: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        assert_raises(ValueError, getattr(functions, name), 1.0)
    assert str(caught.value) == message


def test_a_broader_error_does_not_count(functions: Reference) -> None:
    with pytest.raises(BadAnswer, match="where LinAlgError was expected"):
        assert_raises(np.linalg.LinAlgError, functions.value, 1.0)


@pytest.mark.parametrize("error", [ValueError, NotImplementedError, Exception])
def test_an_unwritten_function_raises_nothing_that_counts(functions: Reference, error: type[Exception]) -> None:
    with pytest.raises(NotWritten):
        assert_raises(error, functions.unwritten, 1.0)


@pytest.mark.parametrize(("got", "want"), [(1.0, math.inf), (-math.inf, math.inf), (math.inf, 1.0), (math.nan, 1.0)])
def test_a_relative_tolerance_makes_nothing_close_to_another_infinity(got: float, want: float) -> None:
    with pytest.raises(AssertionError):
        assert_close(got, want, "it", rtol=1e-3)
