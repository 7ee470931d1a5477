"""A course's requirements.txt: which packages submissions may import, wherever they are graded."""

from __future__ import annotations

import subprocess
import zipfile
from importlib import metadata
from io import BytesIO
from pathlib import Path

import pytest

from autograder.course import Course, read_course
from autograder.errors import UserError
from autograder.packing.packages import allowed_packages, require_packages
from tests.helpers.command import PROJECT, run_command
from tests.helpers.otter_runs import make_zip as make_otter_zip
from tests.helpers.small_course import RIGHT, hand_in, make_course, results, run

USES_TQDM = f"from tqdm import tqdm\n{RIGHT}for _ in tqdm([1, 2]): pass\n"


def course_with(folder: Path, requirements: str | None) -> Course:
    """A small course with this file."""
    make_course(folder)
    if requirements is not None:
        (folder / "course/requirements.txt").write_text(requirements)
    return read_course(folder / "course", with_solutions=True)


@pytest.mark.parametrize("requirements", [None, "", "# nothing\n\n"])
def test_a_course_need_not_name_any(tmp_path: Path, requirements: str | None) -> None:
    course = course_with(tmp_path, requirements)
    require_packages(course)
    assert allowed_packages(course) == ()


def test_a_line_names_a_package(tmp_path: Path) -> None:
    lines = "\ufeff# Allowed:\n\ntqdm>=4.60  # bars\nscipy\nPyYAML[x] ~= 6.0; python_version > '3'\n"
    names = [package.name for package in allowed_packages(course_with(tmp_path, lines))]
    assert names == ["tqdm", "scipy", "PyYAML"]


BROKEN = (
    "tqdm >> 4",
    "--index-url https://example.org",
    "-r more.txt",
    "./tqdm.whl",
    "tqdm==",
    "tqdm scipy",
    "\x1b[31m",
)


@pytest.mark.parametrize("line", BROKEN)
def test_a_line_that_names_no_package_is_an_error_with_its_number(tmp_path: Path, line: str) -> None:
    course = course_with(tmp_path, f"scipy\n{line}\n")
    with pytest.raises(UserError) as caught:
        allowed_packages(course)
    message = str(caught.value)
    assert f"{course.folder / 'requirements.txt'}, line 2: " in message
    assert message.endswith("is not a package: expected a package with the releases that will do, as in `scipy>=1.11`")
    assert message.isprintable()


@pytest.mark.parametrize(
    ("line", "here"),
    [
        ("no-such-package>=2", "no-such-package is not installed here"),
        ("tqdm>=999", f"tqdm is {metadata.version('tqdm')} here"),
    ],
)
def test_a_package_that_is_missing_where_it_is_graded_is_an_error(tmp_path: Path, line: str, here: str) -> None:
    course = course_with(tmp_path, f"{line}\n")
    with pytest.raises(UserError) as caught:
        require_packages(course)
    install = "run `pip install -r requirements.txt` (`make setup` does that)"
    assert str(caught.value) == f"{course.folder / 'requirements.txt'} asks for {line}, but {here}: {install}"


def test_a_package_for_other_systems_need_not_be_installed(tmp_path: Path) -> None:
    require_packages(course_with(tmp_path, "no-such-package; sys_platform == 'toaster'\n"))


@pytest.mark.parametrize("line", ["tqdm >> 4", "no-such-package"])
def test_a_class_is_not_graded_without_its_packages(tmp_path: Path, line: str) -> None:
    course_with(tmp_path, f"{line}\n")
    hand_in(tmp_path, "ada", RIGHT)
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "requirements.txt" in done.stderr
    assert not [*(tmp_path / "out").glob("grades.csv")]


def test_naming_a_package_grades_again_what_was_graded_without_it(tmp_path: Path) -> None:
    course_with(tmp_path, None)
    hand_in(tmp_path, "ada", USES_TQDM)
    assert run(tmp_path).returncode == 0
    (tmp_path / "course/requirements.txt").write_text("tqdm\n")
    again = run(tmp_path)
    assert "regraded: ada halving (suite changed)" in again.stdout
    assert b",100," in results(tmp_path / "out")["grades.csv"]


