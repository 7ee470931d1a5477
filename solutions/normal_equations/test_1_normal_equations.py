"""The hidden checks of `normal_equations`."""

from typing import Final

from hypothesis import given

from autograder import Subject, assert_close, assert_unchanged, part

from . import strategies
from .strategies import Samples

# Products of quarters are exact; the smallest mistake is a sixteenth.
EXACT: Final = 1e-9


@part("normal_equations", marks=6)
@given(data=strategies.samples())
def test_returns_the_square_matrix(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns A = X^T X, with a row and a column for each feature"""
    assert_close(submission.normal_equations(*data)[0], reference.normal_equations(*data)[0], "A", atol=EXACT)


@part("normal_equations", marks=5)
@given(data=strategies.samples())
def test_returns_the_right_side(submission: Subject, reference: Subject, data: Samples) -> None:
    """returns b = X^T y, with an entry for each feature"""
    b = submission.normal_equations(X=data.X, y=data.y)[1]
    assert_close(b, reference.normal_equations(*data)[1], "b", atol=EXACT)


@part("normal_equations", marks=2, examples=10)
@given(data=strategies.lines())
def test_sums_over_the_points_of_a_line(submission: Subject, data: Samples) -> None:
    """returns the sums of x^2, x and 1 in A, and those of x y and y in b, for points and a column of ones"""
    A, b = submission.normal_equations(*data)
    x = data.X[:, 0]
    assert_close(A, [[x @ x, x.sum()], [x.sum(), len(x)]], "A", atol=EXACT)
    assert_close(b, [x @ data.y, data.y.sum()], "b", atol=EXACT)


@part("normal_equations", marks=2, examples=10)
@given(data=strategies.samples())
def test_leaves_the_samples_alone(submission: Subject, reference: Subject, data: Samples) -> None:
    """leaves X and y unchanged when it computes A"""
    observed = submission.normal_equations.observe(*data)
    assert_unchanged(observed)
    assert_close(observed.value[0], reference.normal_equations(*data)[0], "A", atol=EXACT)
