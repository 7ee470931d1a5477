"""The plugin by which otter has a submission graded: otter runs nothing of it, and shows what the engine found.

By itself otter runs a submission in one process with the tests, unpickles the results which that process wrote, and
the log that was handed in. So before any of this the plugin takes away all that was handed in and leaves an empty
file, `autograder grade` grades what was taken, and its results replace those of the empty file.
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
_PUT_BY: Final = ".handed-in"  # added to the name of a notebook that otter gets an empty one for
_EMPTY_NOTEBOOK: Final = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_MOST_LINES_SAID: Final = 40


class GraderBroke(RuntimeError):
    """Grading itself failed: there is no mark, and otter must end without writing one."""


class AutograderPlugin:
    """What otter calls, in this order: before_grading, before_execution, after_grading."""

    def __init__(self, submission_path: str | None, submission_metadata: object, plugin_config: dict[str, Any]) -> None:
        """Take the places and the setting.

        Args:
            submission_path: the file in otter's folder `submission`; None where `otter generate` makes the zip.
            submission_metadata: what Gradescope tells of the submission; it does not matter here.
            plugin_config: the fields of a `Setting`.
        """
        self._submission = Path(submission_path or "")
        self._setting = Setting(**plugin_config)
        self._document: dict[str, Any] = {}

    def before_grading(self, config: Any) -> None:
        """Grade with the engine, and leave nothing of the submission to otter.

        Args:
            config: otter's configuration, in which everything is turned off that would read the submission.

        Raises:
            OtterRuntimeError: it cannot be graded here; otter puts the message into its results.
            GraderBroke: the grader broke.
        """
        config.pdf, config.token, config.grade_from_log = False, None, False
        assignment = self._setting.assignment_of(self._submission.name)
        # A private folder, so that a student's file is read, and the course unpacked, beyond otter's own.
        with temporary_folder() as scratch:
            work = _take_away(self._submission, Path(scratch, "submission"), assignment)
            with zipfile.ZipFile(self._submission.parent.parent / "source" / COURSE_ARCHIVE) as archive:
                archive.extractall(Path(scratch, "course"))
            self._document = _graded(work, self._setting.options(), Path(scratch))
        if self._submission.name != work.name:
            note = f"{visible(self._submission.name)} was taken for {work.name}"
            self._document["output"] = f"{assignment}: {note}\n{self._document['output']}"

    def before_execution(self, submission: object) -> NotebookNode:
        """What otter runs in place of the submission: nothing."""
        return NotebookNode(json.loads(_EMPTY_NOTEBOOK))  # type: ignore[no-untyped-call]

    def after_grading(self, results: GradingResults) -> None:
        """Put the engine's results in place of otter's.

        Raises:
            GraderBroke: otter could not run even the empty notebook, and would write a zero.
        """
        if results.has_catastrophic_failure():
            raise GraderBroke("otter could not run an empty notebook") from results.catastrophic_error
        # The names are "<assignment>: <part>".
        tests = [_as_otters(test, test["name"].partition(": ")[2]) for test in self._document["tests"]]
        results.results = {test.name: test for test in tests}
        results.set_output(self._document["output"])


def put_notebooks_by(folder: Path) -> None:
    """In a container, before otter runs: an empty notebook in place of each, since otter reads it before any plugin.

    One that is no JSON would end otter there, without a word to the student.
    """
    for path in folder.glob("*.ipynb"):
        path.rename(path.with_name(path.name + _PUT_BY))
        path.write_text(_EMPTY_NOTEBOOK, encoding="utf-8")


def _take_away(submission: Path, to: Path, assignment: str) -> Path:
    """Move the submission away, under the name that it should have, and leave an empty file alone in its folder.

    What lies beside it would count too: the kernel imports from this folder, and otter opens the log in it.
    """
    to.mkdir()
    work = to / f"{assignment}{submission.suffix}"
    put_by = submission.with_name(submission.name + _PUT_BY)
    shutil.move(put_by if put_by.exists() else submission, work)
    for path in submission.parent.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    submission.write_text(_EMPTY_NOTEBOOK if submission.suffix == ".ipynb" else "", encoding="utf-8")
    return work


def _graded(work: Path, options: Sequence[str], scratch: Path) -> dict[str, Any]:
    """What `autograder grade` writes for a student, graded with the course in the scratch folder."""
    # -P: nothing is imported from the current folder.
    command = [sys.executable, "-P", "-m", "autograder.cli", "grade", str(work), "--out", "out", "--jobs", "1"]
    command += ["--course", "course", "--only", work.stem, *options]
    # With one thread a process holds less memory, and torch reads the number when it is imported.
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=scratch, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    said = done.stderr.strip()
    if done.returncode == EXIT_USAGE:
        raise OtterRuntimeError(said)
    if done.returncode != EXIT_DONE:
        detail = scratch / "out" / "grader-broke.txt"
        said = detail.read_text(encoding="utf-8") if detail.is_file() else said
        lines = said.splitlines()[-_MOST_LINES_SAID:]
        raise GraderBroke("\n".join([f"the grader broke (exit code {done.returncode}): there is no mark", *lines]))
    results = scratch / "out" / "students" / work.parent.name / "results.json"
    document: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    return document


def _as_otters(test: dict[str, Any], part: str) -> TestFile:
    """A part as a test file of otter's with one case, which students see.

    The class is one of otter's, the plainest: who unpickles `otter grade`'s results may not have the engine.
    """
    passed = test["status"] == "passed"
    case = TestCase(part, None, False, test["max_score"], f"\n{test['output']}" if passed else None, None)
    file = OttrTestFile(part, part, [case], all_or_nothing=False)
    file.test_case_results = [TestCaseResult(case, None if passed else test["output"], passed)]
    file.update_score(test["score"])
    return file
