"""Equal checks are one in memory, and nothing that is read is changed by it."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

from autograder.record.shared_checks import SharedChecks
from autograder.results import AssignmentResult, Comparison, Curve
from tests.helpers.made_results import RIGHT, WRONG, assignment, part


def copied(result: AssignmentResult) -> AssignmentResult:
    made: AssignmentResult = pickle.loads(pickle.dumps(result))
    return made


def test_equal_checks_of_different_students_are_one() -> None:
    checks = SharedChecks()
    ada = checks.of(assignment(part(RIGHT, WRONG)))
    ben = checks.of(copied(assignment(part(RIGHT, replace(WRONG, message="another")))))
    assert ben.checks[0] is ada.checks[0]
    assert ben.checks[1].message == "another"


def test_a_zero_keeps_its_sign_whatever_others_have() -> None:
    def of(loss: float) -> AssignmentResult:
        curve = Curve("losses", "epoch", (0,), (loss,), (loss,), 0)
        return assignment(part(replace(WRONG, comparison=Comparison("train", "", (), curve=curve))))

    checks = SharedChecks()
    for loss in (0.0, -0.0):
        (check,) = checks.of(of(loss)).checks
        assert check.comparison
        assert check.comparison.curve
        (kept,) = check.comparison.curve.got
        assert kept is not None
        assert math.copysign(1, kept) == math.copysign(1, loss)
