"""The table of commands, what each says of itself, and wrong usage."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

from autograder import __version__
from autograder.cli import COMMANDS
from autograder.commands.arguments import parse
from tests.helpers.command import PROJECT, run_command

EVERY_HELP = """
import sys
from autograder.cli import COMMANDS, main

for arguments in (["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)):
    try:
        main(arguments)
    except SystemExit as end:
        assert end.code == 0, arguments
print(sorted({"torch", "numpy", "pytest", "otter"} & set(sys.modules)))
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_a_module_with_frozen_options(name: str) -> None:
    options = import_module(f"autograder.commands.{name.replace('-', '_')}").Options
    assert is_dataclass(options)
    assert options.__hash__ is not object.__hash__  # as of all that are frozen and compared by their fields


def test_a_module_with_options_is_in_the_table() -> None:
    files = (PROJECT / "autograder" / "commands").glob("*.py")
    assert {
        path.stem.replace("_", "-") for path in files if "class Options:" in path.read_text(encoding="utf-8")
    } == set(COMMANDS)


def test_help_waits_for_nothing_that_the_commands_work_with(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", EVERY_HELP], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("\n[]\n"), done.stdout + done.stderr


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    run = run_command("--version", cwd=tmp_path)
    assert (run.code, run.output) == (0, f"autograder {__version__}\n")


def test_options_come_in_the_types_of_their_fields() -> None:
    given = ["grade", "a", "b", "--out", "results", "--only", "x", "--only", "y", "--jobs", "2", "--call-limit", "0.5"]
    _, options = parse(given, COMMANDS, "")
    assert (options.paths, options.out) == ((Path("a"), Path("b")), Path("results"))
    assert (options.only, options.jobs, options.call_limit) == (("x", "y"), 2, 0.5)
    assert (options.roster, options.fresh, options.check_limit) == (None, False, 20.0)


WRONG_USAGE = {
    "": "the following arguments are required: COMMAND",
    "grades": "argument COMMAND: invalid choice: 'grades'",
    "grade --out x": "the following arguments are required: PATH",
    "grade a": "the following arguments are required: --out",
    "grade a --out x --jobs 0": "argument --jobs: '0' is not a whole number above 0",
    "judge --every two": "argument --every: 'two' is not a whole number above 0",
    "grade a --out x --call-limit nan": "argument --call-limit: 'nan' is not a number above 0",
    "gradescope --out x.zip --feedback all": "argument --feedback: invalid choice: 'all'",
}


@pytest.mark.parametrize(("line", "message"), WRONG_USAGE.items(), ids=WRONG_USAGE)
def test_wrong_usage_is_said_with_what_would_be_right(
    line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(line.split(), COMMANDS, "")
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


def test_the_tests_pass_whatever_course_the_environment_names(tmp_path: Path) -> None:
    test = "tests/course/test_handout_zip.py::test_an_assignment_that_somebody_solved_in_place_is_not_handed_out"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],
        cwd=PROJECT,
        env={**os.environ, "AUTOGRADER_COURSE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
