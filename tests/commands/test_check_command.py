"""`autograder check`: what a student sees at home."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.printed import printed
from autograder.intake.records import Source
from tests.helpers.command import ASSIGNMENTS, PROJECT, Run, reference, run_anew, run_command, stub
from tests.helpers.workers import processes_with

ENDLESS = """
def solve(A):
    step = 0
    while True:
        print("step", step)
        step += 1
"""


def make_home(folder: Path) -> Path:
    """A student's folder: the public half of the course and nothing else."""
    shutil.copytree(PROJECT / "assignments", folder / "assignments")
    return folder / "assignments"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path)


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Right work for every assignment, checked at once."""
    home = make_home(tmp_path_factory.mktemp("right"))
    for name in ASSIGNMENTS:
        (home / name / f"{name}.py").write_text(reference(name))
    return run_command("check", *(f"{name}/{name}.py" for name in ASSIGNMENTS), cwd=home)


def test_right_work_passes_without_any_file_of_the_hidden_half(right: Run) -> None:
    assert right.code == 0, right.output + right.errors


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_right_work_is_told_what_the_hidden_suite_also_looks_at(right: Run, name: str) -> None:
    report = right.output.split(f"{name}\n", 1)[1]
    assert "The hidden suite also looks at" in report.split("\n\n\n")[0]


def test_garbage_is_looked_for_as_often_as_in_any_program(home: Path) -> None:
    work = home / "normal_equations" / "normal_equations.py"
    returned = "return X.T @ X, X.T @ y"
    often = f"assert __import__('gc').get_threshold() == {gc.get_threshold()}; {returned}"
    work.write_text(reference("normal_equations").replace(returned, often))
    assert often in work.read_text()
    run = run_anew("check", f"normal_equations/{work.name}", cwd=home)
    assert run.code == 0, run.output


def test_untouched_stubs_are_not_written_yet(home: Path) -> None:
    run = run_command("check", *(f"{name}/{name}.py" for name in ASSIGNMENTS), cwd=home)
    assert run.code == 1
    assert run.output.count(": not written yet") >= 5 * len(ASSIGNMENTS)
    assert ": passed" not in run.output
    assert "Traceback" not in run.output + run.errors


def test_without_a_file_there_is_an_overview_of_all_assignments(home: Path) -> None:
    written = reference("normal_equations").replace("return X.T @ X, X.T @ y", "return X.T @ X, X.T @ y + 1")
    cells = [{"cell_type": "code", "source": written}]
    notebook = home / "normal_equations" / "normal_equations.ipynb"
    notebook.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    run = run_command("check", cwd=home.parent)
    assert run.code == 1
    lines = [" ".join(line.split()) for line in run.output.splitlines()]
    assert "training_loop 100 100 of 100 marks at stake" in lines
    assert "hidden_gradients 20 not written yet" in lines
    # Of a stub and a notebook the one in which more is written was looked at.
    assert "normal_equations 100 15 of 100 marks at stake" in lines
    assert "normal_equations 15 2 of 2 checks fail" in lines
    assert "singular 30 passed" in lines
    assert "looked at: assignments/normal_equations/normal_equations.ipynb" in lines


def test_the_overview_ends_with_a_command_that_can_be_typed(tmp_path: Path) -> None:
    make_home(tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "autograder").symlink_to(Path(sys.executable).with_name("autograder"))
    nothing_activated = {**os.environ, "PATH": "/usr/bin:/bin"}
    line = [".venv/bin/autograder", "check"]
    run = subprocess.run(line, cwd=tmp_path, env=nothing_activated, capture_output=True, text=True, check=False)
    (details,) = [line for line in run.stdout.splitlines() if line.startswith("Details: ")]
    assert re.match(r"Details: \.venv/bin/autograder check assignments/\w+/\w+\.py  ", details)


@pytest.mark.parametrize("package", ["hypothesis", "torch", "rich"])
def test_a_package_that_is_missing_is_named_in_one_line(home: Path, package: str) -> None:
    without = f"import sys; sys.modules[{package!r}] = None; from autograder.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", without, "check", "zero_init/zero_init.py"]
    run = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith(f"autograder: {package} is not installed: install the course for ")


@pytest.fixture(scope="module")
def printing(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A copy that a browser has renamed, whose function prints, fails, and is checked for one part."""
    home = make_home(tmp_path_factory.mktemp("printing"))
    path = home / "normal_equations (1).py"
    printing = 'for row in X:\n        print("a row:", row)\n    return X.T @ X, X.T @ y + 1'
    path.write_text(reference("normal_equations").replace("return X.T @ X, X.T @ y", printing))
    return run_command("check", path.name, "--part", "normal_equations", cwd=home)


def test_a_copy_that_a_browser_renamed_is_checked_as_it_is_graded(printing: Run) -> None:
    assert printing.code == 1
    assert "normal_equations: failed" in printing.output


