"""`autograder pictures`: what the notebook draws, for whoever works in a script."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder.pictures import Drawn
from autograder.pictures.files import Page, write_album
from tests.helpers.command import PROJECT, Run, reference, run_command

NAME = "normal_equations"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's folder with a script in which one function is missing, and which shows a picture itself."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(PROJECT / "assignments" / NAME, folder / "assignments" / NAME)
    shutil.copy(PROJECT / "assignments" / NAME / "pictures.py", folder / "pictures.py")
    work = reference(NAME).replace("def least_squares", "def another_name") + "\n\nimport pictures\n"
    (folder / f"{NAME}.py").write_text(work, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    return run_command("pictures", f"{NAME}.py", cwd=home)


def test_every_picture_that_can_be_drawn_is_written_with_its_caption_and_alt_text(run: Run, home: Path) -> None:
    page = (home / "pictures" / f"{NAME}.html").read_text(encoding="utf-8")
    images = re.findall(r'<img src="(\w+)\.png" alt="([^"]+)">', page)
    assert [name for name, _ in images] == [f"{NAME}_lines_of_a_system", f"{NAME}_two_lines"]
    assert all((home / "pictures" / f"{name}.png").read_bytes().startswith(b"\x89PNG") for name, _ in images)
    assert "infinite: (1.5, 1.5)" in images[0][1]
    assert "<strong>Turn one line.</strong>" in page


def test_a_picture_that_cannot_be_drawn_yet_says_what_is_missing(run: Run) -> None:
    assert run.code == 1
    assert "right_angle: `least_squares` is not defined" in run.output


def test_importing_pictures_in_a_script_does_no_harm(home: Path) -> None:
    check = run_command("check", f"{NAME}.py", "--part", "unique", cwd=home)
    assert check.code == 0, check.output


def test_the_pictures_of_two_assignments_fit_in_one_folder(tmp_path: Path) -> None:
    pages = [write_album(tmp_path, name, [Page("one", name, Drawn(b"", name))]) for name in ("training_loop", NAME)]
    assert [re.findall(r'src="(\w+)', page.read_text(encoding="utf-8")) for page in pages] == [
        ["training_loop_one"],
        [f"{NAME}_one"],
    ]
