"""The results on disk: every file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from autograder.errors import UserError
from autograder.reports.folder_name import folder_name, same_folder
from autograder.reports.gradebook import cell, grades_csv
from autograder.reports.gradescope import results_json
from autograder.results import StudentResult, Timing, broken_checks


class ResultsFolder:
    """DIR of `autograder grade --out DIR`."""

    def __init__(self, folder: Path, students: Iterable[str]) -> None:
        """Make the folder, and give every student one of its own.

        Raises:
            UserError: the folder cannot be made.
        """
        self.grades_path = folder / "grades.csv"
        self.students_path = folder / "students"
        self._timings_path = folder / "timings.csv"
        self.broken_path = folder / "grader-broke.txt"
        self._timings: dict[tuple[str, str], Timing] = {}
        self._folders = folder_names(students)
        try:
            self.students_path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"{folder} cannot be written to: {error.strerror}") from None

    def write_student(self, student: StudentResult, protection: str) -> None:
        """Write the student's results.json."""
        folder = self.students_path / self._folders[student.student]
        folder.mkdir(exist_ok=True)
        write_atomically(folder / "results.json", results_json(student, protection))

    def note_timing(self, student: str, assignment: str, timing: Timing) -> None:
        """Keep what a grading cost, for `timings.csv`."""
        self._timings[student, assignment] = timing

    def write_grades(self, students: Iterable[StudentResult], assignments: Iterable[str]) -> None:
        """Write grades.csv, timings.csv, and for the instructor what went wrong on our side, if anything."""
        students = list(students)
        write_atomically(self.grades_path, grades_csv(students, assignments))
        write_atomically(self._timings_path, self._timings_csv())
        details = [f"{place}: {check.promise}\n{check.detail}" for place, check in broken_checks(students)]
        if details:
            write_atomically(self.broken_path, "\n".join(details))
        else:
            self.broken_path.unlink(missing_ok=True)

    def _timings_csv(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        figures = ("seconds", "student_seconds", "student_cpu_seconds", "calls", "workers")
        writer.writerow(["student", "assignment", *figures])
        for (student, assignment), timing in sorted(self._timings.items()):
            seconds = (timing.seconds, timing.student_seconds, timing.student_cpu_seconds)
            writer.writerow([cell(student), assignment, *(f"{s:.3f}" for s in seconds), timing.calls, timing.workers])
        return text.getvalue()


def folder_names(students: Iterable[str]) -> dict[str, str]:
    """A folder name for every student: the name itself where that is safe, and no two the same on any file system."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for student in students:
        plain = name = folder_name(student)
        number = 2
        while same_folder(name) in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(same_folder(name))
        names[student] = name
    return names


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that it is never seen half-written."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
