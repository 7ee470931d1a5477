"""The hidden checks of `break_symmetry`."""

from typing import Any, Final, TypeVar

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from autograder import Subject, assert_close, assert_finite, assert_shape, assert_size, part, shown

from . import starts
from .starts import FAMILIAR_SEEDS, STEPS

Size = tuple[int, int]  # neurons, features
Check = TypeVar("Check", bound=Any)
# Square, tall and wide, whatever is drawn.
SIZES: Final = ((1, 1), (4, 4), (30, 3), (3, 30), (1, 40), (40, 1), (24, 24))


def of_all_sizes(check: Check) -> Check:
    """Beside what is drawn, the sizes that have to be there."""
    for size in SIZES:
        check = example(size=size, seed=size[0] + 7)(check)
    return check


def from_every_familiar_seed(check: Check) -> Check:
    """Each of them, so that every pair is compared, and the first in both sizes."""
    for seed in FAMILIAR_SEEDS[:-1]:
        check = example(size=(2, 3), seed=seed)(check)
    return example(size=(3, 2), seed=0)(check)


def assert_as_many(weight: torch.Tensor, size: Size) -> None:
    """Enough to rule out an answer that is always the same; the shape has a check of its own."""
    assert_size(weight, size[0] * size[1], "the weight", f"{size[0]} neurons times {size[1]} features")
    assert_finite(weight, "the weight")


def assert_unequal_rows(weight: torch.Tensor, size: Size) -> None:
    """No two rows alike, also where the matrix is the wrong way round."""
    assert_as_many(weight, size)
    rows = weight if weight.shape[0] == size[0] else weight.reshape(-1, size[0]).T
    alike = [(i, j) for i in range(len(rows)) for j in range(i) if bool((rows[i] == rows[j]).all())]
    assert not alike, f"rows {alike[0][1]} and {alike[0][0]} should differ, got {shown(rows[alike[0][0]])} twice"


@part("break_symmetry", marks=1, examples=10)
@given(size=starts.sizes(), seed=starts.seeds())
@of_all_sizes
def test_returns_a_row_a_neuron(submission: Subject, size: Size, seed: int) -> None:
    """returns one row per neuron and one column per feature"""
    assert_shape(submission.break_symmetry(*size, seed), size, "the weight")


@part("break_symmetry", marks=2, examples=14)
@given(size=starts.roomy_sizes(), seed=starts.seeds())
@of_all_sizes
# So many entries that one in a thousand shows, and so many features that the second decimal of the bound is too coarse.
@example(size=(100, 49), seed=6)
@example(size=(10, 784), seed=4)
def test_stays_within_the_bound(submission: Subject, size: Size, seed: int) -> None:
    """keeps every entry within +-1/sqrt(features)"""
    weight = submission.break_symmetry(neurons=size[0], features=size[1], seed=seed)
    assert_as_many(weight, size)
    bound = size[1] ** -0.5
    # One part in a million is 8 roundings of float32; realistic mistakes (1, sqrt(6 / (k + d))) are far out.
    largest = float(weight.abs().max())
    within = largest <= bound * (1 + 1e-6)
    assert within, f"every entry should be within +-1/sqrt({size[1]}) = +-{bound:.6g}, got one of size {largest:.6g}"


@part("break_symmetry", marks=3, examples=10)
@given(size=starts.sizes(smallest=2), seed=starts.seeds())
@example(size=(4, 1), seed=3)  # of one feature each: rows that were made equally long would coincide
@example(size=(30, 1), seed=8)
@example(size=(40, 1), seed=2)
@example(size=(24, 24), seed=5)
@example(size=(40, 2), seed=1)
def test_makes_no_two_rows_alike(submission: Subject, size: Size, seed: int) -> None:
    """makes no two rows alike"""
    assert_unequal_rows(submission.break_symmetry(*size, seed), size)


@part("break_symmetry", marks=7, examples=6)
@given(size=starts.sizes(smallest=2), seed=starts.bases())
@example(size=(2, 3), seed=0)
@example(size=(3, 2), seed=77_777_777)
def test_draws_by_its_seed(submission: Subject, size: Size, seed: int) -> None:
    """draws unequal rows by its seed: the same for the same seed, in another program too, and others for another"""
    first, second = submission.break_symmetry(*size, seed=seed), submission.break_symmetry(*size, seed=seed)
    assert_unequal_rows(first, size)
    assert_close(second, first, f"the weight of a second call with seed={seed}", atol=0)
    # A call that is watched finds the state of another program: other random numbers and hashes, at another time.
    elsewhere = submission.break_symmetry.observe(*size, seed=seed).value
    assert_close(elsewhere, first, f"the weight of another program with seed={seed}", atol=0)
    for step in STEPS:
        other = submission.break_symmetry(*size, seed + step)
        same = first.shape == other.shape and bool((first == other).all())
        assert not same, f"the weights for seeds {seed} and {seed + step} should differ, got the same twice"


# Few sizes, so that the cases share their calls.
@part("break_symmetry", marks=1, examples=4)
@given(size=st.sampled_from(((2, 3), (3, 2))), seed=starts.familiar_seeds())
@from_every_familiar_seed
def test_tells_familiar_seeds_apart(submission: Subject, size: Size, seed: int) -> None:
    """gives other weights for each of the seeds that programs often have, from 0 to 2147483647"""
    first = submission.break_symmetry(*size, seed)
    assert_as_many(first, size)
    # Only those above it: where two seeds are taken for one, the case of the smaller fails.
    for above in FAMILIAR_SEEDS[FAMILIAR_SEEDS.index(seed) + 1 :]:
        other = submission.break_symmetry(*size, above)
        same = first.shape == other.shape and bool((first == other).all())
        assert not same, f"the weights for seeds {seed} and {above} should differ, got the same twice"


@part("break_symmetry", marks=1, examples=4)
@given(size=starts.sizes(), seed=starts.seeds())
@example(size=(2, 3), seed=0)
def test_leaves_the_global_random_state(submission: Subject, size: Size, seed: int) -> None:
    """leaves torch's global random state unchanged"""
    observed = submission.break_symmetry.observe(*size, seed)
    assert_as_many(observed.value, size)
    assert not observed.random_state_changed, (
        "break_symmetry should leave torch's global random state as it was; after the call torch.rand gives other "
        "numbers than without it"
    )
