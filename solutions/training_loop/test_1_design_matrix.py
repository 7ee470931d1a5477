"""The hidden checks of `design_matrix`."""

import torch
from hypothesis import example, given

from autograder import Subject, assert_close, assert_unchanged, part

from . import strategies

# Unordered, with equal values and very different ones; and more samples than any example in the handout has.
MIXED = torch.tensor([3.25, -1.5, 3.25, 3.25, 0.0, 1e6, 1e-6, -1.5])
FORTY = torch.tensor(strategies.scattered(40, 5, most=1000)) / 8


@part("design_matrix", marks=6, examples=20)
@given(x=strategies.vectors(2, 6))
@example(x=MIXED)
@example(x=FORTY)
def test_puts_x_beside_a_column_of_ones(submission: Subject, reference: Subject, x: torch.Tensor) -> None:
    """puts x beside a column of ones, in this order"""
    # Copied entries are right to the last bit; half precision is wrong by 5e-4 of them.
    assert_close(submission.design_matrix(x), reference.design_matrix(x), "the design matrix", rtol=1e-6)


@part("design_matrix", marks=2, examples=5)
@given(x=strategies.vectors(1, 1))
def test_gives_one_sample_one_row(submission: Subject, reference: Subject, x: torch.Tensor) -> None:
    """returns a matrix with one row for a single sample"""
    assert_close(submission.design_matrix(x=x), reference.design_matrix(x=x), "the design matrix of one sample")


@part("design_matrix", marks=2, examples=5)
@given(x=strategies.vectors(2, 4))
@example(x=torch.tensor([1.5]))
@example(x=MIXED)
def test_leaves_x_alone(submission: Subject, x: torch.Tensor) -> None:
    """leaves x unchanged"""
    observed = submission.design_matrix.observe(x)
    assert_unchanged(observed)
    entries = set(observed.value.double().reshape(-1).tolist())
    assert entries >= set(x.double().tolist()), "the design matrix should contain the values of x"
