"""The course's seed: what `autograder new-term` makes enters every draw, and stays with the graders."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course, read_course
from autograder.errors import UserError
from autograder.grading.budget import Limits
from autograder.grading.case_data import Case
from autograder.grading.fingerprint import Fingerprint, Fingerprints
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.stable_draws import draw_seed
from autograder.handout import handout_files
from autograder.intake.records import Source
from autograder.packing.contents import course_files
from tests.helpers.command import run_command
from tests.helpers.small_course import RIGHT, make_course

PLACE = "solutions/seed.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small course without a seed."""
    make_course(tmp_path)
    return tmp_path / "course"


@pytest.fixture
def seeded(folder: Path) -> Path:
    """The same course with a seed."""
    (folder / PLACE).write_text("autumn, and nobody guesses it\n")
    return folder


def course(folder: Path) -> Course:
    return read_course(folder, with_solutions=True)


def drawn(folder: Path) -> list[Case]:
    """What the suite draws."""
    read = course(folder)
    suite = HiddenSuite(read.assignments[0], read.seed)
    return [case for rehearsed in suite.rehearsed.values() for case in rehearsed.cases]


def test_another_seed_draws_other_cases_and_the_same_seed_the_same(folder: Path) -> None:
    without = drawn(folder)
    (folder / PLACE).write_text("one\n")
    one = drawn(folder)
    (folder / PLACE).write_text("another\n")
    another = drawn(folder)
    (folder / PLACE).write_text("one")  # an editor took the end of the line away
    again = drawn(folder)
    (folder / PLACE).unlink()
    assert without != one != another != without
    assert (one, without) == (again, drawn(folder))


def test_checks_draw_different_cases_at_every_seed() -> None:
    seeds = {draw_seed(check, seed) for check in ("test_it", "test_that") for seed in ("", "1", "2")}
    assert len(seeds) == 6


def test_an_empty_seed_is_refused(folder: Path) -> None:
    (folder / PLACE).write_text("\n")
    with pytest.raises(UserError, match=r"seed\.txt is empty: `autograder new-term --replace` makes a new seed"):
        course(folder)


def test_new_term_makes_a_seed_that_nobody_guesses_and_says_so(folder: Path) -> None:
    run = run_command("new-term", cwd=folder)
    assert run.code == 0, run.errors
    assert f"{PLACE} holds a new seed: all students get the same new cases" in run.output.replace("\n", " ")
    assert len(set(course(folder).seed)) > 5
    assert len(course(folder).seed) == 32


def test_new_term_replaces_a_seed_only_if_told_to(seeded: Path) -> None:
    refused = run_command("new-term", cwd=seeded)
    assert refused.code == 2
    assert "seed.txt exists already" in refused.errors
    assert course(seeded).seed == "autumn, and nobody guesses it"
    replaced = run_command("new-term", "--replace", cwd=seeded)
    assert replaced.code == 0, replaced.errors
    assert "in place of the old one" in replaced.output.replace("\n", " ")
    assert course(seeded).seed != "autumn, and nobody guesses it"


def test_students_never_get_the_seed_and_graders_elsewhere_do(seeded: Path) -> None:
    public = handout_files(read_course(seeded, with_solutions=False))
    assert not [name for name, content in public.items() if "seed.txt" in name or b"nobody guesses it" in content]
    assert dict(course_files(course(seeded)))[PLACE] == b"autumn, and nobody guesses it\n"


def test_a_new_seed_makes_results_out_of_date(folder: Path) -> None:
    def fingerprint() -> Fingerprint:
        source = Source("halving", "halving.py", (("halving.py", RIGHT),))
        return Fingerprints(course(folder), Limits(), "none").of(source)

    before = fingerprint()
    (folder / PLACE).write_text("one\n")
    assert fingerprint().changes_since(before) == ["suite"]


@pytest.mark.long
def test_judge_tries_the_suites_at_several_seeds_and_tells_at_which_they_fail(folder: Path) -> None:
    wrong = folder / "solutions/halving/submissions/wrong"
    wrong.mkdir(parents=True)
    (wrong / "large.py").write_text("def halve(x):\n    return x / 2 if x < 1000 else 0.0\n")  # nothing draws that
    (wrong.parent / "expected.toml").write_text('[wrong.large]\nloses = ["halves"]\n')
    run = run_command("judge", "--seeds", "2", cwd=folder)
    assert run.code == 1, run.errors
    assert [line for line in run.output.splitlines() if ": right " not in line and ": explained " not in line] == [
        "halving, the course's seed: wrong/large should lose halves, and does not",
        "halving, seed 1: wrong/large should lose halves, and does not",
        "halving: clean at 0 of 2 seeds; not at the course's seed, seed 1",
    ]
