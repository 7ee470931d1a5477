"""A graded class of two assignments, and `autograder export` run on it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from autograder.record.applying import CountedWork
from autograder.record.whole import StudentRecord
from autograder.reports.files import class_views
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, StudentResult
from tests.helpers.command import Run, run_command

MISSING: Final = "missing"
UNDECIDED: Final = "undecided"
NAMES: Final = ("training_loop", "zero_init")
# One row of a Canvas gradebook; the braces stand for the maximum and the cell.
CANVAS: Final = 'Student,ID,SIS Login ID,Section,Zero init (12)\n    Points Possible,,,,{}\n"Doe, Jane",1001,jd,A,{}\n'
# A Moodle worksheet; the braces stand for the grade and for whether it can be changed.
WORKSHEET: Final = "Identifier,Full name,Grade,Maximum Grade,Grade can be changed\nParticipant 7,Jane Doe,{},20.00,{}\n"


class Student(NamedTuple):
    """A student, and the marks for both assignments."""

    student: str
    id: str = ""
    email: str = ""
    marks: tuple[int | str, int | str] = (80, 60)


JANE: Final = Student("doejane", "1001", "jd@x.edu")


class Export:
    """A results folder, and the command for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def graded(self, *students: Student, names: tuple[str, ...] = NAMES) -> None:
        """Write the results of these students."""
        results = [
            StudentResult(
                student.student,
                tuple(_result(name, mark) for name, mark in zip(names, student.marks, strict=False)),
                student.id,
                student.email,
            )
            for student in students
        ]
        records = [StudentRecord(result.student, result, _work(result)) for result in results]
        blanks = {name: _result(name, MISSING) for name in names}
        (self.folder / "out").mkdir(exist_ok=True)
        for name, text in class_views(records, blanks).items():
            (self.folder / "out" / name).write_text(text, encoding="utf-8")

    def run(self, gradebook: str | bytes, *options: str, to: str = "csv") -> Run:
        """Run the command on a gradebook with this content."""
        content = gradebook if isinstance(gradebook, bytes) else gradebook.encode()
        (self.folder / "gradebook.csv").write_bytes(content)
        return run_command("export", "out", "--to", to, "--gradebook", "gradebook.csv", *options, cwd=self.folder)

    def filled(self, gradebook: str | bytes, *options: str, to: str = "csv") -> bytes:
        """The gradebook as the command fills it."""
        run = self.run(gradebook, *options, "--out", "filled.csv", to=to)
        assert (run.code, run.errors) == (0, "")
        return (self.folder / "filled.csv").read_bytes()


def _work(student: StudentResult) -> dict[str, CountedWork]:
    return {result.assignment: CountedWork(result) for result in student.assignments}


def _result(name: str, mark: int | str, maximum: int = 100) -> AssignmentResult:
    if mark == UNDECIDED:
        checks = [CheckResult("all", "works", maximum, Outcome.GRADER_BROKE, "IndexError in the grader")]
    elif mark == MISSING:
        checks = [CheckResult("all", "works", maximum, Outcome.NOT_REACHED, f"{name} was not handed in")]
    else:
        checks = [
            CheckResult("all", "works", int(mark), Outcome.PASSED),
            CheckResult("all", "is fast", maximum - int(mark), Outcome.FAILED),
        ]
    return AssignmentResult(name, (PartResult("all", tuple(checks)),), handed_in=mark != MISSING)
