"""Results as grading yields them, made by hand."""

from __future__ import annotations

from dataclasses import replace

from autograder.results import AssignmentResult, CheckResult, Explanation, Outcome, PartResult, StudentResult

PASSED, FAILED, NOT_WRITTEN, NOT_REACHED, BROKE = Outcome


CALL = ("from zero_init import trace", "trace(1.0)")
WRONG = CheckResult(
    "trace", "counts epochs from 0", 5, FAILED, "the loss is 1, expected 2", counterexample=CALL, id="test_counts"
)
RIGHT = CheckResult("trace", "puts the loss before the step", 20, PASSED, id="test_loss")
HINTED = replace(WRONG, explanation=Explanation("relation", "Look at the first epoch."))
_BIAS = CheckResult("bias", "moves the bias", 15, PASSED, id="test_bias")
UNWRITTEN = replace(_BIAS, outcome=NOT_WRITTEN, message="`trace` is not written yet")
UNREACHED = replace(_BIAS, outcome=NOT_REACHED, message="not tried: trace hung in 2 checks before")
BROKEN = replace(_BIAS, outcome=BROKE, message="IndexError in the grader", detail="Traceback: secret")


def part(*checks: CheckResult) -> PartResult:
    return PartResult(checks[0].part, checks)


def assignment(*parts: PartResult, name: str = "zero_init", notes: tuple[str, ...] = ()) -> AssignmentResult:
    return AssignmentResult(name, parts, notes)


ADA = StudentResult(
    "ada",
    (
        assignment(part(RIGHT, WRONG), part(UNWRITTEN), notes=("zero_init.py stopped at line 3",)),
        assignment(part(CheckResult("unique", "solves", 25, PASSED, id="test_solves")), name="normal_equations"),
    ),
)


UNDECIDED = StudentResult("ben", (assignment(part(BROKEN)), ADA.assignments[1]))


# How a part reads that is right in one check and wrong in the other.
PARTLY = """\
[ok] puts the loss before the step (20 of 20)
[--] counts epochs from 0 (0 of 5)
    the loss is 1, expected 2
    to reproduce:
      from zero_init import trace
      trace(1.0)"""
