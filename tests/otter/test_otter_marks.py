"""`otter run` with our zip gives the marks and the texts of `autograder grade`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from autograder.course import read_course
from tests.helpers.command import ASSIGNMENTS, PROJECT, Grade, reference
from tests.helpers.otter_runs import UNWRITTEN, container_run, notebook, otter_run, written
from tests.helpers.small_course import RIGHT

WRONG: Final = {  # with marks in some parts and not in others
    "zero_init": "half/trace_without_bias.py",
    "training_loop": "wrong/half_loss.py",
    "normal_equations": "wrong/ls_intercept.py",
}
HAND_INS: Final[dict[str, bytes]] = {
    "halving.ipynb": notebook("# a note", RIGHT, kernel="nowhere").encode(),
    "halving (1).py": f"# -*- coding: latin-1 -*-\n# caf\xe9\n{RIGHT}".encode("latin-1"),
}


@pytest.mark.long
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_reference_gets_full_marks(assignment: str, course_zip: Path, tmp_path: Path) -> None:
    run = otter_run(course_zip, written(tmp_path / f"{assignment}.py", reference(assignment)))
    assert run.code == 0, run.errors
    assert sum(score for score, _ in run.marks.values()) == 100
    assert all(score == possible for score, possible in run.marks.values())
    assert "Total Score: 100.000 / 100.000" in run.output


@pytest.mark.parametrize(
    "assignment", [pytest.param(name, marks=pytest.mark.long if index else ()) for index, name in enumerate(WRONG)]
)
def test_wrong_work_gets_the_marks_and_the_text_of_autograder_grade(
    assignment: str, grade: Grade, course_zip: Path, tmp_path: Path
) -> None:
    text = (PROJECT / "solutions" / assignment / "submissions" / WRONG[assignment]).read_text(encoding="utf-8")
    graded = grade({"ada": {f"{assignment}.py": text}}, "--only", assignment).tests("ada")
    run = otter_run(course_zip, written(tmp_path / f"{assignment}.py", text))
    expected = {name.split(": ")[1]: test for name, test in graded.items()}
    assert run.marks == {name: (test["score"], test["max_score"]) for name, test in expected.items()}
    for name, test in expected.items():
        assert flat(test["output"]) in flat(run.texts[name])
        assert ("All test cases passed!" in run.texts[name]) == (test["score"] == test["max_score"])


def flat(text: str) -> str:
    """Without indentation, which otter adds."""
    return "\n".join(line.strip() for line in text.splitlines())


@pytest.mark.long
def test_a_file_that_is_named_after_no_assignment_learns_which_there_are(course_zip: Path, tmp_path: Path) -> None:
    run = otter_run(course_zip, written(tmp_path / "homework.py", reference("zero_init")))
    assert (run.code, run.wrote_results) == (1, False)
    names = ", ".join(read_course(PROJECT, with_solutions=True).names)
    assert run.last_error.endswith(f"homework.py does not belong to any assignment: name it after one of {names}")


@pytest.mark.long
def test_a_part_that_is_not_written_never_passes(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.py", UNWRITTEN))
    assert run.marks == {"halves": (0, 70), "zero": (0, 30)}
    assert all("not written yet" in text and "passed" not in text for text in run.texts.values())


@pytest.mark.long
@pytest.mark.parametrize("name", HAND_INS)
def test_right_work_gets_full_marks_as(name: str, halving: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HAND_INS[name])
    run = otter_run(halving, tmp_path / name)
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}
    assert ("halving (1).py was graded as halving.py" in run.document["output"]) == (name == "halving (1).py")


@pytest.mark.long
def test_a_script_that_is_not_a_text_fails_with_the_reason(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.py", "def halve(x):\0"))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (0, 70), "zero": (0, 30)}
    assert "halving.py is not a text file: it contains NUL bytes" in run.texts["halves"]


@pytest.mark.long
def test_otter_itself_ends_with_the_reason_at_a_broken_notebook(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.ipynb", '{"cells": ['))
    assert run.code != 0
    assert "Notebook does not appear to be JSON" in run.last_error
    assert not run.wrote_results


@pytest.mark.long
def test_in_a_container_a_broken_notebook_fails_with_the_reason(halving: Path, tmp_path: Path) -> None:
    run = container_run(halving, written(tmp_path / "halving.ipynb", '{"cells": ['))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (0, 70), "zero": (0, 30)}
    assert "halving.ipynb is not a notebook: it is not valid JSON" in run.texts["halves"]


@pytest.mark.long
def test_in_a_container_a_notebook_is_graded(halving: Path, tmp_path: Path) -> None:
    run = container_run(halving, written(tmp_path / "halving.ipynb", notebook(RIGHT)))
    assert run.code == 0, run.errors
    assert run.marks == {"halves": (70, 70), "zero": (30, 30)}


@pytest.mark.long
def test_a_run_leaves_nothing_and_its_pickle_can_be_read_without_the_engine(halving: Path, tmp_path: Path) -> None:
    run = otter_run(halving, written(tmp_path / "halving.py", RIGHT), "--pickle-results")
    assert run.code == 0, run.errors
    assert list((tmp_path / "tmp").iterdir()) == []
    # As `otter grade` does with what a container leaves.
    program = "import sys; sys.modules['autograder'] = None; import dill; print(dill.load(sys.stdin.buffer).total)"
    with (tmp_path / "results.pkl").open("rb") as pickled:
        done = subprocess.run(
            [sys.executable, "-c", program], stdin=pickled, capture_output=True, text=True, check=False
        )
    assert done.stdout == "100\n", done.stderr
