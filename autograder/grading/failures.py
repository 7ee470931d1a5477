"""The ways in which a check can fail, each with the sentence that the student reads."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from autograder.results import Outcome
from autograder.text import printable

# What a student's program says may be what it was given: of all of that, a report has one line of 80 characters.
_LONGEST_LINE: Final = 76  # and " ..." where it is cut
_LONGEST_NAME: Final = 60
_CELL: Final = r"(?:cell \d{1,6}|the cell (?:of|that begins with) `[^`]{1,40}`(?: \(no\. \d{1,4}\))?)"
_PLACE: Final = re.compile(rf"(?:{_CELL}(?:, line \d{{1,6}})?|line \d{{1,6}})\Z")
_ELSEWHERE: Final = "a file is graded by itself, with the packages that the handout names"


def their_words(text: str) -> str:
    """What a student's program says (an exception, a warning, a type's name), as much as a report shows of it."""
    return printable(text, _LONGEST_LINE)


def their_place(where: str) -> str:
    """A place as a worker tells it, "line 3" or "cell 2, line 3"; "" if it is none."""
    match = _PLACE.search(where)
    return match[0] if match else ""


def _place_in(function: str, where: str) -> str:
    """The place of an exception in a call of this function."""
    cell, _, line = their_place(where).partition(", ")
    return f"{line} of its cell" if line and cell == f"the cell of `{function}`" else their_place(where)


def explained(error_line: str, kind: str) -> str:
    """What is said of an exception, and what to know of it where its own words mislead."""
    return f"{error_line}; {_ELSEWHERE}" if kind == ModuleNotFoundError.__name__ else error_line


class CheckFailed(AssertionError):
    """A check failed because of the outcome of a call of the submission."""

    outcome = Outcome.FAILED
    shrinkable = True  # whether to search for a smaller case

    @property
    def cause(self) -> str:
        """What is the same in other checks that fail for the same reason."""
        return str(self)


class NotClose(AssertionError):
    """Two numbers differ by more than their tolerance, or have different shapes."""

    def __init__(self, message: str, what: str, got: np.ndarray, want: np.ndarray) -> None:
        """Keep what was compared.

        Args:
            message: for the student.
            what: its name in the assignment's words.
            got: what was returned, in float64.
            want: what should have been returned, likewise.
        """
        super().__init__(message)
        self.what = what
        self.got = got
        self.want = want


class WrongShape(NotClose):
    """What was returned has another shape than it should have."""


class BadAnswer(CheckFailed):
    """A call returned something of another type, or did not raise what it should."""


class StudentRaised(CheckFailed):
    """The student's code raised an exception."""

    def __init__(self, function: str, names: list[str], message: str, where: str) -> None:
        self.names = tuple(names)
        kind = names[0] if names else "an exception"
        place = _place_in(function, where)
        self._cause = f"{printable(kind, _LONGEST_NAME)} in {function}{f', {place}' if place else ''}"
        super().__init__(explained(their_words(f"{self._cause}: {message}".rstrip(": ")), kind))

    @property
    def cause(self) -> str:
        """The exception and its place: its text may differ from case to case."""
        return self._cause


class NotWritten(CheckFailed):
    """The function still raises NotImplementedError."""

    outcome = Outcome.NOT_WRITTEN
    shrinkable = False


class Missing(CheckFailed):
    """The function is not defined."""

    shrinkable = False


class Hung(CheckFailed):
    """A call did not return in time."""

    shrinkable = False


class Crashed(CheckFailed):
    """The worker ended in the middle of a call, or sent something that is not an answer."""

    shrinkable = False


class NotReached(CheckFailed):
    """The check could not be run because of something that went wrong before it."""

    outcome = Outcome.NOT_REACHED
    shrinkable = False

    def __init__(self, message: str, cause: str = "") -> None:
        """Keep the cause, the message if it is "": it is the same for other functions."""
        super().__init__(message)
        self._cause = cause or message

    @property
    def cause(self) -> str:
        """What went wrong."""
        return self._cause
