"""A second run keeps what is finished, and grades again only what changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT
from tests.helpers.small_course import RIGHT, hand_in, records, results, run

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test


def test_a_second_run_keeps_everything_and_writes_the_same_bytes(graded: Path) -> None:
    before = results(graded / "out"), records(graded / "out")
    done = run(graded)
    assert "kept: 2 of 2\n" in done.stdout
    assert "regraded" not in done.stdout
    assert (results(graded / "out"), records(graded / "out")) == before


def test_a_run_in_which_nothing_changed_only_reads(graded: Path, tmp_path: Path) -> None:
    """No library of grading is loaded, no suite rehearsed, no protection tried: here they would fail."""
    for library in ("torch", "hypothesis", "pytest"):
        (tmp_path / "broken" / library).mkdir(parents=True)
        (tmp_path / "broken" / library / "__init__.py").write_text("raise RuntimeError('loaded')")
    before = results(graded / "out"), records(graded / "out")
    done = run(graded, variables={"PYTHONPATH": os.pathsep.join((str(tmp_path / "broken"), str(PROJECT))), "PATH": ""})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("kept: 2 of 2\n")
    assert (results(graded / "out"), records(graded / "out")) == before


def test_a_student_who_handed_in_nothing_has_the_same_result_when_nothing_changed(graded: Path) -> None:
    (graded / "roster.csv").write_text("student\nada\nben\nzoe\n")
    (graded / "class/halving.txt").unlink(missing_ok=True)
    first = run(graded, "--roster", "roster.csv")
    assert first.returncode == 0, first.stderr
    before = results(graded / "out")
    assert "protection:" not in run(graded, "--roster", "roster.csv").stdout
    assert results(graded / "out") == before


@pytest.mark.parametrize(
    "change", [("--fresh",), ("--protection", "none", "--allow-unsandboxed"), ("--call-limit", "9")], ids=" ".join
)
def test_whatever_changes_a_result_has_the_suites_loaded_again(graded: Path, change: tuple[str, ...]) -> None:
    assert "protection: " in run(graded, *change).stdout


def test_results_without_protection_are_not_kept_for_a_run_that_insists_on_some(place: Path) -> None:
    assert run(place, "--protection", "none", "--allow-unsandboxed").returncode == 0
    assert "(protection changed)" in run(place).stdout


def test_only_what_changed_is_graded_again_with_the_reason(graded: Path) -> None:
    hand_in(graded, "ben", RIGHT)
    before = records(graded / "out")
    output = run(graded).stdout
    assert "regraded: ben halving (submission changed)\nkept: 1 of 2\n" in output
    assert len(set(before.values()) & set(records(graded / "out").values())) == 1
    assert "ben,100," in (graded / "out/grades.csv").read_text()


def from_another_engine(text: str) -> str:
    (record,) = json.loads(text)
    return json.dumps([record | {"fingerprint": record["fingerprint"] | {"engine": "another"}, "result": None}])


def test_kept_results_that_are_damaged_or_from_another_engine_are_not_used(graded: Path) -> None:
    before = results(graded / "out")
    one, other = sorted(graded.glob("out/state/*/*.json"))
    one.write_text(from_another_engine(one.read_text()))
    other.write_text(other.read_text()[:300])
    output = run(graded).stdout
    assert "halving (engine changed)\n" in output
    assert "halving (its earlier result cannot be read)\n" in output
    assert "kept: 0 of 2\n" in output
    assert results(graded / "out") == before


@pytest.mark.parametrize("out", ["class/results", "class/ada/results"])
def test_results_among_the_submissions_are_not_taken_for_one(place: Path, out: str) -> None:
    assert run(place, out=out).returncode == 0
    before = results(place / out)
    done = run(place, out=out)
    assert "kept: 2 of 2\n" in done.stdout
    assert results(place / out) == before
    assert {row.split(",")[0] for row in before["grades.csv"].decode().splitlines()} >= {"ada", "ben"}


def test_results_cannot_be_written_over_the_submissions(place: Path) -> None:
    done = run(place, out="class")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "autograder: class holds what was handed in: name another folder for the results\n"
    assert sorted(path.name for path in (place / "class").iterdir()) == ["ada", "ben"]


def test_a_fresh_run_keeps_nothing(graded: Path) -> None:
    before = results(graded / "out")
    for path in graded.glob("out/state/*/*.json"):
        path.write_text(path.read_text().replace("halves every number", "does something else"))
    output = run(graded, "--fresh").stdout
    assert "kept" not in output
    assert "regraded" not in output
    assert results(graded / "out") == before


def test_what_the_grader_broke_is_graded_again(place: Path) -> None:
    suite = place / "course/solutions/halving/test_halving.py"
    broken = '    if submission.halve(3.0) != 1.5:\n        raise OSError("the grader")\n'
    suite.write_text(suite.read_text().replace('zero alone"""\n', f'zero alone"""\n{broken}'))
    assert run(place).returncode == 3
    done = run(place)
    assert done.returncode == 3
    assert "regraded: ben halving (the grader broke)\nkept: 1 of 2\n" in done.stdout


def students_in(out: Path) -> list[str]:
    return [row.split(",")[0] for row in (out / "grades.csv").read_text().splitlines()[1:]]


def test_a_run_over_others_leaves_what_is_known_and_replace_starts_over(graded: Path) -> None:
    (graded / "class" / "ben").rename(graded / "class" / "cleo")
    before = (graded / "out/students/ben/results.json").read_bytes()
    output = run(graded).stdout
    assert "in the record besides: 1 who are not in this run\n" in output
    assert students_in(graded / "out") == ["ada", "ben", "cleo"]
    assert (graded / "out/students/ben/results.json").read_bytes() == before
    assert run(graded, "--replace").returncode == 0
    assert students_in(graded / "out") == ["ada", "cleo"]
    assert not (graded / "out/students/ben/results.json").exists()
    assert {path.name for path in (graded / "out/runs").iterdir()} == {"1", "2", "3"}
