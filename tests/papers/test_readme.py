"""The README's commands, typed as they stand there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT, reference, run_command

README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ").split("#", 1)[0].strip()
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The course as a clone has it, and a class of one."""
    for folder in ("assignments", "solutions"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
        for path in (tmp_path / folder).rglob("*.pyc"):
            path.unlink()
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    (tmp_path / "submissions" / "ada" / "zero_init.py").write_text(reference("zero_init"))
    return tmp_path


def commands(program: str) -> list[str]:
    found = [command for command in COMMANDS if re.search(rf"autograder {program}\b", command)]
    assert found
    return found


def test_the_readme_names_commands_for_all_three_people() -> None:
    assert {"make grade", "make setup"} <= set(COMMANDS)
    assert any("--submission" in command for command in COMMANDS)


@pytest.mark.parametrize("command", commands("grade"))
def test_an_instructors_commands_grade_the_class(clone: Path, command: str) -> None:
    run = run_command(*arguments(command), cwd=clone)
    assert run.code == 0, run.errors
    assert (clone / "results" / "grades.csv").read_text().splitlines()[1].startswith("ada,0,100,0,100")


def test_an_instructors_commands_fill_the_gradebook(clone: Path) -> None:
    gradebook = "Student,ID,Training loop (1),Zero init (2),Normal equations (3)\nAda,7,,{},\n"
    (clone / "gradebook.csv").write_text(gradebook.format(""))
    for command in (commands("grade")[0], *commands("export")):
        run = run_command(*arguments(command), cwd=clone)
        assert run.code == 0, run.errors
    assert (clone / "filled.csv").read_text() == gradebook.format("100.00")


def test_a_students_commands_check_the_stub(clone: Path) -> None:
    run = run_command(*arguments(commands("check training_loop.py")[0]), cwd=clone / "assignments" / "training_loop")
    assert run.code == 1
    assert "not written yet" in run.output


def test_the_commands_for_otter_grade_a_submission(clone: Path) -> None:
    make, run = commands("otter")[0], next(command for command in COMMANDS if "otter run" in command)
    shutil.copy(PROJECT / "constraints.txt", clone)
    assert run_command(*arguments(make), cwd=clone).code == 0
    otter = [sys.executable, "-m", "otter", *shlex.split(run)[1:]]
    done = subprocess.run(otter, cwd=clone, capture_output=True, text=True, timeout=300, check=False)
    assert "Total Score: 100.000 / 100.000" in done.stdout, done.stderr


def test_the_commands_for_gradescope_make_a_zip_and_a_page(clone: Path) -> None:
    zipping, drawing = (arguments(commands(program)[0]) for program in ("gradescope", "preview"))
    assert run_command(*zipping, cwd=clone).code == 0
    assert (clone / "gradescope.zip").is_file()
    run_command("grade", "submissions", "--only", "zero_init", "--out", "results", cwd=clone)
    assert run_command(*drawing, cwd=clone).code == 0
    assert (clone / "results/students/ada/results.html").is_file()


def test_doctor_says_what_protects() -> None:
    run = run_command(*arguments(commands("doctor")[0]), cwd=PROJECT)
    assert run.output.startswith("protection: ")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make (\w+)`", README))))
def test_every_make_target_that_is_named_exists(target: str) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:autograder|tests|examples|benchmarks)[\w/.]*)`", README)))
)
def test_every_path_that_is_named_exists(path: str) -> None:
    assert (PROJECT / path).exists()


def arguments(command: str) -> list[str]:
    """What follows the name of the program."""
    words = shlex.split(command)
    return words[next(place for place, word in enumerate(words) if word.endswith("autograder")) + 1 :]
