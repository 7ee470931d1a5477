"""`autograder gradescope`: the zip, and what its `run_autograder` does in an emulated container of Gradescope."""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from autograder.gradescope.run import submitters
from autograder.intake.records import Absent, Source
from autograder.intake.students import find_hand_in
from autograder.sandbox.levels import named
from tests.helpers.command import ASSIGNMENTS, FULL_MARKS, PROJECT, reference, run_command
from tests.helpers.gradescope_container import GRADESCOPES, SECONDS, Container, Graded, Limits, build, put
from tests.helpers.small_course import RIGHT, make_course

PACKED: Final = re.compile(r"assignments/|solutions/|autograder-.*\.whl$")
TREBLING: Final = '''
import os
import signal

from autograder.suite import assert_close, part


@part("trebles", marks=50)
def test_trebles(submission):
    """makes three of one"""
    got = submission.treble(1.0)
    if got == 13.0:
        os.kill(os.getpid(), signal.SIGKILL)
    if got == 14.0:
        raise KeyError("a secret of the suite")
    assert_close(got, 3.0, "the treble of 1")


@part("zero", marks=50)
def test_zero(submission):
    """leaves zero alone"""
    assert_close(submission.treble(0.0), 0.0, "the treble of 0")
'''
WHOLE: Final = {"halving.py": RIGHT, "trebling.py": "def treble(x):\n    return x * 3\n"}
GREEDY: Final = """\
def halve(x):
    kept = [bytes(1 << 20) + b"1" for _ in range(1500 if x else 0)]
    return x / 2
"""
LEAKS: Final = re.compile(r"/autograder|/opt|/usr|/tmp|Traceback|\.py\b.*line|secret|assert_close")


def make_small_course(folder: Path) -> Path:
    """A course of two assignments, the second of which can kill or break its grader."""
    make_course(folder)
    public, private = (folder / "course" / half / "trebling" for half in ("assignments", "solutions"))
    public.mkdir()
    private.mkdir()
    (public / "README.md").write_text("# 2. Trebling\n")
    for path in (public / "trebling.py", public / "contract.py"):
        path.write_text("def treble(x: float) -> float: ...\n")
    (private / "trebling.py").write_text("def treble(x: float) -> float:\n    return x * 3\n")
    (private / "test_trebling.py").write_text(TREBLING)
    return folder / "course"


def zipped(path: Path, course: Path, *options: str) -> Path:
    run = run_command("gradescope", "--out", path, "--course", course, *options, cwd=path.parent)
    assert run.code == 0, run.errors
    return path


@pytest.fixture(scope="module")
def course_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return zipped(tmp_path_factory.mktemp("course") / "gradescope.zip", PROJECT)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The container of the small course, its zip made with all defaults."""
    folder = tmp_path_factory.mktemp("small")
    return build(zipped(folder / "gradescope.zip", make_small_course(folder)), folder)


@pytest.fixture
def broken(small: Container, tmp_path: Path) -> Container:
    """A copy of it, to be broken."""
    shutil.copytree(small.folder, tmp_path / "autograder")
    return replace(small, folder=tmp_path / "autograder")


def entries(graded: Graded) -> dict[str, dict[str, Any]]:
    return {test["name"]: test for test in graded.results["tests"]}


# --- the zip ---


def test_the_zip_holds_two_scripts_at_its_root_that_can_be_run(course_zip: Path) -> None:
    with zipfile.ZipFile(course_zip) as archive:
        rights = {name: archive.getinfo(name).external_attr >> 16 for name in ("setup.sh", "run_autograder")}
    assert all(mode & stat.S_IXUSR for mode in rights.values())


def test_the_zip_holds_engine_and_course_and_no_test_submission(course_zip: Path) -> None:
    with zipfile.ZipFile(course_zip) as archive:
        names = set(archive.namelist())
    others = {name for name in names if not PACKED.match(name)}
    assert others == {"setup.sh", "run_autograder", "constraints.txt", "gradescope.json", "not-graded.json"}
    assert {f"solutions/{name}/test_{name}.py" for name in ASSIGNMENTS} <= names
    assert not [name for name in names if "/submissions/" in name]


def test_the_same_course_makes_the_same_zip(course_zip: Path, tmp_path: Path) -> None:
    assert zipped(tmp_path / "gradescope.zip", PROJECT).read_bytes() == course_zip.read_bytes()


def test_a_zip_of_one_assignment_holds_that_one_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(zipped(tmp_path / "one.zip", PROJECT, "zero_init")) as archive:
        folders = {name.split("/")[1] for name in archive.namelist() if name.startswith(("solutions/", "assignments/"))}
    assert folders & set(ASSIGNMENTS) == {"zero_init"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "g.tar"), "must end in .zip"),
        (("--out", "g.zip", "fourth"), "has no assignment 'fourth'"),
        (("--out", "g.zip", "--visibility", "never"), "invalid choice: 'never'"),
        (("--out", "g.zip", "--feedback", "all"), "invalid choice: 'all'"),
    ],
)
def test_a_zip_that_cannot_be_made_is_said_in_one_line(options: tuple[str, ...], said: str) -> None:
    run = run_command("gradescope", *options, cwd=PROJECT)
    assert run.code == 2
    assert said in run.errors.splitlines()[-1]


# --- grading within Gradescope's limits ---


@pytest.fixture(scope="module")
def whole(course_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Right work, graded in the whole course's container as Gradescope limits it."""
    container = build(course_zip, tmp_path_factory.mktemp("whole"))
    files = {f"{name}.py": reference(name) for name in ASSIGNMENTS}
    return container.grade(files, {"users": [{"name": "Ada Lovelace", "email": "ada@x.edu"}]}, limits=GRADESCOPES)


