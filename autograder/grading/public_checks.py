"""The public checks of an assignment, which students run at home: they know the contract, and no solution."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check, Rehearsed, first_failure_per_function
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.explaining.at_home import explain_at_home, follows_from, read_mistakes
from autograder.grading.explaining.confirming import Asker
from autograder.grading.failures import Missing
from autograder.grading.loading import load_file
from autograder.grading.own_process import OwnProcess
from autograder.grading.playing import Played, Subjects, play
from autograder.grading.suite_session import SuiteSession, by_part, with_imports
from autograder.results import CheckResult, Explanation, Outcome, PartResult


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
        # The parts that must be right for a part to be so, in the words of the same.
        self._follows: dict[str, tuple[str, ...]] = dict(getattr(module, "FOLLOWS", {}))

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
        if part not in self.parts:
            raise UserError(f"{self.assignment.public_checks} has no part {part!r}")
        answers = OwnProcess(self.functions, functions, rename)

        def played(parts: Collection[str]) -> list[tuple[Check, Played]]:
            attempts = []
            for check in self.checks:
                if check.part in parts:
                    answers.begin_check((), long_calls=check.long_calls)
                    attempts.append((check, play(check, Rehearsed(), Subjects(self.encoder, answers, None))))
            return attempts

        attempts = played([part])
        if any(attempt.error is not None for _, attempt in attempts):
            attempts += played(self._follows.get(part, ()))
        results = [(check, with_imports(result, None)) for check, result in self._with_reasons(attempts)]
        return next(one for one in by_part(first_failure_per_function(results)) if one.name == part)

    def _explained(self, played: Sequence[tuple[Check, Played]], asker: Asker) -> list[tuple[Check, CheckResult]]:
        """The results, each failure with what is behind it."""
        return self._with_reasons(played)

    def _with_reasons(self, played: Sequence[tuple[Check, Played]]) -> list[tuple[Check, CheckResult]]:
        found: dict[str, Explanation] = {}
        for part in dict.fromkeys(check.part for check, _ in played):
            of_part = [(check.function_name, attempt) for check, attempt in played if check.part == part]
            errors = {name: attempt.error for name, attempt in of_part if attempt.error is not None}
            found |= explain_at_home(errors, [name for name, _ in of_part], self._mistakes)
        failing = {check.part for check, attempt in played if attempt.result.outcome is Outcome.FAILED}
        for check, attempt in played:
            causes = [part for part in self._follows.get(check.part, ()) if part in failing]
            told = check.function_name in found or isinstance(attempt.error, Missing)
            if attempt.result.outcome is Outcome.FAILED and causes and not told:
                found[check.function_name] = follows_from(causes)
        return [
            (check, replace(attempt.result, explanation=found.get(check.function_name))) for check, attempt in played
        ]
