"""Opening a grader: choosing how students' code is kept away, and refusing to grade where it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading.budget import Limits
from autograder.grading.pool import Grader, GraderRecipe
from autograder.grading.suite_session import FOR_STUDENTS, GradingMode
from autograder.results import Protection
from autograder.sandbox import MINIMUM, Choice, SandboxError, choose


@dataclass(frozen=True)
class ProtectionRequest:
    """What is asked of the protection of a grading."""

    level: str | None = None  # the name of a level; None for the best that this machine gives
    allow_unsandboxed: bool = False  # whether a level below the minimum will do


BEST: Final = ProtectionRequest()


@dataclass(frozen=True)
class OpenGrader:
    """A grader that is ready, and how it is protected."""

    grader: Grader
    recipe: GraderRecipe
    protection: Protection


@contextmanager
def open_grader(
    course: Course,
    limits: Limits,
    hidden: Sequence[Path],
    *,
    request: ProtectionRequest = BEST,
    mode: GradingMode = FOR_STUDENTS,
    announce: Callable[[str], None] = lambda _: None,
) -> Iterator[OpenGrader]:
    """A grader with every suite of the course rehearsed; its sandbox ends with the context.

    Args:
        course: what it grades.
        limits: of the time that submissions take.
        hidden: files and folders that students' code must not be able to read.
        request: what is asked of the protection.
        mode: how submissions are graded.
        announce: is told the protection, before the suites are rehearsed.

    Raises:
        UserError: the level is not available, or is below the minimum and that was not allowed; or a suite cannot be
            run, or its reference fails it.
    """
    torch.set_num_threads(1)
    choice = chosen_protection(request, hidden)
    with choice.zygote as zygote:
        announce(f"protection: {choice.sentence()}")
        recipe = GraderRecipe(course, choice.level.name, limits, mode)
        protection = Protection(choice.sentence(), choice.level.sandboxed)
        yield OpenGrader(recipe.grader(zygote), recipe, protection)


def chosen_protection(request: ProtectionRequest, hidden: Sequence[Path]) -> Choice:
    """The protection that is asked for, with a zygote running.

    Raises:
        UserError: the level is not available, or is below the minimum and that was not allowed.
    """
    try:
        choice = choose(request.level, hidden=hidden)
    except SandboxError as error:
        raise UserError(str(error)) from None
    if not choice.level.at_least(MINIMUM) and not request.allow_unsandboxed:
        choice.zygote.close()
        reasons = "; ".join(f"{level.name}: {reason}" for level, reason in choice.refused)
        raise UserError(
            "student code cannot be kept from your files and network here, so nothing is graded "
            f"({reasons or 'you asked for the level none'}); `autograder doctor` shows what would help, "
            "--allow-unsandboxed grades all the same"
        )
    return choice
