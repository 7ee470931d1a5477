"""`autograder judge` with the test submissions of a small course."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.judging.caught_alone import read_caught_alone
from tests.helpers.command import PROJECT, Run, reference, run_command
from tests.helpers.small_course import RIGHT, make_course

SUBMISSIONS = {
    "right/ours.py": RIGHT,
    "wrong/thirds.py": "def halve(x):\n    return x / 3\n",
    "half/begun.py": "def halve(x):\n    return 0.0\n",
}
EXPECTED = """
[wrong.thirds]
loses = ["halves"]

[half.begun]
earns = ["zero"]
nothing = ["halves"]
"""

ONES = """
[wrong.ones]
loses = ["halves", "zero"]
"""


def put_in(folder: Path, submissions: dict[str, str], expected: str) -> None:
    for place, text in submissions.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    (folder / "expected.toml").write_text(expected, encoding="utf-8")


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """The folder of a small course's test submissions, which all get what they must."""
    make_course(tmp_path)
    folder = tmp_path / "course" / "solutions" / "halving" / "submissions"
    put_in(folder, SUBMISSIONS, EXPECTED)
    return folder


def judged(submissions: Path) -> Run:
    return run_command("judge", cwd=submissions)


def test_judge_is_content_where_all_get_what_they_must(submissions: Path) -> None:
    run = judged(submissions)
    assert run.code == 0, run.output + run.errors
    assert "halving: right 1 of 1, wrong caught 1 of 1 in their part, collateral 0, half-finished 1 of 1" in run.output


def test_what_only_one_check_catches_is_written_down_for_the_report_of_a_class(submissions: Path) -> None:
    put_in(submissions, {"wrong/ones.py": "def halve(x):\n    return x / 2 + 1\n"}, EXPECTED + ONES)
    run = run_command("judge", "--update", cwd=submissions)
    assert run.code == 0, run.output + run.errors
    (assignment,) = read_course(submissions.parents[2], with_solutions=True).assignments
    assert read_caught_alone(assignment) == {"test_halves": ["thirds"], "test_zero": []}
    refused = run_command("judge", "--update", "--every", "2", cwd=submissions)
    assert (refused.code, refused.errors.count("\n")) == (2, 1)


def test_judge_counts_explanations_and_tells_of_those_that_are_wrong(submissions: Path) -> None:
    table = submissions / "explanations.toml"
    table.write_text('thirds = ["relation: 2/3 of what it should be"]\n', encoding="utf-8")
    document = submissions / "README.md"
    document.write_text("<!-- explanations: made by `autograder judge --table` -->\n<!-- end of explanations -->\n")
    run = run_command("judge", "--table", str(document), cwd=submissions)
    assert run.code == 0, run.output + run.errors
    assert "| halving | 1 | 1 | 0 | 1 | 0 | 1 | 0 | 0 |\n" in document.read_text()
    counts = "explained 1 of 1 wrong (0 by a misconception, 1 by a relation, 0 by a boundary)"
    assert f"halving: {counts}, rightly 1, wrongly 0, read by nobody 0" in run.output
    table.write_text('thirds = ["relation: half of what it should be"]\n', encoding="utf-8")
    run = judged(submissions)
    assert run.code == 1
    assert "halving: wrong/thirds gets an explanation (relation) that is not among the right ones" in run.output
    assert f"halving: {counts}, rightly 0, wrongly 1, read by nobody 0" in run.output
    table.write_text("", encoding="utf-8")
    run = judged(submissions)
    assert run.code == 1
    assert "halving: wrong/thirds has no entry in explanations.toml; it is told: In every call of this" in run.output
    assert f"halving: {counts}, rightly 0, wrongly 0, read by nobody 1" in run.output


def test_judge_tells_of_everything_that_does_not_get_what_it_must(submissions: Path) -> None:
    (submissions / "right" / "ours.py").write_text("def halve(x):\n    return x / 2 + 1\n", encoding="utf-8")
    (submissions / "expected.toml").write_text(EXPECTED.replace('loses = ["halves"]', 'loses = ["zero"]'))
    run = judged(submissions)
    assert run.code == 1
    assert [line for line in run.output.splitlines() if "should" in line] == [
        "halving: right/ours should not lose halves, zero:",
        "halving: wrong/thirds should lose zero, and does not",
        "halving: wrong/thirds should not lose halves:",
    ]
    assert "halving: right 0 of 1, wrong caught 0 of 1 in their part, collateral 2" in run.output


