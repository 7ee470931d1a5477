"""What a suite draws depends on the suite alone: each time in a process of its own, as graders are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

# Literals that hypothesis, left to itself, mixes into what it draws once the module is imported.
ODD_LITERALS: Final = "NUMBERS = (777_777, -424_242, 1234.5678, 99.125)\nWORDS = ('xyzzy', 'plugh', 'quux')\n"

STRATEGIES: Final = """
from hypothesis import strategies as st

numbers = st.integers(-10**6, 10**6)
floats = st.floats(-1e5, 1e5)
texts = st.text(max_size=8)
quarters = st.integers(-40, 40).map(lambda number: number / 4)
rows = st.lists(quarters, min_size=1, max_size=4)
choices = st.sampled_from(("torch", "numpy"))
"""

DRAW: Final = """
import contextlib
from hypothesis import given, settings
from autograder.grading.stable_draws import stable_draws
import strategies as s

@settings(derandomize=True, database=None, max_examples=100)
@given(number=s.numbers, scale=s.floats, text=s.texts, rows=s.rows, choice=s.choices)
def show(number, scale, text, rows, choice):
    print(repr((number, scale, text, rows, choice)))

with %s:
    show()
"""

REHEARSE: Final = """
import sys, types
from hypothesis import given
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, rehearse
from autograder.grading.contract import Contract
from autograder.grading.subjects import Reference, Rehearsal
from autograder.suite import part
import strategies as s

def named(name):
    @given(number=s.numbers, scale=s.floats, text=s.texts, rows=s.rows)
    def draw(number, scale, text, rows):
        pass
    draw.__name__ = name
    return Check(name, "a part", "does something", 1, False, part("a part", examples=100)(draw), {})

module, encoder = types.ModuleType("reference_of_nothing"), CallEncoder(Contract({}))
for name in sys.argv[1:]:
    cases = rehearse(named(name), Rehearsal(module, encoder), Reference(module, encoder)).cases
    print(repr((name, cases)))
"""

IMPORT_BEFORE: Final = "import odd_literals\n"


def run(program: str, folder: Path, environment: Mapping[str, str] | None = None, *arguments: str) -> list[str]:
    """The lines that a program prints in a folder with local modules."""
    (folder / "odd_literals.py").write_text(ODD_LITERALS)
    (folder / "strategies.py").write_text(STRATEGIES)
    (folder / "program.py").write_text(program)
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTHONHASHSEED")}
    done = subprocess.run(
        [sys.executable, "program.py", *arguments],
        cwd=folder,
        env={**clean, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


OUTSIDE: Final = "contextlib.nullcontext()"
INSIDE: Final = "stable_draws()"
STABLE: Final = DRAW % INSIDE
PLAIN: Final = DRAW % OUTSIDE


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is drawn where no odd module is loaded."""
    return run(STABLE, tmp_path_factory.mktemp("draws"))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What hypothesis, left to itself, draws where an odd module is loaded."""
    return run(IMPORT_BEFORE + PLAIN, tmp_path_factory.mktemp("mixed"))


def test_hypothesis_left_to_itself_mixes_in_the_literals_of_local_modules(mixed: list[str], tmp_path: Path) -> None:
    """The trap itself: were it gone, the tests below would show nothing."""
    assert run(PLAIN, tmp_path) != mixed


def test_draws_are_many_and_different(drawn: list[str]) -> None:
    assert len(drawn) == 100
    assert len(set(drawn)) > 60


def test_draws_are_the_same_whatever_the_environment_says(drawn: list[str], tmp_path: Path) -> None:
    assert run(STABLE, tmp_path, {"CI": "true", "PYTHONHASHSEED": "1"}) == drawn


SILENTLY: Final = "import io\nwith %s, contextlib.redirect_stdout(io.StringIO()):\n    show()\n"
LOADED: Final = {
    "before": IMPORT_BEFORE + STABLE,
    "after_draws_outside": IMPORT_BEFORE
    + STABLE.replace("with stable_draws", SILENTLY % OUTSIDE + "with stable_draws"),
}


@pytest.mark.parametrize("program", LOADED.values(), ids=LOADED)
def test_draws_are_the_same_whatever_local_modules_are_loaded(drawn: list[str], tmp_path: Path, program: str) -> None:
    assert run(program, tmp_path) == drawn


def test_draws_outside_are_what_they_were_once_the_context_is_left(mixed: list[str], tmp_path: Path) -> None:
    before = SILENTLY % OUTSIDE + SILENTLY % INSIDE
    after = PLAIN.replace("with contextlib", before + "with contextlib")
    assert run(IMPORT_BEFORE + after, tmp_path) == mixed


def test_the_cases_of_a_check_depend_on_its_name_and_strategies_alone(tmp_path: Path) -> None:
    """Two graders: one with other modules loaded and other settings, that has another check before it."""
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    (alone,) = run(REHEARSE, tmp_path / "one", {}, "test_it")
    settings = {"CI": "true", "PYTHONHASHSEED": "7"}
    another, after = run(IMPORT_BEFORE + REHEARSE, tmp_path / "other", settings, "test_that", "test_it")
    assert alone == after
    assert another.removeprefix("('test_that'") != alone.removeprefix("('test_it'")
