"""What the features of an assignment's calls are written with, for `solutions/<name>/features.py`.

Where a submission is wrong in some calls and right in others, the grader looks for the feature that tells them apart:
"right where the number of samples is at most 16, wrong where it is 17 or more". It knows sizes and options by itself;
what else may matter is said here, one function for each function of the contract, the plainest features first:

    SIZES = {"n": "the number of samples"}  # what the names of sizes in the reference's docstrings mean

    @features_of("solve")
    def of_a_system(A, b):
        yield Whether("A is singular", "A has full rank", is_singular(A))
        yield Number("the condition number of A", np.linalg.cond(A))

`yield Idle("all is zero")` in a call that nearly every mistake answers rightly: such an answer tells nothing apart.

`FREE = ("break_symmetry",)` names the functions that may return anything of some kind: no number of theirs is compared.

It is called with the arguments of a call as they are given, and whatever it raises means that there are no features.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.grading.explaining.features import Describe, Features, Idle, Number, Whether

__all__ = ["Idle", "Number", "Whether", "features_of"]


def features_of(function: str) -> Callable[[Describe], Features]:
    """Turn a generator of `Number` and `Whether` into what tells the calls of a function of the contract apart."""

    def decorate(describe: Describe) -> Features:
        return Features(function, describe)

    return decorate
