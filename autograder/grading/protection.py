"""Choosing how students' code is kept away, and refusing to grade where it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.errors import UserError
from autograder.sandbox import MINIMUM, Choice, SandboxError, choose


def choose_protection(requested: str | None, hidden: Sequence[Path], *, allow_unsandboxed: bool = False) -> Choice:
    """The best protection that this machine gives, or the level that was asked for; a zygote runs at it.

    Args:
        requested: the name of a level, or None for the best.
        hidden: folders that a worker must not be able to list.
        allow_unsandboxed: whether a level below the minimum will do.

    Raises:
        UserError: the level cannot be had, or is below the minimum and that was not allowed.
    """
    try:
        choice = choose(requested, hidden=hidden)
    except SandboxError as error:
        raise UserError(str(error)) from None
    if not choice.level.at_least(MINIMUM) and not allow_unsandboxed:
        choice.zygote.close()
        reasons = "; ".join(f"{level.name}: {reason}" for level, reason in choice.refused)
        raise UserError(
            "student code cannot be kept from your files and network here, so nothing is graded "
            f"({reasons or 'the level none was asked for'}); `autograder doctor` says what would help, "
            "--allow-unsandboxed grades all the same"
        )
    return choice
