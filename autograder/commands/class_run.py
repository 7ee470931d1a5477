"""One run over a class: what was graded before is kept, and all else is graded on all cores."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress

from autograder.course import Course
from autograder.grading.kept import KeptResults
from autograder.grading.tasks import Broke, Graded, Task
from autograder.intake.records import Absent, HandIn
from autograder.reports.files import ResultsFolder
from autograder.reports.terminal import assignment_text, class_table, say
from autograder.results import AssignmentResult, Protection, StudentResult, broken_checks
from autograder.text import first_few

_MOST_NAMED: Final = 10  # students who were there before

GradeTasks = Callable[[Sequence[Task[HandIn]]], Iterable[tuple[Task[HandIn], Graded | Broke]]]


def blanks_if_up_to_date(
    course: Course, hand_ins: Sequence[HandIn], earlier: KeptResults
) -> dict[str, AssignmentResult] | None:
    """What each assignment looks like without work, if every result of the class is kept; None if anything is not."""
    blanks = {name: blank for name in course.names if (blank := earlier.blank(name)) is not None}
    is_kept = all(
        isinstance(work, Absent) or earlier.find(hand_in.student, work) is not None
        for hand_in in hand_ins
        for work in hand_in.work
    )
    return blanks if is_kept and len(blanks) == len(course.names) else None


@dataclass(frozen=True)
class ClassRun:
    """A class, and what is known of it so far."""

    course: Course
    hand_ins: list[HandIn]
    folder: ResultsFolder
    earlier: KeptResults
    blanks: Mapping[str, AssignmentResult]  # what each assignment looks like without work
    protection: Protection
    console: Console

    def graded(self, grade_tasks: GradeTasks) -> list[StudentResult]:
        """The students in order; each is on disk as soon as everything handed in is graded.

        Args:
            grade_tasks: grades what was not graded before, and yields the outcomes as they come.
        """
        results: dict[str, dict[str, AssignmentResult]] = {hand_in.student: {} for hand_in in self.hand_ins}
        with closing(self._outcomes(grade_tasks)) as outcomes:  # ends the graders where something fails
            for hand_in, assignment, outcome in outcomes:
                by_assignment = results[hand_in.student]
                by_assignment[assignment] = self._result(hand_in, assignment, outcome)
                if len(by_assignment) == len(hand_in.work):
                    self.folder.write_student(self._student(hand_in, by_assignment), self.protection)
        return [self._student(hand_in, results[hand_in.student]) for hand_in in self.hand_ins]

    def _outcomes(self, grade_tasks: GradeTasks) -> Generator[tuple[HandIn, str, Graded | Broke | Absent], None, None]:
        tasks = []
        for hand_in in self.hand_ins:
            for assignment, work in zip(self.course.names, hand_in.work, strict=True):
                if isinstance(work, Absent):
                    yield hand_in, assignment, work
                elif (graded := self.earlier.find(hand_in.student, work)) is not None:
                    yield hand_in, assignment, graded
                else:
                    tasks.append(Task(hand_in, work))
        for line in self.earlier.account():
            say(self.console, line)
        with Progress(console=self.console, transient=True, disable=not self.console.is_terminal) as progress:
            bar = progress.add_task("grading", total=len(tasks))
            for task, outcome in grade_tasks(tasks):
                progress.advance(bar)
                self.earlier.keep(task.owner.student, task.source, outcome)
                yield task.owner, task.source.stem, outcome

    def _result(self, hand_in: HandIn, assignment: str, outcome: Graded | Broke | Absent) -> AssignmentResult:
        if isinstance(outcome, Absent):
            return self.blanks[assignment].without_work(outcome.reason)
        if isinstance(outcome, Broke):
            return self.blanks[assignment].undecided_because(outcome.detail)
        self.folder.note_timing(hand_in.student, assignment, outcome.timing)
        return outcome.result

    def _student(self, hand_in: HandIn, results: dict[str, AssignmentResult]) -> StudentResult:
        in_order = tuple(results[assignment] for assignment in self.course.names)
        return StudentResult(hand_in.student, in_order, hand_in.id, hand_in.email, hand_in.late)


def show_class(console: Console, students: Sequence[StudentResult], course: Course, folder: ResultsFolder) -> None:
    """Print the table of the class, of a single student the whole result, and where the results are."""
    if len(students) == 1:
        for result in students[0].assignments:
            assignment_text(console, result)
    class_table(console, students, course.names)
    for place, check in broken_checks(students):
        say(console, f"the grader broke: {place}: {check.promise} (see {folder.broken_path})")
    if others := folder.others():
        names = ", ".join(first_few(others, _MOST_NAMED))
        say(console, f"not in this class, and left as they are in {folder.students_path}: {names}")
    results = Path(folder.students_path, "<student>", "results.json")
    say(console, f"{folder.grades_path} and {results}")
