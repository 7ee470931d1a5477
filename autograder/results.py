"""The results of grading: plain records. Reports only read them; times are kept apart, in `Timing`."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, TypeAlias

Marks: TypeAlias = int | Decimal  # whole where a suite gave them; decisions may award or take fractions


class Protection(NamedTuple):
    """How student code was kept apart while it ran."""

    sentence: str  # for instructors
    isolated: bool  # whether it was kept from files and network at all


class Outcome(enum.StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_WRITTEN = "not written yet"
    NOT_REACHED = "not reached"
    GRADER_BROKE = "the grader broke"


class Explanation(NamedTuple):
    """What is behind a failed check, where the grader knows: it holds for all answers of the check, or is not given."""

    kind: str  # "misconception", "relation" or "boundary"
    text: str  # for the student, in the assignment's terms


class ComparedRow(NamedTuple):
    """A number or a few, as they came and as they should have been."""

    name: str
    got: str
    expected: str
    ratio: str  # "" where there is none
    differs: bool


class Curve(NamedTuple):
    """A series of numbers beside that of right work, thinned out where it is long."""

    name: str
    unit: str  # what is counted from 0 along it
    places: tuple[int, ...]
    got: tuple[float | None, ...]  # None where it is not finite, or has ended
    expected: tuple[float | None, ...]
    parts_at: int  # the first place at which they differ


class Comparison(NamedTuple):
    """What a function returned beside what it should have, for the call that shows a failure."""

    function: str
    where: str  # the first record that differs, "" where there is no list of them
    rows: tuple[ComparedRow, ...]
    of_call: tuple[tuple[str, str], ...] = ()  # numbers that tell about the arguments: ranks, condition numbers
    curve: Curve | None = None


@dataclass(frozen=True)
class CheckResult:
    """One check of a part."""

    part: str
    promise: str  # what the function should do, the check's docstring
    marks: int
    outcome: Outcome
    message: str = ""  # why it failed, one or more lines
    cause: str = ""  # what failed, without what differs from check to check; "" if the message says it
    counterexample: tuple[str, ...] = ()  # lines of Python that reproduce it, as they can be pasted
    explanation: Explanation | None = None  # what is behind it, if that is known
    comparison: Comparison | None = None  # of the call that shows it
    detail: str = ""  # for the instructor, where the grader broke, in the check or explaining it; never for students
    repeatable: bool = True  # whether the same call, made again, was answered in the same way; known of failed checks
    id: str = ""  # the name of the test function, by which decisions and comparisons know it
    awarded: Decimal | None = None  # by a decision, in place of what was earned

    @property
    def reason(self) -> str:
        """Equal in checks that fail for the same reason."""
        return self.explanation.text if self.explanation else self.cause or self.message

    @property
    def earned(self) -> int:
        """The marks earned, before any decision."""
        return self.marks if self.outcome is Outcome.PASSED else 0

    @property
    def score(self) -> Marks:
        """The marks that count: those awarded, or else those earned."""
        return self.earned if self.awarded is None else self.awarded

    @property
    def undecided(self) -> bool:
        """Whether the grader failed in it, and nobody decided what it is worth."""
        return self.outcome is Outcome.GRADER_BROKE and self.awarded is None


@dataclass(frozen=True)
class PartResult:
    """A part of an assignment: the sum of its checks."""

    name: str
    checks: tuple[CheckResult, ...]
    awarded: Decimal | None = None  # by a decision, in place of the sum

    @property
    def earned(self) -> int:
        """The marks earned, before any decision."""
        return sum(check.earned for check in self.checks)

    @property
    def score(self) -> Marks:
        """The marks that count: those awarded, or else the sum of the checks'."""
        return sum(check.score for check in self.checks) if self.awarded is None else self.awarded

    @property
    def undecided(self) -> bool:
        """Whether it has no mark, because the grader failed in one of its checks."""
        return self.awarded is None and any(check.undecided for check in self.checks)

    @property
    def maximum(self) -> int:
        """The marks that could be earned."""
        return sum(check.marks for check in self.checks)

    @property
    def outcome(self) -> Outcome:
        """The worst outcome of its checks, the grader's own faults first."""
        outcomes = {check.outcome for check in self.checks}
        if Outcome.NOT_WRITTEN in outcomes and Outcome.PASSED not in outcomes and Outcome.FAILED not in outcomes:
            return Outcome.NOT_WRITTEN
        order = (Outcome.GRADER_BROKE, Outcome.FAILED, Outcome.NOT_REACHED, Outcome.NOT_WRITTEN, Outcome.PASSED)
        return next(outcome for outcome in order if outcome in outcomes)


