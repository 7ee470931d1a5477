"""What `run_autograder` does in an emulated container of Gradescope."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from autograder.course import read_course
from autograder.sandbox.levels import named
from tests.helpers.command import ASSIGNMENTS, PROJECT, reference
from tests.helpers.gradescope_container import GRADESCOPES, SECONDS, Container, Graded, build
from tests.helpers.gradescope_zips import RIGHT_WORK, entries, in_a_zip, make_two_functions_course, make_zip
from tests.helpers.small_course import RIGHT

GREEDY: Final = """\
def halve(x):
    blocks = [bytes(1 << 20) + b"1" for _ in range(1500 if x else 0)]
    return x / 2
"""


@pytest.fixture(scope="module")
def whole(course_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Right work, graded in the whole course's container as Gradescope limits it."""
    container = build(course_zip, tmp_path_factory.mktemp("whole"))
    files = {f"{name}.py": reference(name) for name in ASSIGNMENTS}
    return container.grade(files, {"users": [{"name": "Ada Lovelace", "email": "ada@x.edu"}]}, limits=GRADESCOPES)


def test_right_work_earns_everything_within_half_a_processor_and_768_megabytes(whole: Graded) -> None:
    assert whole.results["score"] == 100 * len(ASSIGNMENTS), whole.output
    assert set(whole.scores.values()) == {test["max_score"] for test in whole.results["tests"]}
    assert whole.usage.killed == 0


def test_workers_are_users_of_their_own_where_namespaces_are_refused(whole: Graded) -> None:
    assert whole.results["extra_data"]["protection"] == f"uid: {named('uid').protects}"


def test_students_read_that_their_code_ran_isolated_and_not_how(whole: Graded) -> None:
    assert whole.results["output"] == "Graded for Ada Lovelace; your code ran isolated."


def test_parts_are_numbered_and_tagged_by_assignment(whole: Graded) -> None:
    names = read_course(PROJECT, with_solutions=True).names
    first, *_, last = whole.results["tests"]
    parts = [test for test in whole.results["tests"] if test["tags"] == [names[-1]]]
    assert (first["number"], first["tags"]) == ("1.1", [names[0]])
    assert (last["number"], last["tags"]) == (f"{len(names)}.{len(parts)}", [names[-1]])


def test_results_say_how_long_grading_took(whole: Graded) -> None:
    assert 0 < whole.results["execution_time"] <= whole.usage.seconds < SECONDS


def test_what_is_printed_is_for_the_instructor_alone(whole: Graded) -> None:
    assert whole.results["stdout_visibility"] == "hidden"


@pytest.mark.long
def test_a_submission_that_hangs_costs_its_own_parts_and_ends(small: Container) -> None:
    files = RIGHT_WORK | {"halving.py": "def halve(x):\n    while x: pass\n    return x\n"}
    graded = small.grade(files, limits=GRADESCOPES)
    assert graded.scores == {"halving: halves": 0, "halving: zero": 30, "trebling: trebles": 50, "trebling: zero": 50}
    assert "halve used more than 3 s of processor time" in entries(graded)["halving: halves"]["output"]


@pytest.mark.long
def test_a_submission_that_takes_all_memory_costs_its_own_parts(small: Container) -> None:
    files = RIGHT_WORK | {"halving.py": GREEDY}
    graded = small.grade(files, limits=GRADESCOPES)
    assert graded.scores == {"halving: halves": 0, "halving: zero": 30, "trebling: trebles": 50, "trebling: zero": 50}


@pytest.mark.long
def test_folders_and_zips_are_looked_through(small: Container) -> None:
    graded = small.grade({"ada/halving.py": RIGHT, "b.zip": in_a_zip({"trebling (1).py": RIGHT_WORK["trebling.py"]})})
    assert graded.results["score"] == 200


@pytest.mark.long
def test_an_assignment_that_was_not_handed_in_has_rows_with_the_reason(small: Container) -> None:
    graded = small.grade({"halving.py": RIGHT, "my_trebling.py": "x"})
    assert graded.results["score"] == 100
    test = entries(graded)["trebling: trebles"]
    assert (test["score"], test["status"]) == (0, "failed")
    assert "trebling was not handed in: my_trebling.py is not named trebling.py" in test["output"]


@pytest.mark.long
def test_visibility_and_feedback_are_those_of_the_zip(tmp_path: Path) -> None:
    options = ("--visibility", "after_due_date", "--feedback", "none")
    archive = make_zip(tmp_path / "g.zip", make_two_functions_course(tmp_path), *options)
    graded = build(archive, tmp_path).grade(RIGHT_WORK | {"trebling.py": "def treble(x):\n    return 0.0\n"})
    assert {test["visibility"] for test in graded.results["tests"]} == {"after_due_date"}
    assert {test["output"] for test in graded.results["tests"]} == {""}
    assert "shown after the due date" in graded.results["output"]


def test_results_are_valid_json_for_gradescope(whole: Graded) -> None:
    """Gradescope knows all its formats."""
    formats = {"text", "html", "simple_format", "md", "ansi"}
    document = json.loads(whole.text)
    assert {document[key] for key in document if key.endswith("_format")} <= formats
    assert {test["output_format"] for test in document["tests"]} <= formats
