"""Opening a grader: with all suites rehearsed, and students' code kept away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from autograder.course import Course
from autograder.grading.budget import Limits
from autograder.grading.choosing import BEST, ProtectionRequest, choose_protection
from autograder.grading.pool import Grader, GraderRecipe, grade_all
from autograder.grading.suite_session import FOR_STUDENTS, GradingMode
from autograder.grading.tasks import Broke, Graded, Owner, Task
from autograder.results import AssignmentResult, Protection
from autograder.system.cores import cores
from autograder.worker import garbage


@dataclass(frozen=True)
class OpenGrader:
    """A grader that is ready, and how it is protected: it grades a class on this machine."""

    grader: Grader
    recipe: GraderRecipe
    protection: Protection
    jobs: int | None = None  # how many processes grade; None for one per core

    @property
    def level(self) -> str:
        """The name of the level of protection."""
        return self.recipe.level

    @property
    def blanks(self) -> Mapping[str, AssignmentResult]:
        """What each assignment looks like without work."""
        return {name: session.blank for name, session in self.grader.sessions.items()}

    @property
    def crew(self) -> str:
        """Nobody but this machine."""
        return ""

    def grade(self, tasks: Sequence[Task[Owner]]) -> Iterator[tuple[Task[Owner], Graded | Broke]]:
        """Grade the tasks; results come as they are finished."""
        return grade_all(self.grader, self.recipe, tasks, self.jobs or cores())


@contextmanager
def open_grader(
    course: Course,
    limits: Limits,
    hidden: Sequence[Path],
    *,
    request: ProtectionRequest = BEST,
    mode: GradingMode = FOR_STUDENTS,
    announce: Callable[[str], None] = lambda _: None,
    jobs: int | None = None,
) -> Iterator[OpenGrader]:
    """A grader with every suite of the course rehearsed; its sandbox ends with the context.

    Args:
        course: what it grades.
        limits: of the time that submissions take.
        hidden: files and folders that students' code must not be able to read.
        request: what is asked of the protection.
        mode: how submissions are graded.
        announce: is told the protection, before the suites are rehearsed.
        jobs: how many processes grade a class; None for one per core.

    Raises:
        UserError: the level is not available, or is below the minimum and that was not allowed; or a suite cannot be
            run, or its reference fails it.
    """
    torch.set_num_threads(1)
    choice = choose_protection(request, hidden)
    with choice.zygote as zygote:
        announce(f"protection: {choice.sentence()}")
        recipe = GraderRecipe(course, choice.level.name, limits, mode)
        protection = Protection(choice.sentence(), choice.level.sandboxed)
        grader = recipe.grader(zygote)
        garbage.all_is_loaded()
        yield OpenGrader(grader, recipe, protection, jobs)
