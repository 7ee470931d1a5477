"""The engine's wheel: what is in it, and an engine that was installed from it and has no source tree near."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import sysconfig
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest

from autograder.packing.contents import folder_files
from autograder.packing.engine import DISTRIBUTION, engine_wheel
from tests.helpers.command import PROJECT, reference, run_command
from tests.helpers.small_course import RIGHT, hand_in, make_course

ZIPS: Final = ("handout", "otter", "gradescope")
_MAKE_WHEEL: Final = (
    "import sys; from autograder.packing.engine import engine_wheel; sys.stdout.buffer.write(engine_wheel()[1])"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the engine of this checkout."""
    name, content = engine_wheel()
    path = tmp_path_factory.mktemp("wheel") / name
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of a new environment: the engine from its wheel, everything else from where the tests have it."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return site


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course, and a class of one."""
    folder = tmp_path_factory.mktemp("small")
    make_course(folder)
    hand_in(folder, "ada", RIGHT)
    return folder


def run_bare(site: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command, whatever else can be imported here."""
    command = [str(site.parents[2] / "bin/autograder"), *arguments]
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=cwd, env=alone, capture_output=True, text=True, timeout=300, check=False)


def metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


def test_the_wheel_has_the_name_of_the_distribution_and_a_licence(wheel: Path) -> None:
    described = metadata(wheel)
    assert described["Name"] == DISTRIBUTION == "autograder-kit"
    assert wheel.name == f"autograder_kit-{described['Version']}-py3-none-any.whl"
    assert described["License-Expression"] == "BSD-3-Clause"


def test_no_requirement_names_the_engine(wheel: Path) -> None:
    """What is called autograder on the public index is a project of other people."""
    required = metadata(wheel).get_all("Requires-Dist", [])
    assert required
    assert not [line for line in required if line.startswith("autograder")]
    texts = dict(folder_files(PROJECT / "autograder", "")) | {"Makefile": (PROJECT / "Makefile").read_bytes()}
    assert not [name for name, text in texts.items() if b"autograder[" in text or b"install autograder" in text]


def test_the_wheel_holds_every_file_of_the_engine_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == dict(folder_files(PROJECT / "autograder", "autograder/"))


def test_an_installed_engine_makes_the_same_wheel_again(site: Path, wheel: Path, course: Path) -> None:
    """Whatever installing, running and editing have put beside its files."""
    (site / "autograder/notes.txt").write_text("left behind")
    (site / "pyproject.toml").write_text("")
    python = str(site.parents[2] / "bin/python")
    done = subprocess.run([python, "-c", _MAKE_WHEEL], cwd=course, capture_output=True, check=True)
    assert done.stdout == wheel.read_bytes()


def test_a_stale_list_of_files_in_a_checkout_does_no_harm(wheel: Path, tmp_path: Path) -> None:
    """As `pip install --editable` leaves it, and the next `git pull` makes it wrong."""
    for name, content in dict(folder_files(PROJECT / "autograder", "autograder/")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (tmp_path / name).write_bytes((PROJECT / name).read_bytes())
    left = tmp_path / "autograder_kit.egg-info"
    left.mkdir()
    (left / "PKG-INFO").write_text("Metadata-Version: 2.4\nName: autograder-kit\nVersion: 0.1.0\n")
    (left / "SOURCES.txt").write_text("autograder/gone.py\nautograder/packing/engine.py\n")
    made = subprocess.run([sys.executable, "-c", _MAKE_WHEEL], cwd=tmp_path, capture_output=True, check=True)
    assert made.stdout == wheel.read_bytes()


@pytest.mark.parametrize("zipped", ZIPS)
def test_an_installed_engine_makes_the_same_zip(zipped: str, site: Path, course: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    run = run_bare(site, zipped, "--course", "course", "--out", str(tmp_path / "made.zip"), cwd=course)
    assert run.returncode == 0, run.stderr
    assert run_command(zipped, "--course", "course", "--out", tmp_path / "other/made.zip", cwd=course).code == 0
    assert (tmp_path / "made.zip").read_bytes() == (tmp_path / "other/made.zip").read_bytes()


def test_an_installed_engine_grades(site: Path, course: Path, tmp_path: Path) -> None:
    run = run_bare(site, "grade", "class", "--course", "course", "--out", str(tmp_path / "out"), cwd=course)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out/grades.csv").read_text().splitlines()[1].startswith("ada,100")


def test_an_installed_engine_checks(site: Path, tmp_path: Path) -> None:
    (tmp_path / "zero_init.py").write_text(reference("zero_init"), encoding="utf-8")
    run = run_bare(site, "check", "zero_init.py", "--course", str(PROJECT), cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "[ok]" in run.stdout


def test_an_engine_whose_files_are_incomplete_says_so(site: Path, course: Path, tmp_path: Path) -> None:
    settings = site / "autograder/gradescope/setup.sh"
    settings.rename(tmp_path / "setup.sh")
    run = run_bare(site, "handout", "--course", "course", "--out", str(tmp_path / "made.zip"), cwd=course)
    (tmp_path / "setup.sh").rename(settings)
    assert run.returncode == 2
    assert "the engine's wheel cannot be put together: " in run.stderr
    assert run.stderr.strip().endswith("install the engine again")


def test_what_pip_checks_of_a_wheel_holds(wheel: Path) -> None:
    """Every file is in RECORD with its hash and size, and so an installation from the wheel verifies."""
    with zipfile.ZipFile(BytesIO(wheel.read_bytes())) as archive:
        (record,) = [name for name in archive.namelist() if name.endswith("/RECORD")]
        listed = [line.split(",") for line in archive.read(record).decode().splitlines()]
        assert sorted(name for name, _, _ in listed) == sorted(archive.namelist())
        assert all(int(size) == archive.getinfo(name).file_size for name, _, size in listed if name != record)
