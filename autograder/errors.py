"""What people can fix themselves, what the grader itself breaks on, and the exit codes of the command."""

from __future__ import annotations

from typing import Final

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1  # something does not hold yet: a check, a test submission, a notebook that is out of date
EXIT_USAGE: Final = 2  # wrong usage, or something that the user can fix
EXIT_BROKE: Final = 3  # the grader itself failed
EXIT_NOT_COMPARABLE: Final = 4  # verify: something differs here, so that grading again would prove nothing
EXIT_BUSY: Final = 5  # another run holds the record


class UserError(Exception):
    """Something that the person at the keyboard can fix: one line, what is wrong with which file, what to do."""


class RecordBusy(UserError):
    """Another run holds the record: the same command works later."""


class GraderBroke(Exception):
    """The grader itself failed; the message says on what, and may end with a traceback."""
