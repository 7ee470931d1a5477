"""`autograder gradescope`: what is in the zip, and which options are refused."""

from __future__ import annotations

import re
import stat
import subprocess
import zipfile
from pathlib import Path
from typing import Final

import pytest

from autograder.course import read_course
from autograder.grading.kept_rehearsal import kept_file, read_kept
from tests.helpers.command import ASSIGNMENTS, PROJECT, run_command
from tests.helpers.gradescope_zips import make_zip

PACKED: Final = re.compile(r"assignments/|solutions/|autograder_kit-.*\.whl$")


def test_the_zip_holds_two_scripts_at_its_root_that_can_be_run(course_zip: Path) -> None:
    with zipfile.ZipFile(course_zip) as archive:
        rights = {name: archive.getinfo(name).external_attr >> 16 for name in ("setup.sh", "run_autograder")}
        scripts = {name: archive.read(name) for name in rights}
    assert all(mode & stat.S_IXUSR for mode in rights.values())
    for script in scripts.values():
        subprocess.run(["bash", "-n"], input=script, check=True)


def test_the_zip_holds_engine_and_course_and_no_test_submission(course_zip: Path) -> None:
    with zipfile.ZipFile(course_zip) as archive:
        names = set(archive.namelist())
    others = {name for name in names if not PACKED.match(name)}
    scripts = {"setup.sh", "run_autograder", "install_torch.py"}
    assert others == scripts | {"constraints.txt", "requirements.txt", "gradescope.json", "not-graded.json"}
    suites = {name.split("/")[1] for name in names if re.fullmatch(r"solutions/\w+/test_\w+\.py", name)}
    assert suites == set(ASSIGNMENTS)
    assert not [name for name in names if "/submissions/" in name]


def test_no_container_has_to_rehearse_the_suites(course_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(course_zip) as archive:
        archive.extractall(tmp_path)
    course = read_course(tmp_path, with_solutions=True)
    for assignment in course.assignments:
        assert all(read_kept(kept_file(assignment, course.seed)).size)


def test_what_setup_installs_is_in_the_zip(course_zip: Path) -> None:
    with zipfile.ZipFile(course_zip) as archive:
        setup, names = archive.read("setup.sh").decode(), archive.namelist()
    assert '"$home/bin/python" install_torch.py constraints.txt\n' in setup
    assert 'install --quiet --constraint constraints.txt "$(echo ./autograder_kit-*.whl)[grader]"\n' in setup
    assert len([name for name in names if re.match(r"autograder_kit-.*\.whl$", name)]) == 1


def test_the_same_course_makes_the_same_zip(course_zip: Path, tmp_path: Path) -> None:
    assert make_zip(tmp_path / "gradescope.zip", PROJECT).read_bytes() == course_zip.read_bytes()


def test_a_zip_of_one_assignment_holds_only_that_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(make_zip(tmp_path / "one.zip", PROJECT, "zero_init")) as archive:
        folders = {name.split("/")[1] for name in archive.namelist() if name.startswith(("solutions/", "assignments/"))}
    assert folders & set(ASSIGNMENTS) == {"zero_init"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--out", "g.tar"), "must end in .zip"),
        (("--out", "g.zip", "fourth"), "has no assignment 'fourth'"),
        (("--out", "g.zip", "--visibility", "never"), "invalid choice: 'never'"),
        (("--out", "g.zip", "--feedback", "all"), "invalid choice: 'all'"),
    ],
)
def test_why_a_zip_cannot_be_made_is_one_line(options: tuple[str, ...], message: str) -> None:
    run = run_command("gradescope", *options, "--course", PROJECT, cwd=PROJECT)
    assert run.code == 2
    assert message in run.errors.splitlines()[-1]
