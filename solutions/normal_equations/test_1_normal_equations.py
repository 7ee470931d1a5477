"""The hidden checks of `normal_equations`."""

from typing import Final

import numpy as np
import pytest
from hypothesis import example, given

from autograder import Subject, assert_close, assert_unchanged, part

from . import samples
from .strategies import SCALES, Samples, scaled

# Products of quarters are exact, and scaling them rounds by 1e-16; the smallest mistake, float32 inside, is 1e-8 of an
# entry where numbers are no binary fractions.
EXACT: Final = 1e-10


def allowed(data: Samples) -> float:
    """The absolute tolerance for entries of A and b: they are sums of products of this size, whatever cancels."""
    largest = float(np.abs(data.X).max())
    return EXACT * largest * max(largest, float(np.abs(data.y).max()))


@part("normal_equations", marks=5)
@given(data=samples.quarters())
def test_returns_the_square_matrix(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns A = X^T X, with a row and a column for each feature"""
    assert_close(submission.normal_equations(*data)[0], reference.normal_equations(*data)[0], "A", atol=allowed(data))


@part("normal_equations", marks=4)
@given(data=samples.quarters())
def test_returns_the_right_side(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns b = X^T y, with an entry for each feature"""
    b = submission.normal_equations(X=data.X, y=data.y)[1]
    assert_close(b, reference.normal_equations(*data)[1], "b", atol=allowed(data))


@part("normal_equations", marks=2, examples=10)
@given(data=samples.lines())
def test_sums_over_the_points_of_a_line(submission: Subject, data: Samples) -> None:
    """returns the sums of x^2, x and 1 in A, and those of x y and y in b, for points and a column of ones"""
    A, b = submission.normal_equations(*data)
    x = data.X[:, 0]
    assert_close(A, [[x @ x, x.sum()], [x.sum(), len(x)]], "A", atol=allowed(data))
    assert_close(b, [x @ data.y, data.y.sum()], "b", atol=allowed(data))


# The first that fails is shown and explained: mistakes are told from rounding best where numbers are not the smallest.
EXPLAINED_FIRST: Final = (1e6, 1e-3, 1e-5)


@part("normal_equations", marks=1, examples=3)
@pytest.mark.parametrize("scale", [*EXPLAINED_FIRST, *(scale for scale in SCALES if scale not in EXPLAINED_FIRST)])
@given(data=samples.quarters())
def test_returns_both_at_every_scale(submission: Subject, reference: Subject, data: Samples, scale: float) -> None:
    """returns A and b even if all numbers are very small or very large"""
    data = Samples(*scaled(*data, scale))
    A, b = reference.normal_equations(*data)
    got = submission.normal_equations(*data)
    assert_close(got[0], A, "A", atol=allowed(data))
    assert_close(got[1], b, "b", atol=allowed(data))


@part("normal_equations", marks=1, examples=4)
@given(data=samples.quarters(40, 12))
def test_returns_both_of_many_samples(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns A and b of up to 40 samples and 12 features"""
    A, b = reference.normal_equations(*data)
    got = submission.normal_equations(*data)
    assert_close(got[0], A, "A", atol=allowed(data))
    assert_close(got[1], b, "b", atol=allowed(data))


@part("normal_equations", marks=2, examples=10)
@given(data=samples.quarters())
@example(data=samples.IN_TENTHS)
def test_leaves_the_samples_alone(submission: Subject, reference: Subject, data: Samples) -> None:
    """leaves X and y unchanged when it computes A"""
    observed = submission.normal_equations.observe(*data)
    assert_unchanged(observed)
    assert_close(observed.value[0], reference.normal_equations(*data)[0], "A", atol=allowed(data))
