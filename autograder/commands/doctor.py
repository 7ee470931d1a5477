"""`autograder doctor`: what protection this machine gives, and what would raise it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.errors import EXIT_DONE, EXIT_FAILED, UserError


@dataclass(frozen=True)
class Options:
    """Show how well this machine can protect the grading, and what keeps it from doing better.

    Exit codes: 0 grading is possible; 1 only with --allow-unsandboxed, or not at all; 2 the machine is too
    busy to tell.
    """


def run(_: Options) -> int:
    """Try the levels of protection, and show which hold.

    Raises:
        UserError: this machine is too busy to tell.
    """
    from rich.console import Console

    from autograder.reports.terminal import say
    from autograder.sandbox import MINIMUM, SandboxError, TooSlow, choose

    console = Console()
    try:
        choice = choose()
    except TooSlow as error:
        raise UserError(str(error)) from None
    except SandboxError as error:
        say(console, f"no worker can be started: {error}")
        return EXIT_FAILED
    choice.zygote.close()
    say(console, f"protection: {choice.sentence()}")
    say(console, f"left open: {choice.level.leaves_open}")
    for level, reason in choice.refused:
        say(console, f"not {level.name}: {reason}")
    if not choice.level.at_least(MINIMUM):
        say(console, f"below the minimum ({MINIMUM.name}): `autograder grade` refuses without --allow-unsandboxed")
        return EXIT_FAILED
    return EXIT_DONE
