"""`autograder judge` and `autograder mutants`, as `make judge` and `make mutants` run them."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from autograder.judging.mutants import mutants_of
from tests.helpers.command import ASSIGNMENTS, PROJECT, reference, run_command

RIGHT, WRONG = 25, 40


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the course with normal_equations alone, and three of its test submissions."""
    for half in ("assignments", "solutions"):
        shutil.copytree(
            PROJECT / half / "normal_equations",
            tmp_path / half / "normal_equations",
            ignore=shutil.ignore_patterns("__pycache__", "submissions"),
        )
    shown = tmp_path / "solutions" / "normal_equations" / "submissions"
    for place, text in {
        "right/ours.py": reference("normal_equations"),
        "wrong/divided.py": reference("normal_equations").replace("X.T @ X, X.T @ y", "X.T @ X / 2, X.T @ y"),
        "half/begun.py": "def normal_equations(X, y):\n    return X.T @ X, X.T @ y\n",
    }.items():
        (shown / place).parent.mkdir(parents=True, exist_ok=True)
        (shown / place).write_text(text, encoding="utf-8")
    return tmp_path


def expect(course: Path, loses: str, earns: str) -> None:
    table = f"[wrong.divided]\nloses = {loses}\n\n[half.begun]\nearns = {earns}\nnothing = ['unique']\n"
    (course / "solutions" / "normal_equations" / "submissions" / "expected.toml").write_text(table, encoding="utf-8")


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_there_are_right_and_wrong_submissions_for_every_assignment(name: str) -> None:
    folder = PROJECT / "solutions" / name / "submissions"
    assert len(list((folder / "right").iterdir())) >= RIGHT
    assert len(list((folder / "wrong").iterdir())) >= WRONG
    assert len(list((folder / "half").iterdir())) >= 5
    assert len(list((folder / "right").glob("*.ipynb"))) >= 5


@pytest.mark.parametrize("name", ["zero_init", "normal_equations"])
def test_every_twelfth_submission_gets_what_it_must(name: str, tmp_path: Path) -> None:
    run = run_command("judge", name, "--every", "12", "--course", PROJECT, cwd=tmp_path)
    assert run.code == 0, run.output
    assert "collateral 0" in run.output
    assert "wrongly 0" in run.output


@pytest.mark.long
def test_judge_is_content_where_all_get_what_they_must(course: Path) -> None:
    expect(course, '["normal_equations"]', '["normal_equations"]')
    run = run_command("judge", "--course", course, cwd=course)
    assert run.code == 0, run.output + run.errors
    assert "right 1 of 1" in run.output
    assert "half-finished 1 of 1" in run.output


def test_judge_tells_of_a_mistake_that_is_missed_and_of_one_that_costs_another_part(course: Path) -> None:
    expect(course, '["unique"]', '["normal_equations"]')
    run = run_command("judge", "--course", course, cwd=course)
    assert run.code == 1
    assert "wrong/divided should lose unique, and does not" in run.output
    assert "wrong/divided should not lose normal_equations" in run.output


def test_judge_tells_of_right_work_that_loses_marks(course: Path) -> None:
    expect(course, '["normal_equations"]', '["normal_equations"]')
    path = course / "solutions" / "normal_equations" / "submissions" / "right" / "ours.py"
    path.write_text(
        path.read_text(encoding="utf-8").replace("X.T @ X, X.T @ y", "X.T @ X, y @ X + 1"), encoding="utf-8"
    )
    run = run_command("judge", "--course", course, cwd=course)
    assert run.code == 1
    assert "right/ours should not lose normal_equations" in run.output
    assert "right 0 of 1" in run.output


