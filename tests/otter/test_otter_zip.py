"""`autograder otter`: what is in the zip."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, run_command
from tests.helpers.otter_runs import make_zip


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of one assignment of the course."""
    return make_zip(PROJECT, tmp_path_factory.mktemp("one"), "zero_init")


@pytest.mark.long
def test_the_same_course_makes_the_same_bytes(one: Path, tmp_path: Path) -> None:
    assert make_zip(PROJECT, tmp_path, "zero_init").read_bytes() == one.read_bytes()


def test_otter_can_put_no_test_and_no_solution_beside_a_submission(one: Path) -> None:
    with zipfile.ZipFile(one) as archive:
        names = archive.namelist()
    assert [name for name in names if "/" in name] == ["tests/README.txt"]


def test_one_assignment_and_the_engine_are_in_the_archive_without_test_submissions(one: Path) -> None:
    with zipfile.ZipFile(one) as outer:
        archive = zipfile.ZipFile(BytesIO(outer.read("requirements.autograder.zip")))
    names = archive.namelist()
    assert {"assignments/zero_init/contract.py", "solutions/zero_init/zero_init.py"} <= set(names)
    assert {"constraints.txt", "install_torch.py"} <= set(names)
    assert not [name for name in names if "training_loop" in name or "submissions/" in name]
    (wheel,) = [name for name in names if name.endswith(".whl")]
    assert "autograder/otter_plugin.py" in zipfile.ZipFile(BytesIO(archive.read(wheel))).namelist()


def test_a_container_installs_the_engine_with_torch_for_the_cpu_and_metadata_that_otter_can_read(one: Path) -> None:
    with zipfile.ZipFile(one) as archive:
        setup = archive.read("setup.sh").decode()
    assert "echo '{}' > /autograder/submission_metadata.json" in setup
    torch = setup.index("python /tmp/engine/install_torch.py /tmp/engine/constraints.txt\n")
    assert setup.index("pip install --constraint /tmp/engine/constraints.txt /tmp/engine/*.whl\n") > torch
    done = subprocess.run(["bash", "-n"], input=setup, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_assignment_that_is_not_there_is_an_error_in_one_line(tmp_path: Path) -> None:
    run = run_command("otter", "fourth", "--out", "fourth.zip", "--course", PROJECT, cwd=tmp_path)
    assert run.code == 2
    assert "has no assignment 'fourth'" in run.errors
    assert run.errors.count("\n") == 1
    assert not (tmp_path / "fourth.zip").exists()
