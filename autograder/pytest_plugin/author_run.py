"""One submission under plain pytest: what `--submission FILE` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.course import SEED, Assignment, read_seed
from autograder.errors import UserError
from autograder.grading.answers import WorkerAnswers
from autograder.grading.budget import GradingBudget, Limits
from autograder.grading.calls import CallEncoder, pasteable
from autograder.grading.checks import Check, Rehearsed, first_failure_per_function
from autograder.grading.choosing import ProtectionRequest, choose_protection
from autograder.grading.collect import check_of
from autograder.grading.contract import Contract, contract_of
from autograder.grading.explaining.fresh import FreshCases
from autograder.grading.link import Link
from autograder.grading.loading import load_file
from autograder.grading.playing import Subjects, play
from autograder.grading.searching import Searches
from autograder.grading.snapshot import snapshot
from autograder.grading.soundness import rehearsed_soundly, require_same_contracts, require_sound_checks
from autograder.grading.subjects import Reference, Rehearsal
from autograder.intake.files import read_source
from autograder.intake.records import Absent, Source
from autograder.results import CheckResult, Outcome


class _Assignment(NamedTuple):
    """What the checks of one assignment are played with."""

    subjects: Subjects
    rehearsal: Rehearsal
    reference: Reference
    link: Link
    searches: Searches


class AuthorRun:
    """Rehearses each check when its turn comes, and plays it with the file."""

    def __init__(self, path: Path, suites: Sequence[Path], request: ProtectionRequest) -> None:
        """Read the file and start the sandbox.

        Args:
            path: the file that is judged.
            suites: what students' code must not be able to read.
            request: what is asked of the protection.

        Raises:
            pytest.UsageError: the file cannot be graded, or not kept away from everything else.
        """
        work = read_source(path, path.stem)
        if isinstance(work, Absent):
            raise pytest.UsageError(work.reason)
        try:
            self._choice = choose_protection(request, [path, *suites])
        except UserError as error:
            raise pytest.UsageError(str(error)) from None
        self._source: Source = work
        self._assignment: _Assignment | None = None
        self._seed = ""  # of the course
        self._results: list[tuple[Check, CheckResult]] = []
        self._unsound: list[str] = []  # checks that cannot be run with any submission

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Load the reference beside the suite."""
        folders = {item.path.parent for item in items if item.get_closest_marker("part")}
        if len(folders) != 1:
            raise pytest.UsageError(
                "--submission takes the suite of one assignment: pytest solutions/<name> --submission FILE; where that "
                "is what you typed, no check could be read in it (has the folder an __init__.py?)"
            )
        folder = folders.pop()
        try:
            self._seed = read_seed(folder.parent / SEED)
            module = load_file(folder / f"{folder.name}.py", f"contract_of_{folder.name}")
            encoder = CallEncoder(contract_of(module))
            self._require_soundness(folder, items, encoder.contract)
        except UserError as error:
            raise pytest.UsageError(str(error)) from None
        reference, limits, spawn = Reference(module, encoder), Limits(), self._choice.zygote.spawn
        link = Link(self._source, spawn, limits, encoder.contract.functions)
        answers = WorkerAnswers(link, GradingBudget(limits, link.clock))
        searches = Searches((encoder, reference, FreshCases()), self._source, spawn, limits)
        self._assignment = _Assignment(
            Subjects(encoder, answers, reference), Rehearsal(module, encoder), reference, link, searches
        )

    def _require_soundness(self, folder: Path, items: Sequence[pytest.Item], contract: Contract) -> None:
        """Refuse what other commands refuse, too; a suite may be tried before there is a public half."""
        found = [check_of(item, self._seed) for item in items if isinstance(item, pytest.Function)]
        checks = [check for check in found if check is not None]
        require_sound_checks(checks)
        assignment = Assignment(folder.name, folder.parent.parent / "assignments" / folder.name, folder)
        if assignment.contract.is_file() and assignment.stub.is_file():
            require_same_contracts(assignment, contract)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the marks of each part."""
        marks: dict[str, list[int]] = {}
        for check in first_failure_per_function(self._results):
            earned = marks.setdefault(check.part, [0, 0])
            earned[0] += check.earned
            earned[1] += check.marks
        terminalreporter.section(f"marks of {self._source.file_name}")
        if self._unsound:
            terminalreporter.line(f"no marks, because the suite is not sound: {', '.join(self._unsound)}")
            return
        for name, (score, most) in marks.items():
            terminalreporter.line(f"{name}: {score} of {most}")
        total = [sum(column) for column in zip(*marks.values(), strict=True)] or [0, 0]
        terminalreporter.line(f"total: {total[0]} of {total[1]}")

    def pytest_unconfigure(self) -> None:
        """End the worker and the sandbox."""
        if self._assignment is not None:
            self._assignment.link.close()
            self._assignment.searches.link.close()
        self._choice.zygote.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run a check as grading does; other tests are left to pytest."""
        check = check_of(pyfuncitem, self._seed)
        if check is None or self._assignment is None:
            return None
        subjects, rehearsal, reference, _, searches = self._assignment
        try:
            rehearsed = _rehearsed(check, rehearsal, reference)
        except UserError as error:
            self._unsound.append(pyfuncitem.name)
            pytest.fail(str(error), pytrace=False)
        subjects.answers.begin_check(rehearsed.calls, long_calls=check.long_calls)
        result = searches.explained(check, play(check, rehearsed, subjects)).result
        self._results.append((check, result))
        if result.outcome is not Outcome.PASSED:
            lines = pasteable(result.counterexample, self._source)
            pytest.fail("\n".join((result.message, *lines)), pytrace=False)
        return True


def _rehearsed(check: Check, rehearsal: Rehearsal, reference: Reference) -> Rehearsed:
    """What the check asks.

    Raises:
        UserError: it is not sound, or draws something else each time.
    """
    first, second = (rehearsed_soundly(check, rehearsal, reference) for _ in range(2))
    if snapshot(first.calls) != snapshot(second.calls):
        raise UserError(f"{check.place} asks something else each time: every student would get other cases")
    return first
