"""The public checks of an assignment, which students run at home: they know the contract, and no solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, Rehearsed, first_failure_per_function
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.explaining.at_home import explain_at_home, read_mistakes
from autograder.grading.explaining.confirming import Asker
from autograder.grading.loading import load_file
from autograder.grading.own_process import OwnProcess
from autograder.grading.playing import Played, Subjects, play
from autograder.grading.suite_session import SuiteSession, by_part, with_imports
from autograder.results import CheckResult, Explanation, PartResult


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
        self._mistakes = read_mistakes(assignment.hints)
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
        played = []
        for check in checks:
            answers.begin_check((), long_calls=check.long_calls)
            played.append((check, play(check, Rehearsed(), Subjects(self.encoder, answers, None))))
        results = [(check, with_imports(result, None)) for check, result in self._with_reasons(played)]
        return by_part(first_failure_per_function(results))[0]

    def _explained(self, played: Sequence[tuple[Check, Played]], asker: Asker) -> list[tuple[Check, CheckResult]]:
        """The results, each failure with what is behind it."""
        return self._with_reasons(played)

    def _with_reasons(self, played: Sequence[tuple[Check, Played]]) -> list[tuple[Check, CheckResult]]:
        found: dict[str, Explanation] = {}
        for part in dict.fromkeys(check.part for check, _ in played):
            of_part = [(check.function_name, attempt) for check, attempt in played if check.part == part]
            errors = {name: attempt.error for name, attempt in of_part if attempt.error is not None}
            found |= explain_at_home(errors, [name for name, _ in of_part], self._mistakes)
        return [
            (check, replace(attempt.result, explanation=found.get(check.function_name))) for check, attempt in played
        ]