def test_one_part_can_be_checked_alone(printing: Run) -> None:
    assert printing.output.count("The hidden suite also looks at") == 1


PRINTED = "    it printed:\n      a row: [1. 1.]\n      a row: [2. 1.]\n"


def test_what_a_failing_call_prints_is_shown(printing: Run) -> None:
    assert PRINTED in printing.output


def test_what_a_failing_call_prints_is_shown_of_a_notebook(home: Path) -> None:
    printing = 'for row in X:\n        print("a row:", row)\n    return X.T @ X, X.T @ y + 1'
    source = reference("normal_equations").replace("return X.T @ X, X.T @ y", printing)
    cells = [{"cell_type": "code", "source": text} for text in (source, "print('at the end')")]
    path = home / "normal_equations" / "normal_equations.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    run = run_command("check", path, "--part", "normal_equations", cwd=home)
    assert PRINTED in run.output
    assert "at the end" not in run.output


def test_what_a_call_prints_is_shown_even_if_it_never_ends() -> None:
    source = Source("normal_equations", "normal_equations.py", (("normal_equations.py", ENDLESS),))
    call = ("from normal_equations import solve", "solve(1)")
    assert printed(source, [call]) == {call: ("step 0", "step 1", "step 2", "step 3", "...")}


def test_what_is_written_past_python_is_not_taken_for_what_a_call_prints() -> None:
    writing = "import os\ndef solve(A):\n    print('x')\n    os.write(1, b'[7, \"y\"]\\n[\\n3\\n')\n"
    source = Source("normal_equations", "normal_equations.py", (("normal_equations.py", writing),))
    call = ("from normal_equations import solve", "solve(1)")
    assert printed(source, [call]) == {call: ("x",)}


def test_a_cell_is_named_after_its_function(home: Path) -> None:
    raising = "def solve(A, b):\n    return None\n\ndef normal_equations(X, y):\n    raise KeyError('odd')"
    cells = [{"cell_type": "code", "source": text} for text in ("import numpy as np", raising)]
    path = home / "normal_equations" / "normal_equations.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    run = run_command("check", path, "--part", "normal_equations", cwd=home)
    assert "KeyError in normal_equations, the cell of `solve`, line 5: 'odd'" in run.output


def test_a_mistake_is_shown_with_the_call_that_shows_it(home: Path) -> None:
    wrong = (
        reference("zero_init").replace("def is_symmetric", "def other")
        + "\ndef is_symmetric(rows, tolerance=1e-6):\n    return False\n"
    )
    (home / "zero_init" / "zero_init.py").write_text(wrong)
    run = run_command("check", "zero_init.py", cwd=home / "zero_init")
    assert run.code == 1
    assert "is_symmetric(torch.tensor(" in run.output


@pytest.mark.long
def test_a_notebook_can_be_checked(home: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "1 / 0"]},
        {"cell_type": "code", "source": reference("zero_init")},
    ]
    (home / "zero_init" / "zero_init.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    run = run_command("check", "zero_init.ipynb", cwd=home / "zero_init")
    assert run.code == 0, run.output
    assert "ZeroDivisionError" in run.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.py"], "nothing.py does not belong to any assignment: expected one of training_loop.py, "),
        (["training_loop/zero_init.py"], "does not exist"),
        (["zero_init.txt"], "zero_init.txt does not belong to any assignment: expected one of training_loop.py, "),
        (["--part", "trace"], "--part needs a FILE to look at"),
        (["zero_init/zero_init.py", "--part", "traces"], "zero_init has no part 'traces': it has trace, bias, "),
    ],
    ids=["unknown", "missing", "suffix", "part of nothing", "no part"],
)
def test_what_cannot_be_checked_is_said_in_one_line(home: Path, arguments: list[str], message: str) -> None:
    run = run_command("check", *arguments, cwd=home)
    assert run.code == 2
    assert message in run.errors
    assert len(run.errors.splitlines()) == 1


def test_a_folder_without_a_course_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "zero_init.py").write_text(stub("zero_init"))
    run = run_command("check", "zero_init.py", cwd=tmp_path)
    assert run.code == 2
    assert "no course around" in run.errors


SEES = """
import os, subprocess
subprocess.Popen(["sleep", "{seconds}"])
def normal_equations(X, y):
    import beside
def solve(A, b):
    raise KeyError(open("/proc/self/cmdline").read().split("\\0")[-2], os.environ["HOME"] == os.getcwd())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are processes of their own")
def test_a_worker_at_home_is_a_fork_in_a_folder_of_its_own_and_leaves_nothing_running(home: Path) -> None:
    seconds = f"1000.{os.getpid()}"
    (home / "beside.py").write_text("")
    (home / "normal_equations.py").write_text(SEES.format(seconds=seconds))
    run = run_anew("check", "normal_equations.py", cwd=home)
    assert "KeyError in solve, line 7: ('normal_equations.py', True)" in run.output
    assert "No module named 'beside'" in run.output
    assert not processes_with(seconds)
