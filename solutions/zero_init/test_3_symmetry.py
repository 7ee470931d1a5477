"""The hidden checks of `symmetry_groups` and `is_symmetric`."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import torch
from hypothesis import example, given

from autograder import Subject, assert_equal, assert_unchanged, part, shown

from . import row_sets
from .row_sets import Rows

DEFAULT: Final = 1e-6  # the tolerance if none is given
Check = TypeVar("Check", bound=Any)


def borders(cases: tuple[Rows, ...]) -> Callable[[Check], Check]:
    """Beside what is drawn, rows at the border of the tolerance."""

    def decorate(check: Check) -> Check:
        for case in cases:
            check = example(case=case)(check)
        return check

    return decorate


def pairs(groups: list[list[int]]) -> set[tuple[int, int]]:
    """The pairs of copies in groups; order and neurons without a copy have checks of their own."""
    return {(one, other) for group in groups for one in group for other in group if one < other}


def assert_same_copies(groups: list[list[int]], expected: list[list[int]]) -> None:
    """The same neurons are in a group with each other."""
    message = f"symmetry_groups should return {shown(expected)}, got {shown(groups)}"
    most = 4 * sum(map(len, expected))  # a neuron in several groups is judged elsewhere
    assert sum(map(len, groups)) <= most, message
    assert pairs(groups) == pairs(expected), message


@part("symmetry", marks=3, examples=25)
@given(rows=row_sets.copies())
@example(rows=row_sets.FORTY_ROWS)
@example(rows=row_sets.SQUARE_ROWS)
@example(rows=row_sets.FORTY_COPIES)
@example(rows=torch.tensor([[0.5, 0.25]] * 3))
@example(rows=torch.tensor([[0.5], [0.25], [0.25], [0.25]]))
def test_groups_equal_rows(submission: Subject, reference: Subject, rows: torch.Tensor) -> None:
    """puts neurons with equal weights into one group, and no others"""
    assert_same_copies(submission.symmetry_groups(rows), reference.symmetry_groups(rows))


@part("symmetry", marks=2, examples=20)
@given(case=row_sets.near_rows((1e-6,), 1 / 64))
@borders(row_sets.DEFAULT_BORDERS)
def test_groups_rows_within_1e_6(submission: Subject, reference: Subject, case: Rows) -> None:
    """counts rows as copies if they differ by less than 1e-6, when no tolerance is given"""
    assert_same_copies(submission.symmetry_groups(case.rows), reference.symmetry_groups(case.rows))


@part("symmetry", marks=2, examples=16)
@given(case=row_sets.near_rows((0.01, 0.1, 1e-3), 0.25))
@borders(row_sets.BORDERS)
def test_groups_rows_within_a_tolerance(submission: Subject, reference: Subject, case: Rows) -> None:
    """counts rows as copies if they differ by the given tolerance or less, which may be 0"""
    expected = reference.symmetry_groups(*case)
    assert_same_copies(submission.symmetry_groups(*case), expected)
    assert_same_copies(submission.symmetry_groups(rows=case.rows, tolerance=case.tolerance), expected)


@part("symmetry", marks=3, examples=25)
@given(case=row_sets.wide_rows())
def test_looks_at_every_entry(submission: Subject, reference: Subject, case: Rows) -> None:
    """compares entry by entry, in both directions, and not by sum, mean or norm"""
    assert_same_copies(submission.symmetry_groups(*case), reference.symmetry_groups(*case))


@part("symmetry", marks=1, examples=10)
@given(rows=row_sets.large_rows())
def test_compares_large_entries_as_strictly(submission: Subject, reference: Subject, rows: torch.Tensor) -> None:
    """uses the same tolerance for large entries"""
    assert_same_copies(submission.symmetry_groups(rows), reference.symmetry_groups(rows))


@part("symmetry", marks=2, examples=25)
@given(rows=row_sets.copies())
@example(rows=torch.tensor([[1.0], [0.0], [1.0], [0.0]]))
@example(rows=torch.tensor([[1.0], [0.0], [0.0]]))
@example(rows=row_sets.FORTY_ROWS)
def test_orders_the_groups(submission: Subject, reference: Subject, rows: torch.Tensor) -> None:
    """sorts each group in ascending order, and the groups by their first neuron"""
    groups = submission.symmetry_groups(rows)
    # Neurons without a copy that are left out have a check of their own.
    expected = [group for group in reference.symmetry_groups(rows) if len(group) > 1 or group in groups]
    assert_equal(groups, expected, "symmetry_groups(rows)")


@part("symmetry", marks=2, examples=15)
@given(rows=row_sets.copies())
@example(rows=row_sets.FORTY_ROWS)
def test_lists_every_neuron_once(submission: Subject, rows: torch.Tensor) -> None:
    """lists every neuron in exactly one group, a neuron without a copy in a group of its own"""
    groups = submission.symmetry_groups(rows)
    listed = sorted(neuron for group in groups for neuron in group)
    assert listed == list(range(len(rows))), (
        f"symmetry_groups should list each of the {len(rows)} neurons once, got {shown(groups)}"
    )


@part("symmetry", marks=1, examples=4)
@given(rows=row_sets.copies())
def test_groups_and_leaves_the_rows_alone(submission: Subject, reference: Subject, rows: torch.Tensor) -> None:
    """leaves the rows unchanged when it groups them"""
    observed = submission.symmetry_groups.observe(rows)
    assert_same_copies(observed.value, reference.symmetry_groups(rows))
    for each in (observed, submission.symmetry_groups.observe(rows, tolerance=0.5)):
        assert_unchanged(each)
    assert_same_copies(submission.symmetry_groups(rows), reference.symmetry_groups(rows))


# --- is_symmetric ---


def assert_same_verdict(symmetric: bool, expected: bool, tolerance: float = DEFAULT) -> None:
    """The verdict is the expected one."""
    why = "all rows are" if expected else "not all rows are"
    assert_equal(symmetric, expected, "is_symmetric", f"{why} within {tolerance:g} of each other in every entry")


@part("symmetry", marks=3, examples=25)
@given(rows=row_sets.copies())
@example(rows=torch.tensor([[0.5, 0.25]]))
@example(rows=torch.tensor([[0.5]]))
@example(rows=row_sets.SQUARE_ROWS)
@example(rows=row_sets.FORTY_ROWS)
@example(rows=row_sets.FORTY_COPIES)
@example(rows=torch.tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]))
@example(rows=torch.tensor([[0.5, 0.0], [0.5, 0.0], [0.5, 0.25]]))
def test_tells_whether_all_rows_are_equal(submission: Subject, reference: Subject, rows: torch.Tensor) -> None:
    """tells whether all neurons have equal weights"""
    assert_same_verdict(submission.is_symmetric(rows), reference.is_symmetric(rows))


@part("symmetry", marks=2, examples=16)
@given(case=row_sets.near_rows((1e-6,), 1 / 64))
@borders(row_sets.DEFAULT_BORDERS)
@borders(row_sets.LARGE_BORDERS)
def test_is_symmetric_within_1e_6(submission: Subject, reference: Subject, case: Rows) -> None:
    """allows differences of less than 1e-6 if no tolerance is given, between large entries too"""
    assert_same_verdict(submission.is_symmetric(case.rows), reference.is_symmetric(case.rows))


@part("symmetry", marks=1, examples=16)
@given(case=row_sets.near_rows((0.01, 0.1, 1e-3), 0.25))
@borders(row_sets.BORDERS)
def test_is_symmetric_within_a_tolerance(submission: Subject, reference: Subject, case: Rows) -> None:
    """allows differences up to the given tolerance, which may be 0"""
    expected = reference.is_symmetric(*case)
    assert_same_verdict(submission.is_symmetric(*case), expected, case.tolerance)
    by_keyword = submission.is_symmetric(rows=case.rows, tolerance=case.tolerance)
    assert_same_verdict(by_keyword, expected, case.tolerance)


@part("symmetry", marks=2, examples=25)
@given(case=row_sets.wide_rows())
def test_is_symmetric_in_every_entry(submission: Subject, reference: Subject, case: Rows) -> None:
    """compares all neurons entry by entry, in both directions, and not by sum, mean or norm"""
    assert_same_verdict(submission.is_symmetric(*case), reference.is_symmetric(*case), case.tolerance)


@part("symmetry", marks=1, examples=8)
@given(rows=row_sets.copies())
def test_judges_and_leaves_the_rows_alone(submission: Subject, reference: Subject, rows: torch.Tensor) -> None:
    """leaves the rows unchanged when it compares them"""
    observed = submission.is_symmetric.observe(rows)
    assert_same_verdict(observed.value, reference.is_symmetric(rows))
    for each in (observed, submission.is_symmetric.observe(rows, tolerance=0.5)):
        assert_unchanged(each)
    assert_same_verdict(submission.is_symmetric(rows), reference.is_symmetric(rows))
