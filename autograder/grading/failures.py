"""The ways in which a check can fail, each with the sentence that the student reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from autograder.results import Outcome

_LONGEST_TEXT: Final = 2_000
_LONGEST_MESSAGE: Final = 400
_LONGEST_NAME: Final = 80
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{4,}")
_MOST_MARKS: Final = 2  # on one letter
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class CheckFailed(AssertionError):
    """A check failed because of what a call of the submission came to."""

    outcome = Outcome.FAILED
    shrinkable = True  # whether a smaller case is worth looking for


class NotClose(AssertionError):
    """Two numbers differ by more than their tolerance."""


class BadAnswer(CheckFailed):
    """A call returned something of another type, or did not raise what it should."""


class StudentRaised(CheckFailed):
    """The student's code raised an exception."""

    def __init__(self, function: str, names: list[str], message: str, where: str) -> None:
        self.names = tuple(names)
        at = f" ({printable(where, _LONGEST_NAME)})" if where else ""
        name = printable(names[0] if names else "an exception", _LONGEST_NAME)
        text = f"{name}: {printable(message, _LONGEST_MESSAGE)}".rstrip(": ")
        super().__init__(f"{function} raised {text}{at}")


class NotWritten(CheckFailed):
    """The function still raises NotImplementedError."""

    outcome = Outcome.NOT_WRITTEN
    shrinkable = False


class Missing(CheckFailed):
    """The function is not there."""

    shrinkable = False


class Hung(CheckFailed):
    """A call did not come back in time."""

    shrinkable = False


class Crashed(CheckFailed):
    """The worker ended in the middle of a call, or sent what is no answer."""

    shrinkable = False


class NotReached(CheckFailed):
    """The check could not be run because of something that went wrong before it."""

    outcome = Outcome.NOT_REACHED
    shrinkable = False


def printable(text: str, most: int = _LONGEST_TEXT, *, lines: bool = False) -> str:
    """Text that came from a student, fit for a report: cut, on one line, without what could disguise it.

    Control and formatting characters could rewrite what a terminal shows, new lines imitate lines of ours, marks pile
    up over their neighbours, and blank letters hide; memory addresses differ from run to run.

    Args:
        text: anything.
        most: it is cut after so many characters.
        lines: whether it may have several lines, as texts of ours have in which a student's are already on one.
    """
    text = _ADDRESS.sub("0x...", text[: 2 * most])
    if not lines:
        text = " / ".join(line for line in text.splitlines() if line.strip())
    text = "".join(_without_piles(text))
    return text if len(text) <= most else f"{text[:most]} ..."


def _without_piles(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            yield letter if letter == "\n" or (letter.isprintable() and letter not in _BLANK_LETTERS) else "?"