@dataclass(frozen=True)
class AssignmentResult:
    """One assignment of one student."""

    assignment: str
    parts: tuple[PartResult, ...]
    notes: tuple[str, ...] = ()  # about the file: where it stopped, what was chosen
    handed_in: bool = True  # False where there was nothing that can be graded
    awarded: Decimal | None = None  # by a decision, in place of the sum
    deducted: Decimal = Decimal(0)  # because it was late
    late_seconds: int | None = None  # 0 in time; None where nobody knows
    decisions: tuple[str, ...] = ()  # what was decided about it and why, a sentence each, for the student

    def without_work(self, reason: str) -> AssignmentResult:
        """The same assignment of a student who handed in nothing gradable, for this reason."""
        return replace(self._blank(Outcome.NOT_REACHED, reason), notes=(reason,), handed_in=False)

    def undecided_because(self, detail: str) -> AssignmentResult:
        """The same assignment where grading itself failed, through no fault of the student: no mark at all.

        Args:
            detail: what went wrong, for the instructor.
        """
        note = "the grader broke: this is not the student's fault, and has to be graded again"
        return self._blank(Outcome.GRADER_BROKE, note, detail)

    def with_broken_from(self, again: AssignmentResult) -> AssignmentResult:
        """This result, with the checks in which the grader broke as another run of the same suite decided them."""
        parts = (
            PartResult(one.name, tuple(map(_unless_broken, one.checks, other.checks)))
            for one, other in zip(self.parts, again.parts, strict=True)
        )
        return replace(self, parts=tuple(parts))

    def _blank(self, outcome: Outcome, message: str, detail: str = "") -> AssignmentResult:
        """The same parts and checks with one outcome for all."""
        parts = (
            PartResult(
                part.name,
                tuple(
                    CheckResult(check.part, check.promise, check.marks, outcome, message, detail=detail, id=check.id)
                    for check in part.checks
                ),
            )
            for part in self.parts
        )
        return AssignmentResult(self.assignment, tuple(parts))

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """The checks of all parts."""
        return tuple(check for part in self.parts for check in part.checks)

    @property
    def earned(self) -> int:
        """The marks earned, before any decision."""
        return sum(part.earned for part in self.parts)

    @property
    def before_lateness(self) -> Marks:
        """The marks after what was awarded, and before anything is deducted."""
        return sum(part.score for part in self.parts) if self.awarded is None else self.awarded

    @property
    def score(self) -> Marks:
        """The marks that count."""
        return self.before_lateness - self.deducted if self.deducted else self.before_lateness

    @property
    def maximum(self) -> int:
        """The marks that could be earned."""
        return sum(part.maximum for part in self.parts)

    @property
    def broke(self) -> bool:
        """Whether the grader itself failed in a check."""
        return any(part.outcome is Outcome.GRADER_BROKE for part in self.parts)

    @property
    def undecided(self) -> bool:
        """Whether the grader failed in any check, so that there is no mark: neither a lower nor a higher one."""
        return self.awarded is None and any(part.undecided for part in self.parts)


def _unless_broken(check: CheckResult, again: CheckResult) -> CheckResult:
    return again if check.outcome is Outcome.GRADER_BROKE else check


@dataclass(frozen=True)
class StudentResult:
    """A student's assignments, in the order of the course."""

    student: str
    assignments: tuple[AssignmentResult, ...]
    id: str = ""  # as the platform or the roster has it, "" if unknown; likewise the next
    email: str = ""
    late: bool | None = None  # None where it is not known

    @property
    def total(self) -> Marks:
        """The sum over the assignments."""
        return sum(assignment.score for assignment in self.assignments)

    @property
    def decided_total(self) -> Marks:
        """The sum over the assignments that have a mark."""
        return sum(assignment.score for assignment in self.assignments if not assignment.undecided)

    @property
    def handed_in(self) -> bool:
        """Whether there was anything to grade."""
        return any(assignment.handed_in for assignment in self.assignments)

    @property
    def undecided(self) -> bool:
        """Whether an assignment has no mark, so that there is no total either."""
        return any(assignment.undecided for assignment in self.assignments)

    @property
    def maximum(self) -> int:
        """The sum of what could be earned."""
        return sum(assignment.maximum for assignment in self.assignments)


def plain_number(marks: Marks) -> int | float:
    """The marks as JSON has them: whole where they are."""
    return int(marks) if marks == int(marks) else float(marks)


def broken_checks(students: Iterable[StudentResult]) -> Iterator[tuple[str, CheckResult]]:
    """The checks that the grader failed to judge or to explain, each with its place: student, assignment, part."""
    for student in students:
        for result in student.assignments:
            for part in result.parts:
                for check in part.checks:
                    if check.outcome is Outcome.GRADER_BROKE or check.detail:
                        yield f"{student.student}, {result.assignment}, {part.name}", check


@dataclass(frozen=True)
class Timing:
    """What grading one assignment of one student cost; never part of what must repeat."""

    seconds: float  # wall clock, all in all
    student_seconds: float  # of these, waiting for the worker
    student_cpu_seconds: float  # processor time of the workers, 0 where the system does not tell
    calls: int  # calls answered by the worker
    workers: int  # workers used
