"""The results folder: every file in it is written completely or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from autograder.reports.class_file import CLASS_FILE, class_json
from autograder.reports.gradebook import grades_csv
from autograder.reports.results_json import results_json
from autograder.results import Protection, StudentResult, Timing, broken_checks
from autograder.system.atomic import make_folder, remove_unfinished, write_atomically
from autograder.text import csv_cell, folder_name, same_folder


class ResultsFolder:
    """The folder of `autograder grade --out DIR`."""

    def __init__(self, folder: Path, students: Iterable[str]) -> None:
        """Make the folder, and choose a folder in it for every student; no other run may be writing to it.

        Raises:
            UserError: the folder cannot be made.
        """
        self.grades_path = folder / "grades.csv"
        self.students_path = folder / "students"
        self._class_path = folder / CLASS_FILE
        self._timings_path = folder / "timings.csv"
        self.broken_path = folder / "grader-broke.txt"
        self._timings: dict[tuple[str, str], Timing] = {}
        self._folders = folder_names(students)
        make_folder(folder)
        make_folder(self.students_path)
        remove_unfinished([folder, *self.students_path.glob("*")])

    def others(self) -> list[str]:
        """The folders with results of students who are not in this run."""
        ours = {same_folder(name) for name in self._folders.values()}
        folders = (path.parent.name for path in self.students_path.glob("*/results.json"))
        return sorted(name for name in folders if same_folder(name) not in ours)

    def write_student(self, student: StudentResult, protection: Protection) -> None:
        """Write the student's results.json."""
        folder = self.students_path / self._folders[student.student]
        make_folder(folder)
        write_atomically(folder / "results.json", results_json(student, protection))

    def note_timing(self, student: str, assignment: str, timing: Timing) -> None:
        """Remember how long a submission took, for `timings.csv`."""
        self._timings[student, assignment] = timing

    def write_grades(self, students: Iterable[StudentResult], assignments: Iterable[str]) -> None:
        """Write grades.csv, class.json, timings.csv, and where the grader broke, grader-broke.txt."""
        students = list(students)
        write_atomically(self.grades_path, grades_csv(students, assignments))
        write_atomically(self._class_path, class_json(students))
        write_atomically(self._timings_path, self._timings_csv())
        details = [f"{where}: {check.promise}\n{check.detail}" for where, check in broken_checks(students)]
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
            rounded = [f"{figure:.3f}" for figure in seconds]
            writer.writerow([csv_cell(student), assignment, *rounded, timing.calls, timing.workers])
        return text.getvalue()


def folder_names(students: Iterable[str]) -> dict[str, str]:
    """A folder name for every student: their own where it is safe, and no two that a file system takes for the same."""
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
