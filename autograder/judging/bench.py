"""Where judge and mutants grade sources of our own: a course, a sandbox, a grader, and nobody's mark at stake."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch

from autograder.course import Course, find_course
from autograder.grading.pool import Broke, Grader, GraderRecipe, Task, grade_all
from autograder.grading.protection import choose_protection
from autograder.grading.submission import Limits
from autograder.grading.suite_session import Graded, GradingMode
from autograder.results import Outcome
from autograder.system.cores import cores


class HasTitle(Protocol):
    """Whatever a source of ours is graded for; the title tells people what that is."""

    @property
    def title(self) -> str: ...


Titled = TypeVar("Titled", bound=HasTitle)


class Broken(Exception):
    """The grader itself broke; the message says in which source."""


@dataclass(frozen=True)
class Bench:
    """All that is needed to grade."""

    course: Course
    grader: Grader
    recipe: GraderRecipe
    jobs: int

    def graded(self, tasks: Sequence[Task[Titled]]) -> Iterator[tuple[Titled, Graded]]:
        """Grade these sources of ours; results come as they are finished.

        Raises:
            Broken: the grader itself broke in one.
        """
        for task, outcome in grade_all(self.grader, self.recipe, tasks, self.jobs):
            if isinstance(outcome, Broke):
                raise Broken(f"{task.owner.title}: {outcome.detail}")
            for check in outcome.result.checks:
                if check.outcome is Outcome.GRADER_BROKE:
                    raise Broken(f"{task.owner.title}: the grader broke: {check.promise}: {check.detail}")
            yield task.owner, outcome


@contextmanager
def open_bench(options: argparse.Namespace, mode: GradingMode, limits: Limits) -> Iterator[Bench]:
    """A bench for the course and the assignments that the options name; its sandbox ends with the context.

    Raises:
        UserError: the course or the protection is not as needed.
    """
    torch.set_num_threads(1)
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    choice = choose_protection(None, [course.folder / "solutions"])
    with choice.zygote as zygote:
        recipe = GraderRecipe(course, choice.level.name, limits, mode)
        yield Bench(course, recipe.grader(zygote), recipe, options.jobs or cores())
