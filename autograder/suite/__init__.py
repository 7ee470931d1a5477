"""What a suite is written with, and its public checks too.

A check is a pytest function that takes the fixtures `submission` and `reference` (each a `Subject`) and may draw cases
with hypothesis; its docstring is the promise that the student reads:

    @part("train", marks=5)
    @given(case=strategies.runs())
    def test_returns_the_weight(submission: Subject, reference: Subject, case: Run) -> None:
        \"\"\"returns the weight after the last step\"\"\"
        assert_close(submission.train(*case), reference.train(*case), "the weight", atol=1e-6)

The assertions by what they look at:

    values        assert_close, assert_one_of, assert_equal, assert_finite; agrees and is_finite, which only tell
    sizes         assert_shape, assert_size
    what else a   assert_unchanged (its arguments), assert_no_warning, assert_raises; warnings_about, which only tells
    call did

`shown` writes a value into a message of your own.
"""

from autograder.grading.failures import Crashed, Hung
from autograder.grading.subjects import Function, Observation, Subject
from autograder.suite.comparisons import (
    agrees,
    assert_close,
    assert_equal,
    assert_finite,
    assert_one_of,
    assert_shape,
    assert_size,
    is_finite,
)
from autograder.suite.effects import assert_no_warning, assert_raises, assert_unchanged, warnings_about
from autograder.suite.parts import part
from autograder.suite.showing import shown

__all__ = [
    "Crashed",
    "Function",
    "Hung",
    "Observation",
    "Subject",
    "agrees",
    "assert_close",
    "assert_equal",
    "assert_finite",
    "assert_no_warning",
    "assert_one_of",
    "assert_raises",
    "assert_shape",
    "assert_size",
    "assert_unchanged",
    "is_finite",
    "part",
    "shown",
    "warnings_about",
]
