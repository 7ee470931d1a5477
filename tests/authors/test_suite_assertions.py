"""What a suite's assertions about values accept, and what students read where they do not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import (
    agrees,
    assert_close,
    assert_equal,
    assert_finite,
    assert_one_of,
    assert_shape,
    assert_size,
    shown,
)

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
    "as_many_digits_as_differ": (0.1234567, 0.1234568, {}, "the weight is 0.1234567, expected 0.1234568"),
    "the_last_bit": (1.0, 1.0 + 2**-52, {}, "the weight is 1, expected 1.0000000000000002"),
    "digits_that_differ_in_all_entries": (
        [2.0000001, 1.0],
        [2.0, 1.0],
        {},
        "the weight has 2.0000001 at [0], expected 2\ngot: [2.0000001, 1]\nexpected: [2, 1]",
    ),
    "none": (None, [1.0, 2.0], {}, "the weight is None, expected [1, 2]"),
    "nan": (NAN, 2.0, {}, "the weight is nan, expected 2"),
    "one_entry": ([1.0], [2.0], {}, "the weight has 1 at [0], expected 2"),
    "the_worst_entry_and_the_whole": (
        torch.tensor([[1.0, 2.0], [3.0, 4.0]]),
        [[1.0, 2.5], [3.0, 9.0]],
        {"atol": 0.25},
        "the weight has 4 at [1, 1], expected 9 (allowed difference 0.25)\n"
        "got: [[1, 2], [3, 4]]\nexpected: [[1, 2.5], [3, 9]]",
    ),
    "nan_is_the_worst": (
        [1.0, NAN],
        [100.0, 2.0],
        {},
        "the weight has nan at [1], expected 2\ngot: [1, nan]\nexpected: [100, 2]",
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


@pytest.mark.parametrize(("got", "want"), [(1.0, math.inf), (-math.inf, math.inf), (math.inf, 1.0), (math.nan, 1.0)])
def test_a_relative_tolerance_makes_nothing_close_to_another_infinity(got: float, want: float) -> None:
    with pytest.raises(AssertionError):
        assert_close(got, want, "it", rtol=1e-3)


# --- several answers, sizes, and what is equal ---


def message_of(assertion: Callable[..., None], *arguments: Any, **options: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assertion(*arguments, **options)
    return str(caught.value)


def test_one_of_several_answers_is_enough_and_the_first_is_told() -> None:
    assert_one_of(2.0, [1.0, 2.0], "the weight")
    assert_one_of(1.0, [1.0, 2.0], "the weight")
    assert message_of(assert_one_of, 3.0, [1.0, 2.0], "the weight") == "the weight is 3, expected 1"


def test_nothing_agrees_with_an_answer_that_is_not_finite() -> None:
    assert agrees([1.0, 2.0], [1.0, 2.5], atol=0.5)
    assert not agrees([1.0, 2.0], [1.0, 2.6], atol=0.5)
    assert not agrees([NAN], [NAN])
    assert not agrees([INF], [INF])


def test_what_is_not_equal_is_told_with_the_reason() -> None:
    assert_equal([[0, 2], [1]], [[0, 2], [1]], "the groups")
    told = message_of(assert_equal, False, True, "is_symmetric(rows, tolerance=5)", "all rows are within 5")
    assert told == "is_symmetric(rows, tolerance=5) should be True, got False: all rows are within 5"
    assert message_of(assert_equal, "none", "unique", "kind") == "kind should be 'unique', got 'none'"


def test_what_is_not_finite_is_told() -> None:
    assert_finite(torch.ones(2, 2), "the weight")
    assert message_of(assert_finite, [1.0, NAN], "the weight") == "the weight should be finite, got [1, nan]"


def test_shapes_are_compared_whatever_the_entries_are() -> None:
    assert_shape(torch.full((2, 3), NAN), (2, 3), "the weight")
    assert (
        message_of(assert_shape, np.ones(3), (2, 3), "the weight") == "the weight has shape (3,), expected shape (2, 3)"
    )
    assert message_of(assert_shape, None, (2,), "the bias") == "the bias is None, expected shape (2,)"


def test_sizes_are_compared_whatever_the_shape_is() -> None:
    assert_size(torch.ones(2, 3), 6, "the weight")
    assert_size(["a", "b"], 2, "the list")
    assert message_of(assert_size, [1.0], 3, "losses", "max_epochs is 3") == (
        "losses has 1 entry, expected 3: max_epochs is 3"
    )
    assert message_of(assert_size, torch.ones(2), 3, "the weight") == "the weight has 2 entries, expected 3"


# --- values in messages ---


class Pair(NamedTuple):
    kind: str
    theta: Any


SHOWN: dict[str, tuple[Any, str]] = {
    "none": (None, "None"),
    "a_bool": (True, "True"),
    "a_string_on_one_line": ("a\nb", r"'a\nb'"),
    "a_long_string": ("x" * 300, "'" + "x" * 75 + " ..."),
    "a_number": (1 / 3, "0.333333"),
    "a_tensor": (torch.tensor([[1.0, 2.0]]), "[[1, 2]]"),
    "a_large_array": (np.ones((4, 4)), "an array of shape (4, 4)"),
    "a_list_of_lists": ([[0, 2], [1]], "[[0, 2], [1]]"),
    "a_long_list": ([1] * 13, "a list of 13"),
    "a_tuple": ((1.0, 2.5), "(1, 2.5)"),
    "a_record": (Pair("infinite", np.array([1.0, 2.0])), "Pair(kind='infinite', theta=[1, 2])"),
}


@pytest.mark.parametrize(("value", "text"), SHOWN.values(), ids=SHOWN)
def test_values_are_rounded_and_cut(value: Any, text: str) -> None:
    assert shown(value) == text
