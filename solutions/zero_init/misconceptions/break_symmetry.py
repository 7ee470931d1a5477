"""Common mistakes in `break_symmetry`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from autograder import Misconception, misconception


def wrong_start(
    hint: str, ways: Sequence[Mapping[str, Any]] = ({},)
) -> Callable[[Callable[..., torch.Tensor]], Misconception]:
    """Turn a function into a model of `break_symmetry`."""
    return misconception("break_symmetry", part="break_symmetry", hint=hint, ways=ways)


def uniform(neurons: int, features: int, seed: int, *, fan: float) -> torch.Tensor:
    """Weights within +-1/sqrt(fan)."""
    generator = torch.Generator().manual_seed(seed)
    weight: torch.Tensor = (2 * torch.rand(neurons, features, generator=generator) - 1) / fan**0.5
    return weight


@wrong_start("It looks as if the global generator were seeded. Look at what torch.rand gives after the call.")
def global_seed(neurons: int, features: int, seed: int) -> torch.Tensor:
    torch.manual_seed(seed)
    weight: torch.Tensor = (2 * torch.rand(neurons, features) - 1) / features**0.5
    return weight


@wrong_start(
    "It looks as if the weights were drawn between 0 and 1. Look at the bound that the assignment gives, on either "
    "side of zero."
)
def unit_interval(neurons: int, features: int, seed: int) -> torch.Tensor:
    return torch.rand(neurons, features, generator=torch.Generator().manual_seed(seed))


@wrong_start(
    "It looks as if the weights were normally distributed. Look at the largest of many: is it within the bound?"
)
def normal_weights(neurons: int, features: int, seed: int) -> torch.Tensor:
    weight: torch.Tensor = torch.randn(neurons, features, generator=torch.Generator().manual_seed(seed)) / features**0.5
    return weight


@wrong_start("It looks as if the bound came from the number of neurons. Look at which number the assignment uses.")
def bound_from_neurons(neurons: int, features: int, seed: int) -> torch.Tensor:
    return uniform(neurons, features, seed, fan=neurons)


@wrong_start(
    "It looks as if the bound were that of another rule, Kaiming's or Xavier's, which is wider. Look at the bound that "
    "the assignment gives.",
    ({"xavier": False}, {"xavier": True}),
)
def bound_of_another_rule(neurons: int, features: int, seed: int, *, xavier: bool) -> torch.Tensor:
    return uniform(neurons, features, seed, fan=(neurons + features if xavier else features) / 6)


@wrong_start("It looks as if every seed gave the same weights. Look at where the seed goes.")
def same_for_every_seed(neurons: int, features: int, seed: int) -> torch.Tensor:
    return uniform(neurons, features, 0, fan=features)
