"""What differs between two runs of a record: which marks moved, for whom, by which check, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.record.runs import finished_runs, published_run, run_folder
from autograder.record.snapshot import CheckWords, RecordedClass, RecordedStudent, RecordedWork, read_class

_CAUSES: Final = ("submission", "suite", "engine")  # fields of `RecordedWork`, by which a result can change


@dataclass(frozen=True)
class MovedCheck:
    """A check that ended otherwise, or is worth something else."""

    check: str
    old: float | None  # None where it was not there, or has no mark
    new: float | None
    outcome: str  # "failed -> passed"


@dataclass(frozen=True)
class MovedMark:
    """A student's mark for an assignment that moved."""

    student: str
    assignment: str
    old: float | None  # None where there was no mark
    new: float | None
    checks: tuple[MovedCheck, ...]
    why: tuple[str, ...]  # what changed: submission, suite, engine, decisions

    @property
    def gain(self) -> float:
        """By how much it moved; a mark that is lost counts as if it were 0."""
        return (self.new or 0) - (self.old or 0)


@dataclass(frozen=True)
class ChangedCheck:
    """A check of a suite that is not what it was."""

    assignment: str
    check: str
    change: str  # new, gone, reweighted, reworded, moved
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """All that differs."""

    why: Mapping[str, int]  # how many results changed because of what
    checks: tuple[ChangedCheck, ...]
    outcomes: Mapping[str, Mapping[str, int]]  # by "assignment: check", how many went from what to what
    marks: tuple[MovedMark, ...]  # those who lose first
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # who is new, who is gone

    @property
    def lower(self) -> tuple[MovedMark, ...]:
        """The marks that went down."""
        return tuple(mark for mark in self.marks if mark.gain < 0)


def runs_to_compare(record: Path, old: str | None, new: str | None) -> tuple[Path, Path]:
    """The folders of two runs: the published one and the newest, unless others are named by number or folder.

    Raises:
        UserError: there is no such run, or nothing to compare with.
    """
    finished = finished_runs(record)
    if not finished and new is None:
        raise UserError(f"{record} has no run: grade first")
    published = published_run(record)
    if old is None and published is None:
        raise UserError(f"{record}: no run was published yet, so there is nothing to compare with: name two runs")
    first = old if old is not None else str(published)
    return _folder(record, first), _folder(record, new if new is not None else str(finished[-1]))


def _folder(record: Path, run: str) -> Path:
    folder = run_folder(record, int(run)) if run.isdecimal() else Path(run)
    if not folder.is_dir():
        known = ", ".join(map(str, finished_runs(record))) or "none"
        raise UserError(f"{record} has no run {run}: it has {known}")
    return folder


def compare(old: Path, new: Path, called: Mapping[str, str] | None = None) -> Difference:
    """What differs between two runs.

    Args:
        old: a folder with a `class.json`.
        new: likewise.
        called: what students are called instead of their names, by key; None to name them.

    Raises:
        UserError: one of them cannot be read.
    """
    before, after = read_class(old), read_class(new)
    if called is not None:
        before, after = _called(before, called), _called(after, called)
    return difference(before, after)


def _called(recorded: RecordedClass, called: Mapping[str, str]) -> RecordedClass:
    students = (replace(student, student=called.get(student.key, "somebody")) for student in recorded.students)
    return replace(recorded, students=tuple(students))


def difference(old: RecordedClass, new: RecordedClass) -> Difference:
    """What differs between two classes."""
    before = {student.key: student for student in old.students}
    after = {student.key: student for student in new.students}
    why: Counter[str] = Counter()
    outcomes: dict[str, Counter[str]] = {}
    marks = []
    for key, student in after.items():
        for assignment, work in student.work.items():
            earlier = before[key].work.get(assignment) if key in before else None
            causes = _causes(earlier, work)
            why.update(causes)
            for moved in _moved_checks(earlier, work):
                if " -> " in moved.outcome:
                    outcomes.setdefault(f"{assignment}: {moved.check}", Counter())[moved.outcome] += 1
            if _mark(earlier) != work.mark:
                checks = tuple(_moved_checks(earlier, work)) if earlier else ()
                marks.append(MovedMark(student.student, assignment, _mark(earlier), work.mark, checks, causes))
    marks += [_gone(student, name, work) for key, student in before.items() for name, work in student.work.items()
              if key not in after or name not in after[key].work]  # fmt: skip
    people = {
        "new": tuple(student.student for key, student in after.items() if key not in before),
        "gone": tuple(student.student for key, student in before.items() if key not in after),
    }
    ordered = sorted(marks, key=lambda mark: (mark.gain, mark.student, mark.assignment))
    return Difference(why, tuple(_changed_checks(old, new)), outcomes, tuple(ordered), people)


def _mark(work: RecordedWork | None) -> float | None:
    return work.mark if work else None


def _gone(student: RecordedStudent, assignment: str, work: RecordedWork) -> MovedMark:
    return MovedMark(student.student, assignment, work.mark, None, (), ("gone",))


def _causes(old: RecordedWork | None, new: RecordedWork) -> tuple[str, ...]:
    """What a result depends on that changed."""
    if old is None:
        return ("new",)
    causes = [name for name in _CAUSES if getattr(old, name) != getattr(new, name)]
    if (old.why, old.late_seconds, old.deducted) != (new.why, new.late_seconds, new.deducted):
        causes.append("decisions")
    if not causes and (old.mark, old.checks) != (new.mark, new.checks):
        causes.append("graded again")
    return tuple(causes)


def _moved_checks(old: RecordedWork | None, new: RecordedWork) -> Iterator[MovedCheck]:
    earlier = old.checks if old else {}
    for name in dict.fromkeys([*earlier, *new.checks]):
        before, after = earlier.get(name), new.checks.get(name)
        if before == after:
            continue
        outcomes = [one.outcome if one else "not there" for one in (before, after)]
        text = outcomes[0] if outcomes[0] == outcomes[1] else " -> ".join(outcomes)
        yield MovedCheck(name, before.mark if before else None, after.mark if after else None, text)


def _changed_checks(old: RecordedClass, new: RecordedClass) -> Iterator[ChangedCheck]:
    for assignment in dict.fromkeys([*old.checks, *new.checks]):
        before, after = old.checks.get(assignment, {}), new.checks.get(assignment, {})
        for check in dict.fromkeys([*before, *after]):
            for change, one, other in _changes(before.get(check), after.get(check)):
                yield ChangedCheck(assignment, check, change, one, other)


def _changes(old: CheckWords | None, new: CheckWords | None) -> Iterator[tuple[str, str, str]]:
    if old is None or new is None:
        words = old or new
        assert words is not None
        yield ("new", "", words.promise) if old is None else ("gone", words.promise, "")
        return
    if old.marks != new.marks:
        yield "reweighted", str(old.marks), str(new.marks)
    if old.promise != new.promise:
        yield "reworded", old.promise, new.promise
    if old.part != new.part:
        yield "moved", old.part, new.part