def test_right_work_earns_everything_within_half_a_processor_and_768_megabytes(whole: Graded) -> None:
    assert whole.results["score"] == FULL_MARKS, whole.output
    assert set(whole.scores.values()) == {test["max_score"] for test in whole.results["tests"]}
    assert whole.usage.killed == 0


def test_workers_are_users_of_their_own_where_namespaces_are_refused(whole: Graded) -> None:
    said = named("uid").protects
    assert whole.results["output"] == f"Graded for Ada Lovelace with uid: {said}."


def test_parts_are_numbered_and_tagged_by_assignment(whole: Graded) -> None:
    first, *_, last = whole.results["tests"]
    assert (first["number"], first["tags"]) == ("1.1", ["training_loop"])
    assert (last["number"], last["tags"]) == ("3.5", ["normal_equations"])


def test_results_say_how_long_grading_took(whole: Graded) -> None:
    assert 0 < whole.results["execution_time"] <= whole.usage.seconds < SECONDS


def test_what_is_printed_is_for_the_instructor_alone(whole: Graded) -> None:
    assert whole.results["stdout_visibility"] == "hidden"


def test_a_submission_that_hangs_costs_its_own_parts_and_ends(small: Container) -> None:
    files = WHOLE | {"halving.py": "def halve(x):\n    while x: pass\n    return x\n"}
    graded = small.grade(files, limits=GRADESCOPES)
    assert graded.scores == {"halving: halves": 0, "halving: zero": 30, "trebling: trebles": 50, "trebling: zero": 50}
    assert "halve did not come back" in entries(graded)["halving: halves"]["output"]


@pytest.mark.long
def test_a_submission_that_takes_all_memory_costs_its_own_parts(small: Container) -> None:
    files = WHOLE | {"halving.py": GREEDY}
    graded = small.grade(files, limits=GRADESCOPES)
    assert graded.scores == {"halving: halves": 0, "halving: zero": 30, "trebling: trebles": 50, "trebling: zero": 50}


# --- one hand-in, whatever is in it ---


