"""Attempts and what was decided about them, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from autograder.grading.fingerprint import Fingerprint
from autograder.intake.records import Handed, HandIn, KnownId
from autograder.record.applying import CountedWork, count
from autograder.record.attempts import Attempt
from autograder.record.attributing import Attributed
from autograder.record.decisions import Decisions, parse_decisions
from autograder.record.people import People
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, Timing

DUE: Final = datetime(2026, 9, 20, 22, tzinfo=UTC)
NAMES: Final = ("zero_init", "training_loop")
TRACE: Final = CheckResult("trace", "traces", 20, Outcome.PASSED, id="test_trace")
LOSS: Final = CheckResult("trace", "puts the loss first", 5, Outcome.FAILED, "no", id="test_loss")
BIAS: Final = CheckResult("bias", "moves the bias", 75, Outcome.PASSED, id="test_bias")
BROKEN: Final = CheckResult("bias", "moves the bias", 75, Outcome.GRADER_BROKE, "oh", id="test_bias")


def result_of(*checks: CheckResult) -> AssignmentResult:
    """An assignment's result with these checks."""
    names = dict.fromkeys(check.part for check in checks)
    parts = tuple(PartResult(name, tuple(check for check in checks if check.part == name)) for name in names)
    return AssignmentResult("zero_init", parts)


RESULT: Final = result_of(TRACE, LOSS, BIAS)  # 95 of 100
POOR: Final = result_of(TRACE, LOSS)  # 20


def attempt(text: str = "one", result: AssignmentResult = RESULT, late: timedelta | None = None) -> Attempt:
    """An attempt with this text, so late; without a time where nobody knows."""
    handed = Handed("", None if late is None else DUE + late)
    return Attempt(Fingerprint(text, "s", "e", "l", "p"), result, Timing(1, 1, 1, 1, 1), handed, text=text)


def people() -> People:
    """Ada with two ids, and two namesakes."""
    everybody = People()
    ids = (KnownId("canvas", "7"), KnownId("sis", "0100477"), KnownId("email", "ada@x.edu"))
    hand_ins = [
        HandIn("Ada Lovelace", (), ids=ids),
        HandIn("Jane Doe (1)", (), ids=(KnownId("sis", "1"),)),
        HandIn("Jane Doe (2)", (), ids=(KnownId("sis", "2"),)),
    ]
    everybody.add(hand_ins, lambda _: None)
    return everybody


def decisions(text: str) -> Decisions:
    """What these lines say."""
    return parse_decisions(Path("decisions.toml"), text, NAMES)


def counted(text: str, *attempts: Attempt) -> CountedWork:
    """What counts of Ada's attempts at zero_init."""
    attributed = Attributed(decisions(text), people())
    attributed.require_targets({"zero_init": RESULT})
    return count(attempts, attributed.of("Ada Lovelace", "zero_init"), RESULT, "zero_init was not handed in")


def override(lines: Sequence[str], student: str = "0100477", why: str = "a sign slip") -> str:
    """An override of zero_init."""
    head = ["[[override]]", f'student = "{student}"', 'assignment = "zero_init"', f'why = "{why}"']
    return "\n".join([*head, *lines]) + "\n"
