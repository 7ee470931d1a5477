"""Neurons compared by another measure than the largest difference, or on the wrong side of the tolerance."""

from __future__ import annotations

from collections.abc import Callable

import torch

from autograder import Misconception, misconception

from .symmetry import grouped


def _symmetric(hint: str, ways: tuple[dict[str, bool], ...] = ({},)) -> Callable[[Callable[..., bool]], Misconception]:
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
