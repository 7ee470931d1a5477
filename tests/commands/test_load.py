"""A busy machine costs nobody marks: limits are processor time, and what passed one is tried once more."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from tests.helpers import small_course
from tests.helpers.stop_and_go import one_crowded_core, slowed

BURNS = """
import time

calls = 0

def halve(x):
    global calls
    calls += 1
    end = time.process_time() + (1.0 if calls <= 3 else 0.0)
    while time.process_time() < end:
        pass
    return x / 2
"""
ENDLESS = "def halve(x):\n    while x == 0: pass\n    return x / 2\n"
SLEEPY = "import time\ndef halve(x):\n    time.sleep(60 if x == 0 else 0)\n    return x / 2\n"
ONCE = """
import os
def halve(x):
    if not os.path.exists({mark!r}):
        open({mark!r}, "w").close()
        while True: pass
    return x / 2
"""
QUICKLY = ("--call-limit", "0.4", "--jobs", "1")


def halving_results(place: Path, out: str, *options: str, slow: bool = False) -> dict[str, bytes]:
    with small_course.start(place, *QUICKLY, *options, out=out) as process:
        with slowed(process.pid, 0.1) if slow else contextlib.nullcontext():
            output, errors = process.communicate(timeout=500)
        assert process.returncode == 0, output + errors
    return small_course.results(place / out)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a small course, and nobody in the class."""
    small_course.make_course(tmp_path)
    return tmp_path


@one_crowded_core()
def test_load_does_not_cut_off_a_call_within_its_limit(place: Path) -> None:
    """Three calls need a second of processor time each: four seconds on the crowded core, where the limit is two."""
    small_course.hand_in(place, "slow", BURNS)
    results = halving_results(place, "out", "--call-limit", "2")
    assert json.loads(results["students/slow/results.json"])["score"] == 100


def test_who_computes_and_who_waits_too_long_are_told_which_limit_they_passed(place: Path) -> None:
    small_course.hand_in(place, "endless", ENDLESS)
    small_course.hand_in(place, "sleepy", SLEEPY)
    results = halving_results(place, "out")
    assert b"halve used more than 0.4 s of processor time" in results["students/endless/results.json"]
    assert b"halve did not return within 2 s (it was waiting, not computing)" in results["students/sleepy/results.json"]


@pytest.mark.long
def test_a_tenth_of_a_processor_changes_neither_the_level_nor_a_byte(place: Path) -> None:
    """The endless function is still said to compute, although it takes longer on the clock than waiting may."""
    for student, text in {**small_course.WORK, "endless": ENDLESS}.items():
        small_course.hand_in(place, student, text)
    assert halving_results(place, "slow", slow=True) == halving_results(place, "fast")


def test_a_call_that_hung_once_costs_nothing(place: Path) -> None:
    """Its check is tried once more: without a sandbox, a file tells that this is not the first try."""
    small_course.hand_in(place, "once", ONCE.format(mark=str(place / "mark")))
    results = halving_results(place, "out", "--protection", "none", "--allow-unsandboxed")
    assert b"\nonce,100," in results["grades.csv"]
