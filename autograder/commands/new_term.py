"""`autograder new-term`: a new seed for the course, so that the hidden suites draw other cases."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated, Final

from autograder.commands.arguments import Argument, CourseFolder
from autograder.errors import EXIT_DONE, UserError

_BYTES: Final = 16  # nobody guesses it


@dataclass(frozen=True)
class Options:
    """Make the course's seed, solutions/seed.txt: a new term is asked other cases than the last one.

    Exit codes: 0 the seed is made; 2 wrong usage, or there is a seed already.
    """

    course: CourseFolder
    replace: Annotated[bool, Argument(help="replace the seed that there is")]


def run(options: Options) -> int:
    """Write the seed, and say what follows from it.

    Raises:
        UserError: there is no course, there is a seed already, or the file cannot be written.
    """
    from rich.console import Console

    from autograder.course import SEED, find_course
    from autograder.reports.terminal import say
    from autograder.system.atomic import write_bytes_atomically

    course = find_course(options.course, with_solutions=True)
    path = course.folder / "solutions" / SEED
    if path.exists() and not options.replace:
        raise UserError(
            f"{path} exists already, and with another seed what is graded again is asked other cases; "
            "for a new term say `autograder new-term --replace`"
        )
    replaced = " in place of the old one" if path.exists() else ""
    write_bytes_atomically(path, f"{secrets.token_hex(_BYTES)}\n".encode())
    say(
        Console(),
        f"{path} holds a new seed{replaced}: all students get the same new cases. Keep it from students, keep it for "
        "regrading, and make the zips for Gradescope and otter again.",
    )
    return EXIT_DONE
