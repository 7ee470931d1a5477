"""Neurons compared by another measure than the largest difference, or on the wrong side of the tolerance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from autograder import Misconception, misconception

from .symmetry import grouped


def _symmetric(hint: str, ways: Sequence[Mapping[str, Any]] = ({},)) -> Callable[[Callable[..., bool]], Misconception]:
    """Turn a function into a model of `is_symmetric`."""
    return misconception("is_symmetric", part="symmetry", hint=hint, ways=ways)


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if rows that differ by the tolerance itself were not grouped. Look at what 'no more' says "
    "of equality, and at a tolerance of 0.",
)
def groups_strictly_within(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one - other).abs().max() < tolerance))


@_symmetric(
    "It looks as if rows that differ by the tolerance itself did not count as copies. Look at what 'no more' says "
    "of equality, and at a tolerance of 0."
)
def symmetric_strictly_within(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).abs().max() < tolerance)


@_symmetric(
    "It looks as if any two neurons that are copies were enough. Look at a layer with a third one, and at one with a "
    "single neuron."
)
def symmetric_by_any_pair(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return len(grouped(rows, lambda one, other: bool((one - other).abs().max() <= tolerance))) < len(rows)


@_symmetric(
    "It looks as if all differences were added up, those of all rows and entries, before being compared with the "
    "tolerance. Look at differences of either sign, and at many small ones."
)
def symmetric_by_one_sum(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).sum().abs() <= tolerance)


@_symmetric(
    "It looks as if the differences between two rows were averaged before all neurons are called copies. Look at a "
    "neuron that differs in one entry alone.",
    ({"root": False}, {"root": True}),
)
def symmetric_by_mean_difference(rows: torch.Tensor, tolerance: float = 1e-6, *, root: bool) -> bool:
    off = rows - rows[0]
    mean = off.square().mean(dim=1).sqrt() if root else off.abs().mean(dim=1)
    return bool(mean.max() <= tolerance)


@_symmetric(
    "It looks as if neurons were compared by the distance of their rows. Look at what the assignment says about every "
    "entry, when all neurons are asked about."
)
def symmetric_by_distance(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).norm(dim=1).max() <= tolerance)


@_symmetric(
    "It looks as if every neuron were compared with the mean of all of them. Look at how far apart two neurons may be "
    "that are equally far from it.",
)
def symmetric_by_distance_from_the_mean(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows.mean(dim=0)).abs().max() <= tolerance)


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if a tolerance of 0 were taken for none. Look at how one that is 0 differs from one that is not "
    "given.",
)
def groups_take_zero_for_no_tolerance(rows: torch.Tensor, tolerance: float = 1e-6) -> list[list[int]]:
    return grouped(rows, lambda one, other: bool((one - other).abs().max() <= (tolerance or 1e-6)))


@_symmetric(
    "It looks as if a tolerance of 0 were taken for none when all neurons are asked about. Look at how one that is 0 "
    "differs from one that is not given."
)
def symmetric_takes_zero_for_no_tolerance(rows: torch.Tensor, tolerance: float = 1e-6) -> bool:
    return bool((rows - rows[0]).abs().max() <= (tolerance or 1e-6))


@misconception(
    "symmetry_groups",
    part="symmetry",
    hint="It looks as if neurons were skipped, as they are when a loop takes them out of the list that it goes "
    "through. Look at three equal rows, and at which neuron comes after one that was taken out.",
    ways=[{"loop": loop} for loop in ("others", "all", "firsts")],
)
def taken_out_of_the_list_meanwhile(rows: torch.Tensor, tolerance: float = 1e-6, *, loop: str) -> list[list[int]]:
    def near(one: int, other: int) -> bool:
        return bool((rows[one] - rows[other]).abs().max() <= tolerance)

    remaining, groups = list(range(len(rows))), []
    if loop == "firsts":
        for first in remaining:
            groups.append([other for other in remaining if near(first, other)])
            for member in groups[-1]:
                remaining.remove(member)
        return groups
    while remaining:
        first = remaining[0]
        group = [remaining.pop(0)] if loop == "others" else []
        for other in remaining:
            if near(first, other):
                group.append(other)
                remaining.remove(other)
        groups.append(group)
    return groups
