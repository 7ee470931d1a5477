"""`autograder mutants`: small changes of a reference, and those that survive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.judging.mutants import mutants_of
from tests.helpers.command import Run, reference, run_command
from tests.helpers.small_course import make_course

# The suite draws numbers up to 100, so it cannot see what happens at 1000.
REFERENCE = "def halve(x: float) -> float:\n    if x == 1000:\n        return 500.0\n    return x / 2\n"


def test_every_mutant_differs_in_more_than_annotations_and_says_where() -> None:
    mutants = mutants_of(reference("normal_equations"))
    assert len({mutant.text for mutant in mutants}) == len(mutants) > 50
    assert all(mutant.was != mutant.became for mutant in mutants)
    assert not [mutant.title for mutant in mutants if "np.ndarray |" in mutant.was]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course, with a place for the table in its README.md."""
    make_course(tmp_path)
    (tmp_path / "course" / "solutions" / "halving" / "halving.py").write_text(REFERENCE, encoding="utf-8")
    marks = "<!-- mutants: made by `make mutants` -->\n<!-- end of mutants -->\n"
    (tmp_path / "course" / "README.md").write_text(f"before\n{marks}after\n", encoding="utf-8")
    return tmp_path / "course"


def graded(course: Path, *excused: str) -> Run:
    entries = [f"[[survivor]]\nmutant = {json.dumps(title)}\nreason = 'so'\n" for title in excused]
    (course / "solutions" / "halving" / "survivors.toml").write_text("\n".join(entries), encoding="utf-8")
    return run_command("mutants", "--update", "README.md", cwd=course)


# The mutants that differ from the reference for numbers near 1000 alone.
UNSEEN = ("if x > 1000:", "if x >= 1000:", "if x == 1001:", "if x == 999:", "return 501.0", "return 499.0")
SURVIVORS = [mutant.title for mutant in mutants_of(REFERENCE) if mutant.became in UNSEEN]


def test_a_survivor_needs_a_reason_and_a_reason_a_survivor(course: Path) -> None:
    run = graded(course, *SURVIVORS[1:], "halve: x  ->  y")
    assert run.code == 1, run.errors
    assert run.output.splitlines()[:2] == [
        f"halving: survives without a reason: {SURVIVORS[0]}",
        "halving: is listed as a survivor, but is killed or does not exist: halve: x  ->  y",
    ]


def test_the_table_goes_between_its_marks(course: Path) -> None:
    run = graded(course, *SURVIVORS)
    assert run.code == 0, run.output + run.errors
    before, table, after = (course / "README.md").read_text(encoding="utf-8").split("<!-- ")
    assert (before, after) == ("before\n", "end of mutants -->\nafter\n")
    mutants = len(mutants_of(REFERENCE))
    assert f"| halving | all | {mutants} | {mutants - len(SURVIVORS)} | {len(SURVIVORS)} |" in table
