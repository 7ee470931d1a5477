"""The reference remembers what it answered: the suite's own calls always, others as long as they take little room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.grading.calls import CallEncoder
from autograder.grading.contract import contract_of
from autograder.grading.loading import load_file
from autograder.grading.subjects import Reference

SOURCE = """
import numpy as np

calls = []


def twice(x: np.ndarray) -> np.ndarray:
    calls.append(len(x))
    return 2 * x
"""
MEGABYTE = 1 << 17  # numbers


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    """A reference that was asked one call in the rehearsal."""
    (tmp_path / "twice.py").write_text(SOURCE)
    module = load_file(tmp_path / "twice.py", "contract_of_twice")
    encoder = CallEncoder(contract_of(module))
    reference = Reference(module, encoder)
    reference.twice(np.ones(1))
    encoder.rehearsing = False
    return reference


def asked_again(reference: Reference, size: int) -> bool:
    """Whether the module is called for this."""
    calls: list[int] = reference._module.calls
    before = len(calls)
    assert reference.twice(np.ones(size)).tolist() == [2.0] * size
    return len(calls) > before


def test_what_takes_little_room_is_remembered(reference: Reference) -> None:
    assert asked_again(reference, 2)
    reference.make_room()
    assert not asked_again(reference, 2)


def test_what_takes_much_is_forgotten_but_the_calls_of_the_suite_are_not(reference: Reference) -> None:
    for number in range(20):
        assert asked_again(reference, MEGABYTE + number)
    assert not asked_again(reference, MEGABYTE)
    reference.make_room()
    assert not asked_again(reference, 1)
    assert asked_again(reference, MEGABYTE)
