"""The ways in which a check can fail, each with the sentence that the student reads."""

from __future__ import annotations

from typing import Final

import numpy as np

from autograder.results import Outcome
from autograder.text import printable

_LONGEST_MESSAGE: Final = 400
_LONGEST_NAME: Final = 80


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
        at = f" ({printable(where, _LONGEST_NAME)})" if where else ""
        name = printable(names[0] if names else "an exception", _LONGEST_NAME)
        text = f"{name}: {printable(message, _LONGEST_MESSAGE)}".rstrip(": ")
        self._cause = f"{function} raised {name}{at}"
        super().__init__(f"{function} raised {text}{at}")

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
