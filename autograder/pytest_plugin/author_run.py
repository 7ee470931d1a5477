"""One submission under plain pytest: what `--submission FILE` does."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, one_a_function, play, rehearse
from autograder.grading.collect import check_of
from autograder.grading.contract_types import contract_of
from autograder.grading.subjects import Reference, Rehearsal, load_module
from autograder.grading.submission import Limits, Submission
from autograder.intake.files import read_source
from autograder.intake.records import Absent, Source
from autograder.results import CheckResult, Outcome
from autograder.sandbox import SandboxError, choose


class AuthorRun:
    """Rehearses each check when its turn comes, and plays it with the file."""

    def __init__(self, path: Path) -> None:
        """Read the file and start the sandbox.

        Raises:
            pytest.UsageError: the file cannot be graded.
        """
        work = read_source(path, path.stem)
        if isinstance(work, Absent):
            raise pytest.UsageError(work.reason)
        try:
            self._choice = choose()
        except SandboxError as error:
            raise pytest.UsageError(str(error)) from None
        self._source: Source = work
        self._subjects: tuple[Reference, Rehearsal, Submission] | None = None
        self._results: list[tuple[Check, CheckResult]] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Load the reference beside the suite."""
        folders = {item.path.parent for item in items if item.get_closest_marker("part")}
        if len(folders) != 1:
            raise pytest.UsageError(
                "--submission takes the suite of one assignment: pytest solutions/<name> --submission FILE"
            )
        folder = folders.pop()
        module = load_module(folder / f"{folder.name}.py", f"contract_of_{folder.name}")
        encoder = CallEncoder(contract_of(module))
        spawn = self._choice.zygote.spawn
        student = Submission(encoder, self._source, spawn, Limits())
        self._subjects = Reference(module, encoder), Rehearsal(module, encoder), student

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the marks of each part."""
        marks: dict[str, list[int]] = {}
        for check in one_a_function(self._results):
            earned = marks.setdefault(check.part, [0, 0])
            earned[0] += check.score
            earned[1] += check.marks
        terminalreporter.section(f"marks of {self._source.file_name}")
        for name, (score, most) in marks.items():
            terminalreporter.line(f"{name}: {score} of {most}")
        total = [sum(column) for column in zip(*marks.values(), strict=True)] or [0, 0]
        terminalreporter.line(f"total: {total[0]} of {total[1]}")

    def pytest_unconfigure(self) -> None:
        """End the worker and the sandbox."""
        if self._subjects is not None:
            self._subjects[2].close()
        self._choice.zygote.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run a check as grading does; other tests are left to pytest."""
        check = check_of(pyfuncitem)
        if check is None or self._subjects is None:
            return None
        reference, rehearsal, student = self._subjects
        result = play(check, rehearse(check, rehearsal, reference), student, reference).result
        self._results.append((check, result))
        if result.outcome is not Outcome.PASSED:
            pytest.fail("\n".join((result.message, *result.counterexample)), pytrace=False)
        return True
