"""More ways to compare neurons wrongly."""

from __future__ import annotations

import torch

from autograder import misconception

from .symmetry import grouped


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if torch.allclose compared the rows with its own tolerances. Look at what it allows beside atol.",
    ways=({"given": True}, {"given": False}),
)
def groups_by_allclose(rows: torch.Tensor, tolerance: float = 1e-6, *, given: bool) -> list[list[int]]:
    return grouped(rows, lambda one, other: torch.allclose(one, other, atol=tolerance if given else 1e-8))


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if torch.allclose decided with its own tolerances. Look at what it allows beside atol.",
    ways=({"given": True}, {"given": False}),
)
def symmetric_by_allclose(rows: torch.Tensor, tolerance: float = 1e-6, *, given: bool) -> bool:
    return torch.allclose(rows, rows[:1].expand_as(rows), atol=tolerance if given else 1e-8)


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if the sizes of all differences were added up, and compared with the tolerance then. Look at "
    "two rows that differ a little in every entry.",
)
def groups_by_summed_sizes(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one - other).abs().sum() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if the differences were averaged before they are compared with the tolerance. Look at two rows "
    "that differ in one entry alone.",
    ways=({"root": False}, {"root": True}),
)
def groups_by_mean_difference(rows: torch.Tensor, tolerance: float = 1e-6, *, root: bool) -> list[list[int]]:
    def near(one: torch.Tensor, other: torch.Tensor) -> bool:
        off = one - other
        return bool((off.square().mean().sqrt() if root else off.abs().mean()) <= tolerance)

    return grouped(rows, near)


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if one entry that agrees were enough. Look at what has to be within the tolerance: some entry, "
    "or every one?",
)
def groups_by_any_entry(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool(((one - other).abs() <= tolerance).any()))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if the first entry of each row decided alone. Look at two rows that differ in their last entry.",
)
def groups_by_first_entry(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one[0] - other[0]).abs() <= tolerance))


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the sums of the rows were compared. Look at two rows whose differences cancel.",
)
def symmetric_by_sums(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    sums = rows.sum(dim=1)
    return bool((sums - sums[0]).abs().max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the spread of the entries were measured, not their differences. Look at what a standard "
    "deviation says of a single entry that is off.",
    ways=({"unbiased": True}, {"unbiased": False}),
)
def symmetric_by_spread(rows: torch.Tensor, tolerance: float = 1e-6, *, unbiased: bool) -> bool:
    if len(rows) == 1:
        return True
    return bool(rows.std(dim=0, unbiased=unbiased).max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the first and the last neuron were compared, and those between them were not. Look at three "
    "rows of which the second differs.",
)
def first_and_last_compared(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows[0] - rows[-1]).abs().max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if a tolerance that is given were not used. Look at where it stands in the function.",
)
def given_tolerance_not_used(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).abs().max() <= 1e-6)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the entries within a row were compared, not the rows with each other. Look at which axis is "
    "the neuron's.",
)
def entries_of_a_row_compared(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[:, :1]).abs().max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if it were enough that neurons agree in some entry. Look at which entries have to be within the "
    "tolerance.",
)
def symmetric_by_any_entry(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool(((rows - rows[0]).abs() <= tolerance).any(dim=1).all())


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the sizes of all differences were added up, and compared with the tolerance then. Look at two "
    "rows that differ a little in every entry, when all of them are asked about.",
)
def symmetric_by_summed_sizes(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).abs().sum(dim=1).max() <= tolerance)
