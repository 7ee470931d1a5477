"""Grading a class on all cores: a pool of grader processes, each with every suite rehearsed.

Where the system forks, the suites are rehearsed once, before the fork, and shared. Elsewhere each process
rehearses for itself.
"""

from __future__ import annotations

import multiprocessing
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Final, NamedTuple

from autograder.course import Course
from autograder.grading.submission import Limits
from autograder.grading.suite_session import Graded, SuiteSession
from autograder.intake.records import Source
from autograder.sandbox import Zygote

_TRIES: Final = 2


class Task(NamedTuple):
    """One submission to be graded: the how-manieth student and assignment, and what was handed in."""

    student: int
    assignment: int
    source: Source


class Broke(NamedTuple):
    """Grading itself failed; the text is for the instructor."""

    detail: str


@dataclass(frozen=True)
class Grader:
    """What a process needs to grade: the suites by the names of their assignments, and where workers come from."""

    sessions: dict[str, SuiteSession]
    zygote: Zygote
    limits: Limits

    def grade(self, source: Source) -> Graded:
        """Grade one submission."""
        return self.sessions[source.stem].grade(source, lambda: self.zygote.spawn(modules_to_warm(source)), self.limits)


def open_sessions(course: Course) -> dict[str, SuiteSession]:
    """Every hidden suite of the course, rehearsed.

    Raises:
        UserError: a suite cannot be run, or its reference fails it.
    """
    return {assignment.name: SuiteSession(assignment, hidden=True) for assignment in course.assignments}


def modules_to_warm(source: Source) -> tuple[str, ...]:
    """Large modules that the source seems to import, worth having loaded before the worker is forked."""
    text = "\n".join(code for _, code in source.cells)
    return tuple(name for name in ("matplotlib.pyplot", "otter", "pandas") if name.split(".")[0] in text)


def grade_all(grader: Grader, tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Graded | Broke]]:
    """Grade the tasks on so many processes; results come as they are finished.

    A process that dies takes nothing with it but its own task: what is unfinished is given to a fresh pool, and what
    was under way twice when a process died is given up as broke.
    """
    left = list(tasks)
    for attempt in range(_TRIES + 1):
        # After a death each task is tried alone, so that only the one that kills its grader is given up.
        size = max(1, min(jobs, len(left))) if attempt == 0 else 1
        unfinished: list[Task] = []
        for batch in [left] if attempt == 0 else [[task] for task in left]:
            for task, outcome in _one_pool(grader, batch, size):
                if outcome is None:
                    unfinished.append(task)
                else:
                    yield task, outcome
        left = unfinished
        if not left:
            return
    for task in left:
        yield task, Broke("the grader process died while it graded this")


def _one_pool(grader: Grader, tasks: Sequence[Task], size: int) -> Iterator[tuple[Task, Graded | Broke | None]]:
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(size, mp_context=context, initializer=_begin, initargs=(grader,)) as pool:
        futures: dict[Future[Graded | Broke], Task] = {pool.submit(_grade, task.source): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                yield futures[future], None


_grader: Grader | None = None  # set once, when a grader process begins


def _begin(grader: Grader) -> None:
    global _grader
    _grader = grader


def _grade(source: Source) -> Graded | Broke:
    assert _grader is not None
    try:
        return _grader.grade(source)
    except Exception:
        return Broke(traceback.format_exc())
