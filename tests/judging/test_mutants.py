"""`autograder mutants`: small changes of a reference, and those that survive."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.playing import margin_of
from autograder.grading.subjects import Reference
from autograder.judging.mutants import mutants_of
from autograder.judging.survival import excused
from tests.helpers.command import PROJECT, Run, reference, run_command
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


FUNCTION = '''\
def fit(x, lr=0.5, steps=10, exact=False):
    """Fits."""
    y = shift(x, by=lr)
    x = scaled(y, steps)
    return x
'''
CHANGES = [
    "def fit(x, lr=5.0, steps=10, exact=False):",
    "def fit(x, lr=0.05, steps=10, exact=False):",
    "def fit(x, lr=0.5, steps=100, exact=False):",
    "def fit(x, lr=0.5, steps=1, exact=False):",
    "def fit(x, lr=0.5, steps=10, exact=True):",
    "y = shift(x)",
    "x = scaled(y)",
    "x = scaled(steps, y)",
    "x = scaled(y, steps) y = shift(x, by=lr)",
]


@pytest.mark.parametrize("became", CHANGES)
def test_defaults_arguments_and_the_order_of_statements_are_changed(became: str) -> None:
    assert became in [mutant.became for mutant in mutants_of(FUNCTION)]


def test_an_argument_that_stands_on_several_lines_is_changed_too() -> None:
    text = "def fit(x):\n    return scaled(\n        x,\n        by=2,\n    )\n"
    assert "def fit(x):\n    return scaled(x)\n" in [mutant.text for mutant in mutants_of(text)]


@pytest.mark.long
def test_a_mutant_that_breaks_the_suite_is_listed_and_the_others_are_graded(course: Path) -> None:
    suite = course / "solutions" / "halving" / "test_halving.py"
    bug = "    [15.0][int(submission.halve(x=30.0)) - 15]\n"
    suite.write_text(suite.read_text(encoding="utf-8") + bug, encoding="utf-8")
    run = graded(course, *SURVIVORS)
    assert run.code == 1, run.errors
    output = " ".join(run.output.split())
    assert "halving: breaks the suite: halve: return x / 2 -> return x * 2: IndexError" in output
    assert f"| halving | all | {len(mutants_of(REFERENCE))} |" in output


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(path.parent.name for path in PROJECT.glob("solutions/*/survivors.toml")))
def test_each_survivor_that_is_listed_survives(name: str) -> None:
    (assignment,) = read_course(PROJECT, with_solutions=True).only([name]).assignments
    suite = HiddenSuite(assignment)
    mutants = {mutant.title: mutant for mutant in mutants_of(reference(name))}
    for title in excused(assignment):
        module = types.ModuleType(f"survivor_of_{name}")
        sys.modules[module.__name__] = module
        exec(compile(mutants[title].text, name, "exec"), vars(module))
        model = Reference(module, suite.encoder)
        for check in suite.checks:
            margin = margin_of(check, suite.rehearsed[check.identity], model, suite.reference)
            assert not margin.failures, f"{check.promise} sees {title}"
