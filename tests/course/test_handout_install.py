"""From the zip alone, in an empty folder with a fresh Python: the README's commands, as typed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.packing.install_torch import CPU_INDEX, INDEX_VARIABLE
from tests.helpers.browser import browser
from tests.helpers.command import PROJECT, run_command
from tests.helpers.jupyterlab import LabNotebook, opened_in_jupyterlab
from tests.helpers.notebook_runs import fill_in

MOST_MEGABYTES = 700  # beside torch
ONLY_FOR_GRADERS = ("playwright", "sphinx", "sqlalchemy")

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="types POSIX commands")]


def index_of_cpu_builds() -> str:
    """PyTorch's own where it can be reached; else whatever pip is set up with must have the CPU build."""
    try:
        socket.create_connection((CPU_INDEX.split("/")[2], 443), timeout=5).close()
    except OSError:
        return ""
    return CPU_INDEX


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked zip."""
    around = tmp_path_factory.mktemp("student")
    environment = {INDEX_VARIABLE: index_of_cpu_builds()}
    assert run_command("handout", "--out", around / "course.zip", cwd=PROJECT, environment=environment).code == 0
    with zipfile.ZipFile(around / "course.zip") as archive:
        archive.extractall(around)
    return around / "course"


@pytest.fixture(scope="module")
def first_check(folder: Path) -> str:
    """What the last of the three commands says."""
    commands = commands_of(folder, "Three commands")
    assert len(commands) == 3
    *installing, check = commands
    for command in installing:
        type_in(folder, command)
    return type_in(folder, check, expected=1)


@pytest.fixture(scope="module")
def with_notebooks(folder: Path, first_check: str) -> Path:
    """The folder after the commands for the notebook as well."""
    assert first_check
    *installing, _ = commands_of(folder, "The notebook")
    for command in installing:
        type_in(folder, command)
    return folder


def commands_of(folder: Path, title: str) -> list[str]:
    """The commands in the first block of a chapter of the README."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    block = re.findall(rf"^## {title}.*?```console\n(.*?)```", readme, re.DOTALL | re.MULTILINE)[0]
    return [line.removeprefix("$ ").replace("NAME", "training_loop") for line in block.splitlines()]


def type_in(folder: Path, command: str, expected: int = 0) -> str:
    """What a command prints; nothing of it may be a warning."""
    ours = ("PYTHONPATH", "AUTOGRADER_COURSE", "PYTHONDONTWRITEBYTECODE")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    words = shlex.split(command)
    if words[0] == "python3":
        words[0] = shutil.which("python3.11") or words[0]
    done = subprocess.run(words, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    # This machine's pip may be set up with folders that do not have every package.
    lines = [line for line in (done.stdout + done.stderr).splitlines() if "Location 'file://" not in line]
    assert not [line for line in lines if re.search(r"\bwarning|^error", line, re.IGNORECASE)]
    return done.stdout


def packages_in(folder: Path) -> Path:
    (packages,) = folder.glob(".venv/lib/python*/site-packages")
    return packages


def megabytes_beside_torch(folder: Path) -> float:
    """What everything takes on the disk, in whole blocks."""
    torch = packages_in(folder) / "torch"
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_blocks * 512 for path in files if torch not in path.parents) / 1e6


@pytest.fixture(scope="module")
def lab(with_notebooks: Path) -> Iterator[LabNotebook]:
    """A finished notebook in JupyterLab, after Run All."""
    shutil.copytree(with_notebooks / "assignments", with_notebooks / "finished" / "assignments")
    fill_in(with_notebooks / "finished" / "assignments" / "training_loop")
    with (
        browser() as started,
        opened_in_jupyterlab(started, with_notebooks, "finished/assignments/training_loop/training_loop.ipynb") as lab,
    ):
        lab.run_all()
        yield lab


def test_three_typed_commands_lead_to_the_first_check(folder: Path, first_check: str) -> None:
    assert "train` is not written yet" in first_check
    assert not (packages_in(folder) / "otter").exists()


def test_what_they_install_is_small(folder: Path, first_check: str) -> None:
    assert first_check
    assert megabytes_beside_torch(folder) < MOST_MEGABYTES


def test_notebooks_need_little_more_and_nothing_that_only_graders_need(with_notebooks: Path) -> None:
    assert megabytes_beside_torch(with_notebooks) < MOST_MEGABYTES
    assert not [name for name in ONLY_FOR_GRADERS if (packages_in(with_notebooks) / name).exists()]


def test_a_notebook_runs_from_top_to_bottom_with_what_is_installed(with_notebooks: Path) -> None:
    name = "assignments/training_loop/training_loop.ipynb"
    # without --allow-errors, a cell that raises ends it
    run = ".venv/bin/jupyter nbconvert --to notebook --execute --log-level ERROR --output executed.ipynb"
    type_in(with_notebooks, f"{run} {name}")
    executed = (with_notebooks / name).with_name("executed.ipynb").read_text(encoding="utf-8")
    assert "design_matrix: not written yet" in executed
    assert "What was saved, checked from top to bottom" in executed
    assert "No picture yet: write `train` first" in executed
    assert list((with_notebooks / name).parent.glob("*.zip"))


def test_otters_own_command_works_with_what_is_installed(with_notebooks: Path) -> None:
    said = type_in(with_notebooks / "assignments" / "training_loop", "../../.venv/bin/otter check training_loop.py")
    assert said.count(": not written yet") >= 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_in_jupyterlab_nothing_is_cut_off_or_too_faint(lab: LabNotebook, width: int, scheme: str) -> None:
    lab.show(width, scheme)
    assert lab.cut_off() == []
    assert lab.too_faint(".jp-OutputArea-output [role=group] div, .jp-RenderedMarkdown p") == []


def test_a_slider_that_is_moved_in_jupyterlab_draws_from_the_students_function(lab: LabNotebook) -> None:
    lab.show(1280, "light")
    (before,) = lab.alt_texts()
    lab.page.locator(".widget-slider .noUi-handle").press("ArrowRight")
    lab.page.wait_for_function("old => document.querySelector('.widget-html img').alt !== old", arg=before)
    (after,) = lab.alt_texts()
    assert before.startswith("Learning rate 0.01: after 300 epochs")
    assert after.startswith("Learning rate 0.0105: after 300 epochs")