def in_a_zip(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


HAND_INS: Final[dict[str, dict[str, str | bytes]]] = {
    "folders_as_of_several_students": {"ada/halving.py": RIGHT, "ben/trebling.py": WHOLE["trebling.py"]},
    "a_zip": {"work.zip": in_a_zip(WHOLE)},
    "zips_as_of_several_students": {"ada.zip": in_a_zip(WHOLE), "ben.zip": in_a_zip({"halving.py": ""})},
    "renamed_and_deep": {"src/hw (final)/Halving (1).py": RIGHT, "b/trebling-1.py": WHOLE["trebling.py"]},
    "an_export_of_gradescope": {"submission_metadata.yml": "{}", "submission_1/a": "", **WHOLE},
    "uploads_of_canvas": {"doejane_1_2_halving.py": "", "roejohn_1_3_halving.py": "", **WHOLE},
}


@pytest.mark.parametrize("files", HAND_INS.values(), ids=HAND_INS)
def test_a_submission_is_one_hand_in_whatever_its_shape(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    put(tmp_path, files)
    hand_in = find_hand_in(tmp_path, "Ada", ("halving", "trebling"))
    assert hand_in.student == "Ada"
    assert [type(work) for work in hand_in.work] == [Source, Source]


def test_a_folder_that_is_not_there_is_an_empty_hand_in(tmp_path: Path) -> None:
    hand_in = find_hand_in(tmp_path / "submission", "Ada", ("halving",))
    assert isinstance(hand_in.work[0], Absent)
    assert str(tmp_path) not in hand_in.work[0].reason


@pytest.mark.long
def test_folders_and_zips_are_looked_through(small: Container) -> None:
    graded = small.grade({"ada/halving.py": RIGHT, "b.zip": in_a_zip({"trebling (1).py": WHOLE["trebling.py"]})})
    assert graded.results["score"] == 200


@pytest.mark.long
def test_an_assignment_that_was_not_handed_in_has_rows_with_the_reason(small: Container) -> None:
    graded = small.grade({"halving.py": RIGHT, "my_trebling.py": "x"})
    assert graded.results["score"] == 100
    test = entries(graded)["trebling: trebles"]
    assert (test["score"], test["status"]) == (0, "failed")
    assert "trebling was not handed in: my_trebling.py is not named trebling.py" in test["output"]


NAMES: Final = {
    "a_group": ({"users": [{"name": "Ada"}, {"name": "Ben"}]}, "Ada and Ben"),
    "nobody": ({"users": []}, "student"),
    "nothing": ({}, "student"),
    "a_list": ([], "student"),
    "users_without_names": ({"users": [{"name": 7}, {"name": " "}]}, "student"),
    "control_characters": ({"users": [{"name": "A\x1b[31m\u202e"}]}, r"A\x1b[31m\u202e"),
}


@pytest.mark.parametrize(("metadata", "name"), NAMES.values(), ids=NAMES)
def test_the_name_is_taken_from_the_metadata(tmp_path: Path, metadata: object, name: str) -> None:
    (tmp_path / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    assert submitters(tmp_path / "metadata.json") == name


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "half", "no_text", "deep"])
def test_damaged_metadata_names_nobody(tmp_path: Path, data: bytes) -> None:
    """Otter's image makes an empty one."""
    (tmp_path / "metadata.json").write_bytes(data)
    assert submitters(tmp_path / "metadata.json") == "student"


# --- what the instructor chose ---


@pytest.mark.long
def test_visibility_and_feedback_are_those_of_the_zip(tmp_path: Path) -> None:
    options = ("--visibility", "after_due_date", "--feedback", "none")
    archive = zipped(tmp_path / "g.zip", make_small_course(tmp_path), *options)
    graded = build(archive, tmp_path).grade(WHOLE | {"trebling.py": "def treble(x):\n    return 0.0\n"})
    assert {test["visibility"] for test in graded.results["tests"]} == {"after_due_date"}
    assert {test["output"] for test in graded.results["tests"]} == {""}
    assert "shown after the due date" in graded.results["output"]


# --- where the grader breaks ---


def without_time(container: Container) -> Graded:
    return container.grade(WHOLE, environment={"AUTOGRADER_SECONDS": "0.3"})


def without_memory(container: Container) -> Graded:
    return container.grade(WHOLE, limits=Limits(60 << 20, 8.0))


def without_a_sound_suite(container: Container) -> Graded:
    (container.folder / "source/solutions/halving/test_halving.py").write_text("secret = 1 / 0")
    return container.grade(WHOLE)


def without_settings(container: Container) -> Graded:
    (container.folder / "source/gradescope.json").write_text('{"secret": 1}')
    return container.grade(WHOLE)


BREAKAGES: Final = (without_time, without_memory, without_a_sound_suite, without_settings)


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.__name__)
def test_results_are_written_even_if_the_grader_breaks(broken: Container, breakage: Any) -> None:
    graded = breakage(broken)
    assert graded.results["score"] == 0
    assert "not your fault" in graded.results["output"]
    assert not LEAKS.search(graded.text)
    assert "run_autograder: the grader" in graded.output


def test_what_was_graded_before_the_grader_was_killed_is_kept(small: Container) -> None:
    graded = small.grade(WHOLE | {"trebling.py": "def treble(x):\n    return 13.0\n"})
    assert graded.results["score"] == 100
    assert "score" not in entries(graded)["trebling: trebles"]
    assert "not the student's fault" in entries(graded)["trebling: zero"]["output"]


def test_a_check_that_breaks_costs_no_marks_and_shows_nothing_of_the_suite(small: Container) -> None:
    graded = small.grade(WHOLE | {"trebling.py": "def treble(x):\n    return 14.0 if x else 0.0\n"})
    assert graded.results["score"] == 200
    assert not LEAKS.search(graded.text)
    assert "a secret of the suite" in graded.output


# --- where not even another user can be had ---


def test_grading_goes_on_with_filters_where_others_cannot_read_python(small: Container) -> None:
    private = replace(small, python_for="0700")
    if not private.hides_python:
        pytest.skip("this Python lies in a folder of the system")
    graded = private.grade(WHOLE)
    assert "with filters:" in graded.results["output"]
    assert graded.results["score"] == 200


def test_results_are_valid_json_for_gradescope(whole: Graded) -> None:
    """Formats and visibility are of those that it knows."""
    known = {"text", "html", "simple_format", "md", "ansi"}
    document = json.loads(whole.text)
    assert {document[key] for key in document if key.endswith("_format")} <= known
    assert {test["output_format"] for test in document["tests"]} <= known
