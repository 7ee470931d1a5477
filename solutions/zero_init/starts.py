"""What the hidden suite of zero_init draws for `break_symmetry`: shapes and seeds."""

from typing import Final

from hypothesis import strategies as st

LARGEST_SEED: Final = 2**31 - 1


def sizes(smallest: int = 1) -> st.SearchStrategy[tuple[int, int]]:
    """(neurons, features): wide, tall and square.

    Fair: any two positive numbers are allowed.
    """
    pairs = [(k, d) for k in range(smallest, 7) for d in range(smallest, 10)]
    return st.sampled_from(pairs)


def roomy_sizes() -> st.SearchStrategy[tuple[int, int]]:
    """(neurons, features): small ones, and so many entries that some are beyond the bound where it is another.

    Fair: as `sizes`. Of 15, 24, 35 and 48 features the root is well above the whole number before it.
    """
    tall = [(k, d) for k in (24, 40, 60) for d in range(1, 13)]
    wide = [(k, d) for k in range(4, 9) for d in (15, 16, 24, 25, 35, 36, 48, 49)]
    return st.one_of(sizes(), st.sampled_from(tall + wide))


def seeds() -> st.SearchStrategy[int]:
    """Seeds between 0 and 2**31 - 1, both ends among them, as the contract allows."""
    return st.one_of(st.integers(0, 100), st.integers(0, LARGEST_SEED), st.just(LARGEST_SEED))


# What a seed is cut down to by mistake: the last decimals or bits, the first ones, or a largest value.
STEPS: Final = (1, 2, 10, 100, 1000, 10_000, 2**8, 2**10, 2**16, 2**20, 2**24, 2**30)


# Seeds that programs often have, those next to them, and those next to what types hold: one that stands in for
# another, such as 42 where 0 is taken for none, is among these, and so is where a seed goes if it is too large.
FAMILIAR_SEEDS: Final = (
    *(0, 1, 2, 3, 5, 7, 10, 13, 42, 43, 99, 100, 101, 123, 999, 1000, 1234, 1337, 2024, 2025, 4321, 10_000, 12_345),
    *(65_535, 65_536, 123_456, 1_000_000, 2**24, 2**24 + 1, 123_456_789, 2**31 - 3, 2**31 - 2, LARGEST_SEED),
)


def familiar_seeds() -> st.SearchStrategy[int]:
    """Any of them but the largest, which has none above it."""
    return st.sampled_from(FAMILIAR_SEEDS[:-1])


def bases() -> st.SearchStrategy[int]:
    """Seeds to which every one of `STEPS` can be added.

    Fair: as `seeds`; the contract asks for different weights.
    """
    return st.one_of(st.integers(0, 100), st.integers(0, LARGEST_SEED - 2**30))
