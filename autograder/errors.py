"""What people can fix themselves, what the grader itself breaks on, and the exit codes of the command."""

from __future__ import annotations

from typing import Final

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1  # something does not hold yet: a check, a test submission, a notebook that is out of date
EXIT_USAGE: Final = 2  # wrong usage, or something that the user can fix
EXIT_BROKE: Final = 3  # the grader itself failed


class UserError(Exception):
    """Something that the person at the keyboard can fix: one line, what is wrong with which file, what to do."""


class GraderBroke(Exception):
    """The grader itself failed; the message says on what, and may end with a traceback."""
