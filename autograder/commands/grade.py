"""`autograder grade`: a class, from paths to results on disk."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import torch
from rich.console import Console
from rich.progress import Progress

from autograder.commands.protection import choose_protection
from autograder.course import Course, find_course
from autograder.grading.pool import Broke, Grader, Task, grade_all, open_sessions
from autograder.grading.submission import Limits
from autograder.grading.suite_session import Graded, SuiteSession
from autograder.intake.records import Absent, HandIn, Source
from autograder.intake.students import find_hand_ins
from autograder.reports.files import ResultsFolder
from autograder.reports.terminal import class_table
from autograder.results import AssignmentResult, StudentResult, broken_checks

_WIDTH_WITHOUT_TERMINAL: Final = 160


def grade(options: argparse.Namespace) -> bool:
    """Grade a class; returns whether the grader itself broke somewhere.

    Raises:
        UserError: a path, the course or the protection is not as needed.
    """
    torch.set_num_threads(1)
    console = _console()
    course = find_course(options.course, with_solutions=True)
    course = course.only(options.only) if options.only else course
    hand_ins = find_hand_ins([Path(path) for path in options.paths], course.names)
    folder = ResultsFolder(Path(options.out), [hand_in.student for hand_in in hand_ins])
    hidden = [course.folder / "solutions"]
    choice = choose_protection(options.protection, hidden, allow_unsandboxed=options.allow_unsandboxed)
    with choice.zygote as zygote:
        console.print(f"protection: {choice.sentence()}", soft_wrap=True, highlight=False)
        limits = Limits(options.call_limit, options.check_limit, options.submission_limit)
        grader = Grader(open_sessions(course), zygote, limits)
        jobs = options.jobs or _cores()
        students = list(_graded(grader, hand_ins, course, jobs, folder, choice.sentence(), console))
    folder.write_grades(students, course.names)
    _say(console, students, course, folder)
    return any(result.broke for student in students for result in student.assignments)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH_WITHOUT_TERMINAL)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _graded(
    grader: Grader,
    hand_ins: list[HandIn],
    course: Course,
    jobs: int,
    folder: ResultsFolder,
    protection: str,
    console: Console,
) -> Iterator[StudentResult]:
    """The students in order; each is on disk as soon as all that it handed in is graded."""
    results: dict[int, dict[int, AssignmentResult]] = defaultdict(dict)
    for number, place, outcome in _outcomes(grader, hand_ins, jobs, console):
        session = grader.sessions[course.names[place]]
        results[number][place] = _result_of(outcome, session, folder, hand_ins[number].student)
        if len(results[number]) == len(course.names):
            folder.write_student(_student(hand_ins[number], results[number]), protection)
    return (_student(hand_in, results[number]) for number, hand_in in enumerate(hand_ins))


def _outcomes(
    grader: Grader, hand_ins: list[HandIn], jobs: int, console: Console
) -> Iterator[tuple[int, int, Graded | Broke | Absent]]:
    tasks = []
    for number, hand_in in enumerate(hand_ins):
        for place, work in enumerate(hand_in.work):
            if isinstance(work, Source):
                tasks.append(Task(number, place, work))
            else:
                yield number, place, work
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("grading", total=len(tasks))
        for task, outcome in grade_all(grader, tasks, jobs):
            progress.advance(bar)
            yield task.student, task.assignment, outcome


def _result_of(
    outcome: Graded | Broke | Absent, session: SuiteSession, folder: ResultsFolder, student: str
) -> AssignmentResult:
    if isinstance(outcome, Absent):
        return session.without_submission(outcome.reason)
    if isinstance(outcome, Broke):
        return session.broken(outcome.detail)
    folder.note_timing(student, outcome.result.assignment, outcome.timing)
    return outcome.result


def _student(hand_in: HandIn, results: dict[int, AssignmentResult]) -> StudentResult:
    return StudentResult(hand_in.student, tuple(results[place] for place in range(len(hand_in.work))))


def _say(console: Console, students: list[StudentResult], course: Course, folder: ResultsFolder) -> None:
    class_table(console, students, course.names)
    for place, check in broken_checks(students):
        console.print(f"the grader broke: {place}: {check.promise} (see {folder.broken_path})", soft_wrap=True)
    results = Path(folder.students_path, "<student>", "results.json")
    console.print(f"{folder.grades_path} and {results}", soft_wrap=True)
