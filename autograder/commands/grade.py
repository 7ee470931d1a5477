"""`autograder grade`: a class, from paths to results on disk."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from rich.console import Console
from rich.progress import Progress

from autograder.course import Course, find_course
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.kept import KeptResults
from autograder.grading.pool import Broke, Grader, GraderRecipe, Task, grade_all
from autograder.grading.protection import choose_protection
from autograder.grading.submission import Limits
from autograder.grading.suite_session import Graded
from autograder.intake.records import Absent, HandIn
from autograder.intake.roster import read_roster, with_roster
from autograder.intake.students import find_hand_ins
from autograder.reports.files import ResultsFolder
from autograder.reports.terminal import assignment_text, class_table, say, wide_console
from autograder.results import AssignmentResult, StudentResult, broken_checks
from autograder.system.cores import cores
from autograder.system.one_run import only_run_in

_MOST_NAMED: Final = 10  # students who were there before


def grade(options: argparse.Namespace) -> bool:
    """Grade a class; returns whether the grader itself broke somewhere.

    Raises:
        UserError: a path, the course or the protection is not as needed, or the results cannot be written.
    """
    torch.set_num_threads(1)
    console = wide_console()
    course = find_course(options.course, with_solutions=True, only=options.only)
    hand_ins = _hand_ins(options, course, console)
    with only_run_in(Path(options.out)):
        return _grade_into(Path(options.out), course, hand_ins, options, console)


def _grade_into(
    out: Path, course: Course, hand_ins: list[HandIn], options: argparse.Namespace, console: Console
) -> bool:
    folder = ResultsFolder(out, [hand_in.student for hand_in in hand_ins])
    hidden = [course.folder / "solutions"]
    choice = choose_protection(options.protection, hidden, allow_unsandboxed=options.allow_unsandboxed)
    limits = Limits(options.call_limit, options.check_limit, options.submission_limit)
    with choice.zygote as zygote:
        say(console, f"protection: {choice.sentence()}")
        fingerprints = Fingerprints(course, limits, choice.level.name)
        recipe = GraderRecipe(course, choice.level.name, limits)
        run = _ClassRun(
            hand_ins,
            folder,
            KeptResults(out / "state", fingerprints, fresh=options.fresh),
            recipe,
            recipe.grader(zygote),
            choice.sentence(),
            console,
        )
        students = run.graded(options.jobs or cores())
    folder.write_grades(students, course.names)
    _say(console, students, course, folder)
    return any(result.broke for student in students for result in student.assignments)


def _hand_ins(options: argparse.Namespace, course: Course, console: Console) -> list[HandIn]:
    """Everybody's hand-in, and where a roster is given a row for everybody else."""

    def tell(said: str) -> None:
        say(console, f"note: {said}")

    roster = read_roster(Path(options.roster)) if options.roster else None
    hand_ins = find_hand_ins([Path(path) for path in options.paths], course.names, tell, without=Path(options.out))
    return hand_ins if roster is None else with_roster(hand_ins, roster, course.names, tell)


@dataclass(frozen=True)
class _ClassRun:
    """One run over a class."""

    hand_ins: list[HandIn]
    folder: ResultsFolder
    kept: KeptResults
    recipe: GraderRecipe
    grader: Grader
    protection: str
    console: Console

    def graded(self, jobs: int) -> list[StudentResult]:
        """The students in order; each is on disk as soon as everything handed in is graded."""
        results: dict[str, dict[str, AssignmentResult]] = {hand_in.student: {} for hand_in in self.hand_ins}
        with closing(self._outcomes(jobs)) as outcomes:  # ends the graders where something fails
            for hand_in, assignment, outcome in outcomes:
                by_assignment = results[hand_in.student]
                by_assignment[assignment] = self._result(hand_in, assignment, outcome)
                if len(by_assignment) == len(hand_in.work):
                    self.folder.write_student(self._student(hand_in, by_assignment), self.protection)
        return [self._student(hand_in, results[hand_in.student]) for hand_in in self.hand_ins]

    def _outcomes(self, jobs: int) -> Generator[tuple[HandIn, str, Graded | Broke | Absent], None, None]:
        tasks = []
        for hand_in in self.hand_ins:
            for assignment, work in zip(self.recipe.course.names, hand_in.work, strict=True):
                if isinstance(work, Absent):
                    yield hand_in, assignment, work
                elif (kept := self.kept.find(hand_in.student, work)) is not None:
                    yield hand_in, assignment, kept
                else:
                    tasks.append(Task(hand_in, work))
        for line in self.kept.account():
            say(self.console, line)
        with Progress(console=self.console, transient=True, disable=not self.console.is_terminal) as progress:
            bar = progress.add_task("grading", total=len(tasks))
            for task, outcome in grade_all(self.grader, self.recipe, tasks, jobs):
                progress.advance(bar)
                self.kept.keep(task.owner.student, task.source, outcome)
                yield task.owner, task.source.stem, outcome

    def _result(self, hand_in: HandIn, assignment: str, outcome: Graded | Broke | Absent) -> AssignmentResult:
        session = self.grader.sessions[assignment]
        if isinstance(outcome, Absent):
            return session.without_submission(outcome.reason)
        if isinstance(outcome, Broke):
            return session.broken(outcome.detail)
        self.folder.note_timing(hand_in.student, assignment, outcome.timing)
        return outcome.result

    def _student(self, hand_in: HandIn, results: dict[str, AssignmentResult]) -> StudentResult:
        in_order = tuple(results[assignment] for assignment in self.recipe.course.names)
        return StudentResult(hand_in.student, in_order, hand_in.id, hand_in.email, hand_in.late)


def _say(console: Console, students: list[StudentResult], course: Course, folder: ResultsFolder) -> None:
    if len(students) == 1:
        for result in students[0].assignments:
            assignment_text(console, result)
    class_table(console, students, course.names)
    for place, check in broken_checks(students):
        say(console, f"the grader broke: {place}: {check.promise} (see {folder.broken_path})")
    if others := folder.others():
        names = ", ".join(others[:_MOST_NAMED]) + (", ..." if len(others) > _MOST_NAMED else "")
        say(console, f"not in this class, and left as they are in {folder.students_path}: {names}")
    results = Path(folder.students_path, "<student>", "results.json")
    say(console, f"{folder.grades_path} and {results}")
