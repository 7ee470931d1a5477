"""The public checks of an assignment, which students run at home: they know the contract, and no solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Rehearsed, first_failure_per_function
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.own_process import OwnProcess
from autograder.grading.playing import Subjects, play
from autograder.grading.subjects import load_file
from autograder.grading.suite_session import SuiteSession, by_part, with_imports
from autograder.results import PartResult


class PublicChecks(SuiteSession):
    """The public checks, ready to judge a student's own work."""

    def __init__(self, assignment: Assignment) -> None:
        """Collect the checks.

        Raises:
            UserError: they cannot be collected, or there are none.
        """
        contract = contract_of(load_file(assignment.contract, f"contract_of_{assignment.name}"))
        checks = collect_checks(assignment.public_checks, assignment.course)
        encoder = CallEncoder(contract)
        encoder.rehearsing = False
        super().__init__(assignment, encoder, checks, {check.identity: Rehearsed() for check in checks}, None)
        self.functions = contract.functions
        module = load_file(assignment.public_checks, f"public_checks_of_{assignment.name}")
        # Of each part, what the hidden suite looks at beyond the public checks, in the words of their author.
        self.beyond: dict[str, str] = dict(getattr(module, "BEYOND", {}))

    def keep(self, part: str) -> None:
        """Judge only this part from now on.

        Raises:
            UserError: there is no such part.
        """
        if part not in self.parts:
            raise UserError(f"{self.assignment.name} has no part {part!r}: it has {', '.join(self.parts)}")
        self.checks = tuple(check for check in self.checks if check.part == part)

    def check_here(self, part: str, functions: Mapping[str, Any], rename: Callable[[str], str]) -> PartResult:
        """Run the checks of one part on functions of this process, in a student's own notebook.

        Args:
            part: its name.
            functions: the student's, by name.
            rename: turns the place of an exception into what the student knows it by.

        Raises:
            UserError: there is no such part.
        """
        checks = [check for check in self.checks if check.part == part]
        if not checks:
            raise UserError(f"{self.assignment.public_checks} has no part {part!r}")
        answers = OwnProcess(self.functions, functions, rename)
        results = []
        for check in checks:
            answers.begin_check((), long_calls=check.long_calls)
            played = play(check, Rehearsed(), Subjects(self.encoder, answers, None))
            results.append((check, with_imports(played.result, None)))
        return by_part(first_failure_per_function(results))[0]
