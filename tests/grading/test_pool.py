"""Grading on several processes: forked or started afresh, and even if they are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from autograder.course import read_course
from autograder.grading.budget import Limits
from autograder.grading.pool import Grader, GraderRecipe, grade_all
from autograder.grading.suite_session import GradingMode
from autograder.grading.tasks import Broke, Task
from autograder.intake.records import Source
from autograder.results import AssignmentResult
from autograder.sandbox import Worker, Zygote, choose
from tests.helpers.halving_course import make_course

RIGHT = "def halve(x):\n    return x / 2\n"
SLOW = "import time\ntime.sleep(3)\n" + RIGHT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Grader, GraderRecipe]]:
    course = read_course(make_course(tmp_path_factory.mktemp("pool")), with_solutions=True)
    choice = choose()
    with choice.zygote as zygote:
        recipe = GraderRecipe(course, choice.level.name, Limits())
        yield recipe.grader(zygote), recipe


def tasks(*texts: str) -> list[Task[int]]:
    cells = [(("halving.py", text),) for text in texts]
    return [Task(i, Source("halving", "halving.py", cell)) for i, cell in enumerate(cells)]


def marks(made: tuple[Grader, GraderRecipe], work: list[Task[int]], jobs: int, *, fork: bool = True) -> dict[int, int]:
    outcomes = dict(grade_all(*made, work, jobs, fork=fork))
    assert not [outcome for outcome in outcomes.values() if isinstance(outcome, Broke)]
    return {task.owner: outcome.result.earned for task, outcome in outcomes.items() if not isinstance(outcome, Broke)}


def test_two_processes_share_one_zygote(made: tuple[Grader, GraderRecipe]) -> None:
    assert marks(made, tasks(*[RIGHT] * 6), 2) == dict.fromkeys(range(6), 100)


def test_processes_that_are_not_forked_rehearse_for_themselves(made: tuple[Grader, GraderRecipe]) -> None:
    assert marks(made, tasks(RIGHT), 1, fork=False) == {0: 100}


def test_what_was_under_way_in_a_killed_process_is_graded_again(made: tuple[Grader, GraderRecipe]) -> None:
    def kill_soon() -> None:
        time.sleep(1.5)
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill_soon)
    killer.start()
    found = marks(made, tasks(SLOW, RIGHT, SLOW), 2)
    killer.join()
    assert found == {0: 100, 1: 100, 2: 100}


class Unlucky(Zygote):
    """One of the workers, given by number, is killed from outside before it is asked anything."""

    def __init__(self, zygote: Zygote, unlucky: int) -> None:
        super().__init__()
        self._zygote = zygote
        self._left = unlucky

    def spawn(self, warm: Sequence[str] = ()) -> Worker:
        worker = self._zygote.spawn(warm)
        self._left -= 1
        if self._left == 0:
            assert worker._process is not None
            os.kill(worker._process.number() or 0, signal.SIGKILL)
        return worker


MARKS_ALONE = GradingMode(shrink=False, explain=False)
CRASHES = "import os\n\ndef halve(x):\n    return x / 2 if x else os._exit(1)\n"


@pytest.fixture(scope="module")
def undisturbed(made: tuple[Grader, GraderRecipe]) -> dict[str, AssignmentResult]:
    """The results of both, where nobody kills anything."""
    grader = replace(made[0], mode=MARKS_ALONE)
    return {text: grader.grade(tasks(text)[0].source).result for text in (RIGHT, CRASHES)}


@pytest.mark.parametrize(("text", "unlucky"), [(RIGHT, 1), (RIGHT, 2), (RIGHT, 3), (CRASHES, 2)])
def test_a_worker_that_somebody_else_kills_costs_no_marks(
    made: tuple[Grader, GraderRecipe], undisturbed: dict[str, AssignmentResult], text: str, unlucky: int
) -> None:
    (task,) = tasks(text)
    grader = replace(made[0], zygote=Unlucky(made[0].zygote, unlucky), mode=MARKS_ALONE)
    found = grader.grade(task.source)
    assert found.result == undisturbed[text]
