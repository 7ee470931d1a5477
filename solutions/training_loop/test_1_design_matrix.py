"""The hidden checks of `design_matrix`."""

import torch
from hypothesis import given

from autograder import Subject, assert_close, assert_unchanged, part

from . import strategies


@part("design_matrix", marks=6, examples=20)
@given(x=strategies.vectors(2, 6))
def test_puts_x_beside_a_column_of_ones(submission: Subject, reference: Subject, x: torch.Tensor) -> None:
    """puts x beside a column of ones, in this order"""
    assert_close(submission.design_matrix(x), reference.design_matrix(x), "the design matrix")


@part("design_matrix", marks=2, examples=5)
@given(x=strategies.vectors(1, 1))
def test_gives_one_sample_one_row(submission: Subject, reference: Subject, x: torch.Tensor) -> None:
    """returns a matrix with one row for a single sample"""
    assert_close(submission.design_matrix(x=x), reference.design_matrix(x=x), "the design matrix of one sample")


@part("design_matrix", marks=2, examples=5)
@given(x=strategies.vectors(2, 4))
def test_leaves_x_alone(submission: Subject, x: torch.Tensor) -> None:
    """leaves x unchanged"""
    observed = submission.design_matrix.observe(x)
    assert_unchanged(observed)
    entries = set(observed.value.double().reshape(-1).tolist())
    assert entries >= set(x.double().tolist()), "the design matrix should contain the values of x"
