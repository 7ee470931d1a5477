"""A course of one assignment with one function, and both halves of everything that an assignment needs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HANDOUT: Final = "# 1. Halving\n\nWrite `halve(x)`.\n"
STUB: Final = '''
def halve(x: float) -> float:
    """Half of x."""
    raise NotImplementedError("TODO: return half of x")
'''
CHECKS: Final = '''
from autograder.suite import assert_close, part

BEYOND = {"halves": "negative numbers"}


@part("halves")
def test_half_of_ten(submission):
    """halves ten"""
    assert_close(submission.halve(10.0), 5.0, "half of 10")
'''
REFERENCE: Final = '''
def halve(x: float) -> float:
    """Half of x."""
    return x / 2
'''
SUITE: Final = '''
from hypothesis import given

from autograder.suite import assert_close, part

from . import strategies


@part("halves", marks=70)
@given(x=strategies.NUMBERS)
def test_halves(submission, reference, x):
    """halves every number"""
    assert_close(submission.halve(x), reference.halve(x), "the half")


@part("zero", marks=30)
def test_zero(submission):
    """leaves zero alone"""
    assert_close(submission.halve(x=0.0), 0.0, "half of 0")
'''
STRATEGIES: Final = """
from hypothesis import strategies as st

NUMBERS = st.integers(-100, 100).map(float)
"""


def make_course(folder: Path) -> Path:
    """Write the course to `course` in a folder, and return that: two folders and nothing else."""
    public, private = folder / "course/assignments/halving", folder / "course/solutions/halving"
    public.mkdir(parents=True)
    private.mkdir(parents=True)
    (public / "README.md").write_text(HANDOUT)
    (public / "halving.py").write_text(STUB)
    (public / "contract.py").write_text("def halve(x: float) -> float: ...\n")
    (public / "checks.py").write_text(CHECKS)
    (private / "__init__.py").write_text("")
    (private / "halving.py").write_text(REFERENCE)
    (private / "strategies.py").write_text(STRATEGIES)
    (private / "test_halving.py").write_text(SUITE)
    return folder / "course"
