"""`autograder doctor`: what protection this machine gives, and what would raise it."""

from __future__ import annotations

from rich.console import Console

from autograder.sandbox import MINIMUM, SandboxError, choose


def doctor() -> bool:
    """Try the levels and say what holds; returns whether grading is possible without a flag."""
    console = Console(soft_wrap=True, highlight=False, emoji=False)
    try:
        choice = choose()
    except SandboxError as error:
        console.print(f"no worker can be started: {error}")
        return False
    choice.zygote.close()
    console.print(f"protection: {choice.sentence()}")
    console.print(f"left open: {choice.level.leaves_open}")
    for level, reason in choice.refused:
        console.print(f"not {level.name}: {reason}")
    if not choice.level.at_least(MINIMUM):
        console.print(f"below the minimum ({MINIMUM.name}): `autograder grade` refuses without --allow-unsandboxed")
        return False
    return True
