"""`autograder doctor`: what protection this machine gives, and what would raise it."""

from __future__ import annotations

from rich.console import Console

from autograder.reports.terminal import say
from autograder.sandbox import MINIMUM, SandboxError, choose


def doctor() -> bool:
    """Try the levels and say what holds; returns whether grading is possible without a flag."""
    console = Console()
    try:
        choice = choose()
    except SandboxError as error:
        say(console, f"no worker can be started: {error}")
        return False
    choice.zygote.close()
    say(console, f"protection: {choice.sentence()}")
    say(console, f"left open: {choice.level.leaves_open}")
    for level, reason in choice.refused:
        say(console, f"not {level.name}: {reason}")
    if not choice.level.at_least(MINIMUM):
        say(console, f"below the minimum ({MINIMUM.name}): `autograder grade` refuses without --allow-unsandboxed")
        return False
    return True
