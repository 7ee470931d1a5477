"""Grading a class on all cores: a pool of grader processes, each with every suite rehearsed.

Where the system forks, the suites are rehearsed once, before the fork, and shared. Elsewhere each process
rehearses for itself.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.util import Finalize
from typing import Any, Final, NamedTuple

from autograder.course import Course
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.sessions import open_sessions
from autograder.grading.suite_session import FOR_STUDENTS, GradingMode
from autograder.grading.tasks import DIED_TWICE, Broke, Graded, Owner, Task
from autograder.intake.records import Source
from autograder.sandbox import Zygote
from autograder.system.stops import leave_stops_to_parent

_WARMED_FOR: Final = {  # the words by which a source tells that it needs them
    "matplotlib.pyplot": ("matplotlib",),
    "otter": ("otter",),
    "pandas": ("pandas",),
    "torch._dynamo.config": ("checkpoint", "_dynamo", "export", "onnx"),  # torch's compiler: see worker.compiler
}


@dataclass(frozen=True)
class Grader:
    """What a process needs to grade: the suites by assignment, and where workers come from."""

    sessions: dict[str, HiddenSuite]
    zygote: Zygote
    limits: Limits
    mode: GradingMode = FOR_STUDENTS

    def grade(self, source: Source) -> Graded:
        """Grade one submission.

        Where the grader itself failed in a check, grading is done once more for that check alone: what a system short
        of memory broke must not cost marks, and no other check gets a second chance.
        """
        graded = self._grade_once(source)
        if not graded.result.broke:
            return graded
        return graded._replace(result=graded.result.with_broken_from(self._grade_once(source).result))

    def outcome(self, source: Source) -> Graded | Broke:
        """The same; whatever goes wrong in the grader itself is an outcome, too."""
        try:
            return self.grade(source)
        except Exception:
            return Broke(traceback.format_exc())

    def _grade_once(self, source: Source) -> Graded:
        session = self.sessions[source.stem]
        return session.grade(source, lambda: self.zygote.spawn(modules_to_warm(source)), self.limits, self.mode)


class GraderRecipe(NamedTuple):
    """The recipe by which another process builds a grader of its own."""

    course: Course
    level: str
    limits: Limits
    mode: GradingMode = FOR_STUDENTS

    def carry_out(self) -> Grader:
        """A grader with suites rehearsed in this process, and a zygote of its own."""
        zygote = Zygote()
        zygote.start(self.level)
        return self.grader(zygote)

    def grader(self, zygote: Zygote) -> Grader:
        """A grader with suites rehearsed in this process.

        Raises:
            UserError: a suite cannot be run, or its reference fails it.
        """
        return Grader(open_sessions(self.course, keep=True), zygote, self.limits, self.mode)


def modules_to_warm(source: Source) -> tuple[str, ...]:
    """Large modules that the source seems to need, worth loading before the worker is forked."""
    text = "\n".join(code for _, code in source.cells)
    return tuple(name for name, words in _WARMED_FOR.items() if any(word in text for word in words))


def grade_all(
    grader: Grader,
    recipe: GraderRecipe,
    tasks: Sequence[Task[Owner]],
    jobs: int,
    *,
    fork: bool = sys.platform == "linux",
) -> Iterator[tuple[Task[Owner], Graded | Broke]]:
    """Grade the tasks on several processes; results come as they are finished.

    A process that dies takes only its own task with it: whatever may have been under way is tried again, each
    task in a pool of its own, and a task that kills its grader a second time is given up as broken.

    Args:
        grader: used by forked processes, which share its memory and its zygote.
        recipe: what processes that are not forked make a grader from.
        tasks: what is to be graded.
        jobs: the number of processes.
        fork: whether processes are forked; where other threads may run, as on macOS, that is not safe.
    """
    maker = grader if fork else recipe
    left = list(tasks)
    while left:
        size = max(1, min(jobs, len(left)))
        unfinished = dict.fromkeys(range(len(left)))
        for place, outcome in _one_pool(maker, left, size):
            if outcome is not None:
                del unfinished[place]
                yield left[place], outcome
        left = [left[place] for place in unfinished]
        # Tasks are started in order, so one of these may have killed it.
        for task in left[:size]:
            for _, outcome in _one_pool(maker, [task], 1):
                yield task, outcome or Broke(DIED_TWICE)
        left = left[size:]


def _one_pool(
    maker: Grader | GraderRecipe, tasks: Sequence[Task[Any]], size: int
) -> Iterator[tuple[int, Graded | Broke | None]]:
    """The outcome of each task, by its index; None where a process of the pool died before it was finished."""
    context = multiprocessing.get_context("fork" if isinstance(maker, Grader) else "spawn")
    with ProcessPoolExecutor(size, mp_context=context, initializer=_begin, initargs=(maker,)) as pool:
        futures: dict[Future[Graded | Broke], int] = {}
        try:
            for place, task in enumerate(tasks):
                futures[_submit(pool, task)] = place
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except BrokenProcessPool:
                    yield futures[future], None
        except BaseException:
            # Interrupted: the pool would wait until what is under way is finished.
            for process in multiprocessing.active_children():
                process.kill()
            raise


def _submit(pool: ProcessPoolExecutor, task: Task[Any]) -> Future[Graded | Broke]:
    """Submit a task, even if the pool broke while others were being submitted."""
    try:
        return pool.submit(_grade, task.source)
    except BrokenProcessPool as error:
        failed: Future[Graded | Broke] = Future()
        failed.set_exception(error)
        return failed


_grader: Grader | None = None  # set once, when a grader process begins


def _begin(maker: Grader | GraderRecipe) -> None:
    global _grader
    leave_stops_to_parent()
    _end_with_parent()
    _grader = maker.carry_out() if isinstance(maker, GraderRecipe) else maker
    # A zygote that this process started, after the parent's had died, is not left to the kernel.
    Finalize(None, _grader.zygote.close, exitpriority=0)


def _end_with_parent() -> None:
    """Leave no grader behind if the first process is killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    if sys.platform == "linux":
        from autograder.worker import isolation

        isolation.die_with_parent()
        if os.getppid() != parent.pid:
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _grade(source: Source) -> Graded | Broke:
    assert _grader is not None
    return _grader.outcome(source)