@pytest.mark.parametrize("command", ["handout", "gradescope", "otter"])
def test_no_zip_is_made_from_a_broken_line(tmp_path: Path, command: str) -> None:
    course_with(tmp_path, "tqdm >> 4\n")
    done = run_command(command, "--out", "out.zip", "--course", "course", cwd=tmp_path)
    assert (done.code, done.errors.count("\n")) == (2, 1)
    assert "requirements.txt, line 1: 'tqdm >> 4' is not a package" in done.errors
    assert not (tmp_path / "out.zip").exists()


def test_students_get_the_list_and_install_it(tmp_path: Path) -> None:
    files = zip_files(tmp_path, "handout", "tqdm>=4.60\nscipy\n")
    lines = files["out/requirements.txt"].decode().splitlines()
    allowed = "# What your files may import besides the standard library, torch, numpy, matplotlib and otter:"
    assert lines[lines.index(allowed) + 1 :] == ["tqdm>=4.60", "scipy"]


def test_students_of_a_course_without_packages_get_no_list(tmp_path: Path) -> None:
    assert b"may import" not in zip_files(tmp_path, "handout", None)["out/requirements.txt"]


def test_a_readme_for_students_has_to_name_every_package(tmp_path: Path) -> None:
    course_with(tmp_path, "tqdm\nscipy\n")
    (tmp_path / "course/handout").mkdir()
    (tmp_path / "course/handout/README.md").write_text("You may import tqdm.\n")
    done = run_command("handout", "--out", "out.zip", "--course", "course", cwd=tmp_path)
    assert done.code == 2
    assert "README.md does not name scipy, which requirements.txt lets students use" in done.errors


def test_gradescope_installs_the_packages(tmp_path: Path) -> None:
    files = zip_files(tmp_path, "gradescope", "tqdm\n")
    assert files["requirements.txt"] == b"tqdm\n"
    setup = files["setup.sh"].decode()
    assert setup.index("--constraint constraints.txt --requirement requirements.txt\n") > setup.index(
        "autograder_kit-*.whl"
    )


def test_gradescopes_setup_does_without_the_file(tmp_path: Path) -> None:
    files = zip_files(tmp_path, "gradescope", None)
    assert "requirements.txt" not in files
    assert "if [ -f requirements.txt ]; then" in files["setup.sh"].decode()


def test_otter_installs_the_packages(tmp_path: Path) -> None:
    course_with(tmp_path, "tqdm\n")
    with zipfile.ZipFile(make_otter_zip(tmp_path / "course", tmp_path, "halving")) as outer:
        setup = outer.read("setup.sh").decode()
        archive = zipfile.ZipFile(BytesIO(outer.read("requirements.autograder.zip")))
    assert archive.read("requirements.txt") == b"tqdm\n"
    assert "if [ -f /tmp/engine/requirements.txt ]; then\n" in setup
    assert "--constraint /tmp/engine/constraints.txt -r /tmp/engine/requirements.txt\nfi\n" in setup
    assert subprocess.run(["bash", "-n"], input=setup, text=True, check=False).returncode == 0


def test_the_packages_of_this_course_are_pinned() -> None:
    pins = {line.partition("==")[0] for line in (PROJECT / "constraints.txt").read_text().splitlines()}
    packages = allowed_packages(read_course(PROJECT, with_solutions=True))
    assert {package.name for package in packages} == {"pandas", "scipy", "tqdm"} <= pins


def test_make_setup_installs_the_packages() -> None:
    command = ["make", "--dry-run", "--always-make", "setup"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert "--requirement requirements.txt" in done.stdout


def zip_files(folder: Path, command: str, requirements: str | None) -> dict[str, bytes]:
    """The files of the zip of a small course."""
    course_with(folder, requirements)
    done = run_command(command, "--out", "out.zip", "--course", "course", cwd=folder)
    assert done.code == 0, done.errors
    with zipfile.ZipFile(folder / "out.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}
