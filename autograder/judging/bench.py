"""Where judge and mutants grade sources of our own: a course, a sandbox, a grader, and nobody's mark at stake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from autograder.course import Course
from autograder.errors import GraderBroke
from autograder.grading.budget import Limits
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.pool import grade_all
from autograder.grading.protection import OpenGrader, open_grader
from autograder.grading.suite_session import GradingMode
from autograder.grading.tasks import Broke, Graded, Task
from autograder.results import Outcome
from autograder.system.cores import cores


class HasTitle(Protocol):
    """What a source of ours stands for."""

    @property
    def title(self) -> str:
        """What people call it."""


Titled = TypeVar("Titled", bound=HasTitle)


@dataclass(frozen=True)
class Bench:
    """All that is needed to grade."""

    opened: OpenGrader
    jobs: int

    @property
    def sessions(self) -> dict[str, HiddenSuite]:
        """The rehearsed suites by the names of their assignments."""
        return self.opened.grader.sessions

    def at_seed(self, seed: str, mode: GradingMode) -> Bench:
        """The same bench, grading in this mode, with the suites rehearsed as in a course of this seed.

        Raises:
            UserError: the reference fails a suite at this seed.
        """
        recipe = self.opened.recipe._replace(course=replace(self.opened.recipe.course, seed=seed), mode=mode)
        grader = recipe.grader(self.opened.grader.zygote)
        return replace(self, opened=replace(self.opened, grader=grader, recipe=recipe))

    def graded(self, tasks: Sequence[Task[Titled]]) -> Iterator[tuple[Titled, Graded]]:
        """Grade these sources of ours; results come as they are finished.

        Raises:
            GraderBroke: the grader itself broke on one.
        """
        for owner, outcome in self.tried(tasks):
            if isinstance(outcome, Broke):
                raise GraderBroke(f"{owner.title}: {outcome.detail}")
            yield owner, outcome

    def tried(self, tasks: Sequence[Task[Titled]]) -> Iterator[tuple[Titled, Graded | Broke]]:
        """Grade these sources of ours, and go on where the grader itself breaks on one."""
        for task, outcome in grade_all(self.opened.grader, self.opened.recipe, tasks, self.jobs):
            yield task.owner, _broken(outcome) or outcome


def _broken(outcome: Graded | Broke) -> Broke | None:
    """The check on which the grader broke, if there is one."""
    checks = () if isinstance(outcome, Broke) else outcome.result.checks
    broken = [check for check in checks if check.outcome is Outcome.GRADER_BROKE or check.detail]
    return Broke(f"the grader broke: {broken[0].promise}: {broken[0].detail}") if broken else None


@contextmanager
def open_bench(course: Course, jobs: int | None, mode: GradingMode, limits: Limits) -> Iterator[Bench]:
    """A bench for a course, with so many processes or one per core; its sandbox ends with the context.

    Raises:
        UserError: the course or the protection cannot be used.
    """
    with open_grader(course, limits, [course.folder / "solutions"], mode=mode) as opened:
        yield Bench(opened, jobs or cores())