@pytest.mark.parametrize(
    ("loses", "message"),
    [
        ('["halfs"]', "thirds names a part 'halfs'; the parts are halves, zero"),
        ("[]", "must lose at least one part"),
        ('"halves"', "cannot be read"),
    ],
)
@pytest.mark.long
def test_judge_refuses_a_table_that_makes_no_sense(submissions: Path, loses: str, message: str) -> None:
    (submissions / "expected.toml").write_text(EXPECTED.replace('["halves"]', loses, 1))
    run = judged(submissions)
    assert run.code == 2
    assert message in run.errors


@pytest.mark.long
def test_judge_refuses_a_submission_without_an_entry(submissions: Path) -> None:
    (submissions / "wrong" / "another.py").write_text(RIGHT, encoding="utf-8")
    assert "expected.toml has no entry for another" in judged(submissions).errors


@pytest.mark.long
def test_judge_refuses_an_entry_without_a_submission(submissions: Path) -> None:
    (submissions / "wrong" / "thirds.py").unlink()
    assert "has an entry for wrong/thirds, but there is no such file" in judged(submissions).errors


@pytest.mark.long
def test_judge_ends_with_an_exit_code_of_its_own_where_the_suite_breaks(submissions: Path) -> None:
    suite = submissions.parent / "test_halving.py"
    bug = "    [15.0][int(submission.halve(x=30.0)) - 15]\n"  # where a third is taken for a half
    suite.write_text(suite.read_text(encoding="utf-8") + bug, encoding="utf-8")
    run = judged(submissions)
    assert run.code == 3
    assert run.errors.startswith("autograder: wrong/thirds: ")
    assert "IndexError" in run.errors


@pytest.fixture
def normal_equations(tmp_path: Path) -> Path:
    """The folder of the test submissions of normal_equations, whose checks have tolerances; it is empty."""
    for half in ("assignments", "solutions"):
        shutil.copytree(
            PROJECT / half / "normal_equations",
            tmp_path / half / "normal_equations",
            ignore=shutil.ignore_patterns("__pycache__", "submissions"),
        )
    (tmp_path / "solutions" / "normal_equations" / "submissions").mkdir()
    return tmp_path / "solutions" / "normal_equations" / "submissions"


def off_by(relative: str) -> str:
    """Our solution, with every theta of full rank a little off."""
    return reference("normal_equations").replace(
        "np.linalg.solve(A, b)", f"np.linalg.solve(A, b) * (1 + {relative}) + {relative}"
    )


@pytest.mark.long
def test_judge_tells_of_tolerances_that_right_work_comes_near_to_or_a_mistake_hardly_exceeds(
    normal_equations: Path,
) -> None:
    files = {"right/near.py": off_by("3e-9"), "wrong/hardly.py": off_by("2e-8")}
    put_in(normal_equations, files, '[wrong.hardly]\nloses = ["unique"]\nmay_lose = ["least_squares"]\n')
    run = judged(normal_equations)
    assert run.code == 1
    assert "normal_equations: right/near uses up" in run.output
    assert "normal_equations: hardly is" in run.output
    assert "tolerances off in unique at most, less than 10" in run.output
    assert "right 1 of 1, wrong caught" in run.output


@pytest.mark.parametrize(
    ("rows", "complaints"),
    [
        ("| halves | 70 | x |\n| zero | 30 | x |\n", []),
        ("| halves | 90 | x |\n", ["states 90 marks for halves, and the suite gives 70", "states no marks for zero"]),
        ("", []),
    ],
)
def test_marks_in_the_handout_are_those_of_the_suite(submissions: Path, rows: str, complaints: list[str]) -> None:
    handout = submissions.parents[2] / "assignments/halving/README.md"
    handout.write_text(f"# 1. Halving\n\n| part | marks | what |\n| --- | --- | --- |\n{rows}")
    run = judged(submissions)
    assert run.code == (1 if complaints else 0), run.output + run.errors
    assert run.output.count("the handout states") == len(complaints)
    assert all(f"the handout {complaint}" in run.output for complaint in complaints)
