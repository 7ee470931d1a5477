"""Choosing how students' code is kept away, and refusing to grade where it cannot be; loads no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.sandbox import MINIMUM, Choice, SandboxError, choose


@dataclass(frozen=True)
class ProtectionRequest:
    """What is asked of the protection of a grading."""

    level: str | None = None  # the name of a level; None for the best that this machine gives
    allow_unsandboxed: bool = False  # whether a level below the minimum will do


BEST: Final = ProtectionRequest()


def choose_protection(request: ProtectionRequest, hidden: Sequence[Path], *, warm_up: bool = True) -> Choice:
    """The protection that is asked for, with a zygote running.

    Args:
        request: what is asked.
        hidden: files and folders that students' code must not be able to read.
        warm_up: false for a zygote that runs no student's code, and only shows what this machine can do.

    Raises:
        UserError: the level is not available, or is below the minimum and that was not allowed.
    """
    try:
        choice = choose(request.level, hidden=hidden, warm_up=warm_up)
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
