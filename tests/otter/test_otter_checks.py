"""The public checks on functions of this process, as otter tests call them, and pictures of such functions."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from matplotlib import pyplot as plt

from autograder import otter_checks, otter_plugin
from autograder.course import read_course
from autograder.errors import UserError
from autograder.grading.budget import Limits
from autograder.grading.calls import CallEncoder
from autograder.grading.contract import contract_of
from autograder.grading.failures import Hung
from autograder.grading.loading import load_file
from autograder.grading.own_process import OwnProcess
from autograder.grading.public_checks import PublicChecks
from autograder.grading.submission import Submission
from autograder.intake.files import read_source
from autograder.intake.records import Source
from autograder.otter import checks, plugin
from autograder.pictures import picture
from autograder.reports.in_notebook import as_html
from tests.helpers.command import PROJECT


def submission(functions: dict[str, Any], limits: Limits | None = None) -> Submission:
    contract = contract_of(load_file(PROJECT / "assignments/zero_init/contract.py", "contract_for_otter"))
    answers = OwnProcess(contract.functions, functions, limits=limits or Limits())
    return Submission(CallEncoder(contract), answers)


def test_a_call_that_hangs_is_interrupted() -> None:
    def break_symmetry(neurons: int, features: int, seed: int) -> None:
        while True:
            pass

    hanging = submission({"break_symmetry": break_symmetry}, Limits(call=0.2))
    with pytest.raises(Hung, match=r"break_symmetry did not return within 0\.2 s"):
        hanging.break_symmetry(1, 1, 1)


def test_the_keyboard_interrupts_a_check() -> None:
    def break_symmetry(neurons: int, features: int, seed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        submission({"break_symmetry": break_symmetry}).break_symmetry(1, 1, 1)


def test_collecting_checks_leaves_the_environment_alone() -> None:
    before = dict(os.environ)
    (assignment,) = read_course(PROJECT, with_solutions=False).only(["zero_init"]).assignments
    PublicChecks(assignment)
    unchanging = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    assert unchanging == {name: value for name, value in before.items() if name != "PYTEST_CURRENT_TEST"}


def test_a_part_that_does_not_exist_is_an_error() -> None:
    (assignment,) = read_course(PROJECT, with_solutions=False).only(["zero_init"]).assignments
    session = PublicChecks(assignment)
    with pytest.raises(UserError, match="has no part 'nothing'"):
        session.check_here("nothing", {}, str)


def run_otter_test(folder: Path, *, before: str = "") -> str:
    """The last line of what the otter test of a part prints, in a process of its own."""
    test = (PROJECT / "assignments/zero_init/tests/trace.py").read_text(encoding="utf-8")
    code = f"{before}\n{test}\ntest_trace.test_func({{}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1]


def test_without_the_package_a_test_says_what_to_install(tmp_path: Path) -> None:
    message = run_otter_test(tmp_path, before="import sys\nsys.modules['autograder'] = None")
    assert message.startswith("ImportError: ")
    assert "install the course as its README.md says, and choose its .venv as the kernel here" in message


def test_far_from_the_course_a_test_says_so(tmp_path: Path) -> None:
    message = run_otter_test(tmp_path, before="import os\nos.environ.pop('AUTOGRADER_COURSE', None)")
    assert "no course around" in message


def test_the_old_names_in_notebooks_and_zips_still_work() -> None:
    assert otter_checks.check_part is checks.check_part
    assert otter_plugin.AutograderPlugin is plugin.AutograderPlugin
    assert otter_plugin.put_notebooks_by is plugin.stash_notebooks


# --- pictures ---


def test_a_picture_of_what_is_not_written_says_so_and_leaves_no_figure(capsys: pytest.CaptureFixture[str]) -> None:
    def train() -> None:
        raise NotImplementedError("TODO")

    @picture(after="training")
    def curve(train: Any) -> str:
        plt.figure()
        train()
        return ""

    curve(train)
    assert capsys.readouterr().out == "No picture yet: write `train` first, and run this cell again.\n"
    assert plt.get_fignums() == []


def test_a_picture_of_what_is_wrong_says_why_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    @picture(after="training")
    def curve(train: Any, trace: Any) -> str:
        raise ValueError("two\nlines")

    curve(print, print)
    (line,) = capsys.readouterr().out.splitlines()
    assert "it needs `train` and `trace`" in line
    assert line.endswith("ValueError: two lines")


def test_a_picture_of_what_is_no_function_any_more_says_what_it_is_now(capsys: pytest.CaptureFixture[str]) -> None:
    @picture(after="training")
    def curve(train: Any) -> str:
        return ""

    curve(3)  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert said == "No picture yet: it needs the function `train`, but it is 3 now: another cell uses its name.\n"


def test_in_a_notebook_prose_is_broken_between_words_and_a_call_not_at_all() -> None:
    prose, call = as_html("it needs `hidden_gradients`\n      trace(1, 2)").split("<div")[2:]
    assert "white-space: pre-wrap; word-break: normal" in prose
    assert "white-space: pre; overflow-x: auto" in call
    assert "      trace(1, 2)" in call


# --- cells that otter ignores ---


def notebook(tmp_path: Path, metadata: str) -> Source:
    path = tmp_path / "zero_init.ipynb"
    cells = (
        f'[{{"cell_type": "code", "source": "1 / 0", "metadata": {metadata}}}, {{"cell_type": "code", "source": "x"}}]'
    )
    path.write_text(textwrap.dedent(f'{{"cells": {cells}, "nbformat": 4}}'), encoding="utf-8")
    work = read_source(path, "zero_init")
    assert isinstance(work, Source)
    return work


def test_a_cell_that_otter_ignores_is_not_run_and_counted_all_the_same(tmp_path: Path) -> None:
    assert notebook(tmp_path, '{"tags": ["otter_ignore"]}').cells == (("cell 2", "x"),)


@pytest.mark.parametrize(
    "metadata", ["{}", "null", "[]", '{"tags": null}', '{"tags": "otter_ignore"}', '{"tags": [[]]}']
)
def test_odd_metadata_ignores_nothing(tmp_path: Path, metadata: str) -> None:
    assert len(notebook(tmp_path, metadata).cells) == 2