@pytest.mark.long
@pytest.mark.parametrize(
    ("loses", "earns", "said"),
    [
        ('["uniqe"]', '["normal_equations"]', "names a part 'uniqe'"),
        ("[]", '["normal_equations"]', "must lose at least one part"),
        ('"unique"', '["normal_equations"]', "cannot be read"),
    ],
)
def test_judge_refuses_a_table_that_says_nothing_sensible(course: Path, loses: str, earns: str, said: str) -> None:
    expect(course, loses, earns)
    run = run_command("judge", "--course", course, cwd=course)
    assert run.code == 2
    assert said in run.errors


@pytest.mark.long
def test_judge_refuses_a_submission_without_an_entry_and_an_entry_without_a_submission(course: Path) -> None:
    expect(course, '["normal_equations"]', '["normal_equations"]')
    shown = course / "solutions" / "normal_equations" / "submissions"
    (shown / "wrong" / "another.py").write_text("", encoding="utf-8")
    assert "has no entry for another" in run_command("judge", "--course", course, cwd=course).errors
    (shown / "wrong" / "another.py").unlink()
    (shown / "wrong" / "divided.py").unlink()
    assert (
        "has an entry for wrong/divided, but there is no such file"
        in run_command("judge", "--course", course, cwd=course).errors
    )


def off_by(relative: str) -> str:
    """Our solution, with every theta of full rank a little off."""
    return reference("normal_equations").replace(
        "np.linalg.solve(A, b)", f"np.linalg.solve(A, b) * (1 + {relative}) + {relative}"
    )


@pytest.mark.long
def test_judge_tells_of_a_tolerance_that_right_work_comes_near_to(course: Path) -> None:
    expect(course, '["normal_equations"]', '["normal_equations"]')
    shown = course / "solutions" / "normal_equations" / "submissions"
    (shown / "right" / "near.py").write_text(off_by("3e-9"), encoding="utf-8")
    run = run_command("judge", "--course", course, cwd=course)
    assert run.code == 1
    assert "right/near uses up" in run.output
    assert "right 2 of 2" in run.output


@pytest.mark.long
def test_judge_tells_of_a_mistake_that_hardly_exceeds_its_tolerance(course: Path) -> None:
    shown = course / "solutions" / "normal_equations" / "submissions"
    (shown / "wrong" / "divided.py").write_text(off_by("2e-8"), encoding="utf-8")
    expect(course, '["unique"]', '["normal_equations"]')
    run = run_command("judge", "--course", course, cwd=course)
    assert run.code == 1
    assert "divided is" in run.output
    assert "tolerances off in unique at most, less than 10" in run.output


def test_every_mutant_differs_in_more_than_annotations_and_says_where() -> None:
    found = mutants_of(reference("normal_equations"))
    assert len({mutant.text for mutant in found}) == len(found) > 50
    assert all(mutant.was != mutant.became for mutant in found)
    assert not [mutant.title for mutant in found if "np.ndarray |" in mutant.was]


def test_mutants_that_survive_need_a_reason_and_the_table_goes_where_it_belongs(course: Path) -> None:
    listed = course / "solutions" / "normal_equations" / "survivors.toml"
    known = tomllib.loads(listed.read_text(encoding="utf-8"))["survivor"]
    table = course / "README.md"
    table.write_text("before\n<!-- mutants: made by `make mutants` -->\n<!-- end of mutants -->\n", encoding="utf-8")
    excused, *others = (f"[[survivor]]\nmutant = {json.dumps(one['mutant'])}\nreason = 'so'\n" for one in known)
    listed.write_text(excused + '[[survivor]]\nmutant = "solve: x -> y"\nreason = "none"\n', encoding="utf-8")
    run = run_command("mutants", "--course", course, "--update", "README.md", cwd=course)
    assert run.code == 1, run.errors
    assert "is listed as a survivor, but is killed or unknown: solve: x -> y" in run.output
    assert run.output.count("survives without a reason") == len(others)
    all_of_them = f"| normal_equations | all | {len(mutants_of(reference('normal_equations')))} |"
    assert all_of_them in table.read_text(encoding="utf-8")
