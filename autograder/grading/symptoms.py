"""What common mistakes look like in the public checks: computed with the wrong models, which students do not get."""

from __future__ import annotations

import msgspec

from autograder.course import Assignment
from autograder.grading.calls import CallEncoder
from autograder.grading.checks import Check
from autograder.grading.collect import collect_checks
from autograder.grading.contract import contract_of
from autograder.grading.explaining.at_home import Mistake, Symptom, symptom_of
from autograder.grading.explaining.diagnosis import with_model
from autograder.grading.loading import load_file
from autograder.grading.misconception import misconceptions_of
from autograder.grading.subjects import Reference


def hints_text(assignment: Assignment) -> str:
    """The text of the assignment's `hints.json`.

    Raises:
        UserError: the reference, the misconceptions or the public checks cannot be used.
    """
    module = load_file(assignment.reference, f"contract_of_{assignment.name}")
    checks = collect_checks(assignment.public_checks, assignment.course)
    encoder = CallEncoder(contract_of(module))
    encoder.rehearsing = False
    mistakes: list[Mistake] = []
    for wrong in misconceptions_of(assignment):
        for model in wrong.models:
            subject = Reference(with_model(module, wrong, model), encoder)
            mistake = Mistake(wrong.hint, _symptoms(checks, subject))
            if mistake.symptoms and mistake not in mistakes:
                mistakes.append(mistake)
    return msgspec.json.format(msgspec.json.encode(mistakes), indent=1).decode() + "\n"


def _symptoms(checks: list[Check], subject: Reference) -> dict[str, Symptom]:
    symptoms: dict[str, Symptom] = {}
    for check in checks:
        try:
            check.body(**check.arguments(subject, None))
        except AssertionError as error:
            symptoms[check.function_name] = symptom_of(error)
    return symptoms
