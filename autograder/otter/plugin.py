"""The plugin that lets the engine grade for otter: otter runs nothing of a submission, and shows the engine's results.

By itself otter runs a submission and the tests in one process, then unpickles the results that this process wrote and
the log that was handed in. So before any of that the plugin moves everything handed in away and leaves an empty file
in its place; `autograder grade` grades the submission, and its results replace those of the empty file.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from nbformat import NotebookNode
from otter.run.run_autograder.utils import OtterRuntimeError
from otter.test_files import GradingResults, TestCase, TestFile
from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.ottr_test import OttrTestFile

from autograder.errors import EXIT_DONE, EXIT_USAGE
from autograder.otter.settings import COURSE_ARCHIVE, Setting
from autograder.sandbox.temporary import temporary_folder
from autograder.text import visible

PLUGIN: Final = f"{__name__}.AutograderPlugin"
_STASHED: Final = ".handed-in"  # appended to the name of a notebook when an empty one takes its place
_EMPTY_NOTEBOOK: Final = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_MAX_LINES: Final = 40  # of a traceback


class GraderBroke(RuntimeError):
    """The grader itself failed: there is no mark, and otter must end without writing one."""


class AutograderPlugin:
    """What otter calls, in this order: before_grading, before_execution, after_grading."""

    def __init__(self, submission_path: str | None, submission_metadata: object, plugin_config: dict[str, Any]) -> None:
        """Store the path and the settings.

        Args:
            submission_path: the file in otter's folder `submission`; None when `otter generate` makes the zip.
            submission_metadata: what Gradescope says about the submission; not used.
            plugin_config: the fields of a `Setting`.
        """
        self._submission = Path(submission_path or "")
        self._setting = Setting(**plugin_config)
        self._document: dict[str, Any] = {}

    def before_grading(self, config: Any) -> None:
        """Grade with the engine, and leave nothing of the submission for otter.

        Args:
            config: otter's configuration; everything in it that would read the submission is turned off.

        Raises:
            OtterRuntimeError: the submission cannot be graded here; otter puts the message into its results.
            GraderBroke: the grader broke.
        """
        config.pdf, config.token, config.grade_from_log = False, None, False
        assignment = self._setting.assignment_of(self._submission.name)
        # In a private folder, away from otter's own, the student's file is read and the course unpacked.
        with temporary_folder() as scratch:
            work = _take_away(self._submission, Path(scratch, "submission"), assignment)
            with zipfile.ZipFile(self._submission.parent.parent / "source" / COURSE_ARCHIVE) as archive:
                archive.extractall(Path(scratch, "course"))
            self._document = _graded(work, self._setting.options(), Path(scratch))
        if self._submission.name != work.name:
            note = f"{visible(self._submission.name)} was graded as {work.name}"
            self._document["output"] = f"{assignment}: {note}\n{self._document['output']}"

    def before_execution(self, submission: object) -> NotebookNode:
        """The notebook that otter runs in place of the submission: an empty one."""
        return NotebookNode(json.loads(_EMPTY_NOTEBOOK))  # type: ignore[no-untyped-call]

    def after_grading(self, results: GradingResults) -> None:
        """Put the engine's results in place of otter's.

        Raises:
            GraderBroke: otter failed on the empty notebook, and would write a zero.
        """
        if results.has_catastrophic_failure():
            raise GraderBroke("otter failed to run an empty notebook") from results.catastrophic_error
        # The names are "<assignment>: <part>".
        tests = [_test_file(test, test["name"].partition(": ")[2]) for test in self._document["tests"]]
        results.results = {test.name: test for test in tests}
        results.set_output(self._document["output"])


def stash_notebooks(folder: Path) -> None:
    """Put an empty notebook in place of each: in a container, otter reads notebooks before it calls any plugin.

    Without this, a notebook that is not valid JSON would end otter without a word to the student.
    """
    for path in folder.glob("*.ipynb"):
        path.rename(path.with_name(path.name + _STASHED))
        path.write_text(_EMPTY_NOTEBOOK, encoding="utf-8")


def _take_away(submission: Path, to: Path, assignment: str) -> Path:
    """Move the submission away, under the name that it should have, and leave only an empty file in its folder.

    Other files there would matter too: the kernel imports from this folder, and otter opens the log in it.
    """
    to.mkdir()
    work = to / f"{assignment}{submission.suffix}"
    stashed = submission.with_name(submission.name + _STASHED)
    shutil.move(stashed if stashed.exists() else submission, work)
    for path in submission.parent.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    submission.write_text(_EMPTY_NOTEBOOK if submission.suffix == ".ipynb" else "", encoding="utf-8")
    return work


def _graded(work: Path, options: Sequence[str], scratch: Path) -> dict[str, Any]:
    """Grade with the course in the scratch folder; returns the results.json that `autograder grade` writes."""
    # -P: nothing is imported from the current folder.
    command = [sys.executable, "-P", "-m", "autograder.cli", "grade", str(work), "--out", "out", "--jobs", "1"]
    command += ["--course", "course", "--only", work.stem, *options]
    # One thread needs less memory; torch reads the number when it is imported.
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=scratch, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    message = done.stderr.strip()
    if done.returncode == EXIT_USAGE:
        raise OtterRuntimeError(message)
    if done.returncode != EXIT_DONE:
        detail = scratch / "out" / "grader-broke.txt"
        message = detail.read_text(encoding="utf-8") if detail.is_file() else message
        lines = message.splitlines()[-_MAX_LINES:]
        raise GraderBroke("\n".join([f"the grader broke (exit code {done.returncode}): there is no mark", *lines]))
    results = scratch / "out" / "students" / work.parent.name / "results.json"
    document: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    return document


def _test_file(test: dict[str, Any], part: str) -> TestFile:
    """A part as one of otter's test files, with one case that students see.

    The class is otter's own, the plainest: whoever unpickles the results of `otter grade` may not have the engine.
    """
    passed = test["status"] == "passed"
    case = TestCase(part, None, False, test["max_score"], f"\n{test['output']}" if passed else None, None)
    file = OttrTestFile(part, part, [case], all_or_nothing=False)
    file.test_case_results = [TestCaseResult(case, None if passed else test["output"], passed)]
    file.update_score(test["score"])
    return file
