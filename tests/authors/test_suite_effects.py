"""What a suite's assertions about exceptions, arguments and warnings accept, and what students read."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from autograder import assert_no_warning, assert_raises, assert_unchanged, warnings_about
from autograder.grading.calls import CallEncoder
from autograder.grading.contract import contract_of
from autograder.grading.failures import BadAnswer, NotWritten
from autograder.grading.loading import load_module
from autograder.grading.subjects import Reference

SOURCE = """
import warnings

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

def doubles(x: np.ndarray, y: np.ndarray) -> float:
    x *= 2
    y *= 2
    return 1.0

def warns(x) -> float:
    warnings.warn("Using a target size that is different")
    return 1.0
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
    "key": "key should raise ValueError here, got KeyError in key: 'x'",
    "exits": "exits should raise ValueError here, got SystemExit in exits",
    "returns": "returns should raise ValueError here; it returned 1",
    "returns_nothing": "returns_nothing should raise ValueError here; it returned None",
    "returns_the_error": "returns_the_error should raise ValueError here; it returned a ValueError",
}


@pytest.mark.parametrize(("name", "message"), WRONG.items(), ids=WRONG)
def test_it_is_told_what_came_instead_of_the_error(functions: Reference, name: str, message: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        assert_raises(ValueError, getattr(functions, name), 1.0)
    assert str(caught.value) == message


def test_a_broader_error_does_not_count(functions: Reference) -> None:
    with pytest.raises(BadAnswer, match="should raise LinAlgError here"):
        assert_raises(np.linalg.LinAlgError, functions.value, 1.0)


@pytest.mark.parametrize("error", [ValueError, NotImplementedError, Exception])
def test_an_unwritten_function_raises_nothing_that_counts(functions: Reference, error: type[Exception]) -> None:
    with pytest.raises(NotWritten):
        assert_raises(error, functions.unwritten, 1.0)


def test_arguments_changed_in_place_are_named(functions: Reference) -> None:
    assert_unchanged(functions.returns.observe(1.0))
    observed = functions.doubles.observe(np.ones(2), np.ones(2))
    with pytest.raises(AssertionError) as caught:
        assert_unchanged(observed)
    assert str(caught.value) == "doubles should leave its arguments as they were; it changed x and y in place"
    with pytest.raises(AssertionError, match="it changed y in place"):
        assert_unchanged(observed, apart_from=["x"])
    assert_unchanged(observed, apart_from=["x", "y"])


def test_a_warning_is_told_where_it_is_about_the_matter(functions: Reference) -> None:
    assert_no_warning(functions.returns.observe(1.0))
    observed = functions.warns.observe(1.0)
    assert_no_warning(observed, about="overflow")
    assert len(warnings_about(observed, "target size")) == 1
    with pytest.raises(AssertionError, match=r"^warns raised a warning: Using a target size that is different$"):
        assert_no_warning(observed, about="target size")
