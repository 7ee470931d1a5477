"""Common mistakes in `symmetry_groups` and `is_symmetric`."""

from __future__ import annotations

from collections.abc import Callable

import torch

from autograder import misconception


def grouped(rows: torch.Tensor, alike: Callable[[torch.Tensor, torch.Tensor], bool]) -> list[list[int]]:
    """The right groups, but for when two rows are alike."""
    groups: list[list[int]] = []
    for neuron, row in enumerate(rows):
        for group in groups:
            if alike(row, rows[group[0]]):
                group.append(neuron)
                break
        else:
            groups.append([neuron])
    return groups


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if rows counted as copies only if they are equal to the last bit. Look at the tolerance.",
)
def groups_of_exact_copies(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, torch.equal)


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if the differences between two rows were added up before being compared with the tolerance. Look "
    "at what the assignment says about every entry, and at differences of either sign.",
)
def groups_by_summed_difference(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one - other).sum().abs() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if rows were compared by their distance. Look at what the assignment says about every entry.",
)
def groups_by_distance(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one - other).norm() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if the difference were compared without its absolute value. Look at two rows, the "
    "second far below the first.",
)
def groups_without_absolute_value(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one - other).max() <= tolerance))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if neurons without a copy were left out. Look at whether every neuron is in some group.",
)
def lone_neurons_left_out(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    groups = grouped(rows, lambda one, other: bool((one - other).abs().max() <= tolerance))
    return [group for group in groups if len(group) > 1]


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if a neuron were compared only with the one before it. Look at copies with another neuron "
    "between them.",
)
def groups_of_neighbours(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    groups: list[list[int]] = []
    for neuron, row in enumerate(rows):
        if groups and (row - rows[neuron - 1]).abs().max() <= tolerance:
            groups[-1].append(neuron)
        else:
            groups.append([neuron])
    return groups


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if only the first two neurons were compared. Look at a layer whose third neuron differs.",
)
def only_two_neurons_compared(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows[:2] - rows[0]).abs().max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if neurons counted as copies only if they are equal to the last bit. Look at the tolerance.",
)
def symmetric_only_if_exact(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows == rows[0]).all())


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if the difference were compared without its absolute value. Look at a neuron far below the "
    "first.",
)
def symmetric_without_absolute_value(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).max() <= tolerance)


@misconception(
    "is_symmetric",
    part="symmetry",
    hint="It looks as if all entries had to be equal, not all rows. Look at two copies of the row [1, 2].",
)
def symmetric_only_if_all_entries_are_equal(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool(rows.max() - rows.min() <= tolerance)
