"""Common mistakes in `break_symmetry`."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import torch

from autograder import Misconception, misconception

# Random numbers can be compared only where they come from the same generator.
GENERATORS: Final = ("torch", "numpy", "numpy's old one", "random")
_EACH: Final = tuple({"generator": generator} for generator in GENERATORS)


def wrong_start(
    hint: str, ways: Sequence[Mapping[str, Any]] = _EACH
) -> Callable[[Callable[..., torch.Tensor]], Misconception]:
    """Turn a function into a model of `break_symmetry`."""
    return misconception("break_symmetry", part="break_symmetry", hint=hint, ways=ways)


def uniform(neurons: int, features: int, seed: int, generator: str = "torch") -> torch.Tensor:
    """Numbers between -1 and 1."""
    if generator == "torch":
        weight: torch.Tensor = 2 * torch.rand(neurons, features, generator=torch.Generator().manual_seed(seed)) - 1
        return weight
    if generator == "random":
        source = random.Random(seed)
        return torch.tensor([[source.uniform(-1, 1) for _ in range(features)] for _ in range(neurons)])
    size = neurons, features
    if generator == "numpy":
        return torch.from_numpy(np.random.default_rng(seed).uniform(-1, 1, size)).float()
    return torch.from_numpy(np.random.RandomState(seed).uniform(-1, 1, size)).float()


def normal(neurons: int, features: int, seed: int, generator: str) -> torch.Tensor:
    """Normally distributed numbers."""
    if generator == "torch":
        weight: torch.Tensor = torch.randn(neurons, features, generator=torch.Generator().manual_seed(seed))
        return weight
    if generator == "random":
        source = random.Random(seed)
        return torch.tensor([[source.gauss(0, 1) for _ in range(features)] for _ in range(neurons)])
    size = neurons, features
    if generator == "numpy":
        return torch.from_numpy(np.random.default_rng(seed).normal(size=size)).float()
    return torch.from_numpy(np.random.RandomState(seed).normal(size=size)).float()


@wrong_start(
    "It looks as if the global generator were seeded or drawn from. Look at what torch.rand gives after the call.",
    ({},),
)
def global_seed(neurons: int, features: int, seed: int) -> torch.Tensor:
    torch.manual_seed(seed)
    weight: torch.Tensor = (2 * torch.rand(neurons, features) - 1) / math.sqrt(features)
    return weight


@wrong_start(
    "It looks as if the weights were drawn between 0 and 1. Look at the bound that the assignment gives, on either "
    "side of zero."
)
def unit_interval(neurons: int, features: int, seed: int, *, generator: str) -> torch.Tensor:
    return (uniform(neurons, features, seed, generator) + 1) / 2


@wrong_start(
    "It looks as if the weights were normally distributed. Look at the largest of many: is it within the bound?",
    [{"generator": generator, "narrow": narrow} for generator in GENERATORS for narrow in (1, 3)],
)
def normal_weights(neurons: int, features: int, seed: int, *, generator: str, narrow: int) -> torch.Tensor:
    return normal(neurons, features, seed, generator) / math.sqrt(features) / narrow


@wrong_start(
    "It looks as if the bound came from the number of neurons. Look at which number the assignment uses.", ({},)
)
def bound_from_neurons(neurons: int, features: int, seed: int) -> torch.Tensor:
    return uniform(neurons, features, seed) / math.sqrt(neurons)


@wrong_start(
    "It looks as if the bound were that of another rule, Kaiming's or Xavier's, which is wider. Look at the bound that "
    "the assignment gives.",
    ({"xavier": False}, {"xavier": True}),
)
def bound_of_another_rule(neurons: int, features: int, seed: int, *, xavier: bool) -> torch.Tensor:
    return uniform(neurons, features, seed) / math.sqrt((neurons + features if xavier else features) / 6)


@wrong_start(
    "It looks as if the root of the number of features were rounded down to a whole number. Look at the bound for two "
    "or three features.",
)
def bound_of_a_whole_root(neurons: int, features: int, seed: int, *, generator: str) -> torch.Tensor:
    return uniform(neurons, features, seed, generator) / math.isqrt(features)


@wrong_start(
    "It looks as if the weights were rounded to a few decimals. Look at how many different rows of one feature there "
    "can be then, and at what becomes of an entry next to the bound.",
    [*({"generator": generator, "decimals": 2} for generator in GENERATORS), {"generator": "torch", "decimals": 1}],
)
def few_decimals(neurons: int, features: int, seed: int, *, generator: str, decimals: int) -> torch.Tensor:
    return torch.round(uniform(neurons, features, seed, generator) / math.sqrt(features), decimals=decimals)


@wrong_start("It looks as if every seed gave the same weights. Look at where the seed goes.", ({},))
def same_for_every_seed(neurons: int, features: int, seed: int) -> torch.Tensor:
    return uniform(neurons, features, 0) / math.sqrt(features)


@wrong_start(
    "It looks as if a seed of 0 were taken for none, and another one used instead. Look at how a seed that is 0 "
    "differs from one that is not given.",
    [{"generator": generator, "instead": instead} for generator in GENERATORS for instead in (42, 123)],
)
def seed_zero_taken_for_none(neurons: int, features: int, seed: int, *, generator: str, instead: int) -> torch.Tensor:
    return uniform(neurons, features, seed or instead, generator) / math.sqrt(features)
