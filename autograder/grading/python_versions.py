"""Which Python the grader runs, for students whose own is newer: syntax that theirs takes may be an error here."""

from __future__ import annotations

import re
import sys
from typing import Final, NamedTuple

from autograder.intake.records import Source
from autograder.worker import wire

_LONGEST_LINE: Final = 1_000  # to be searched
_PLACE: Final = re.compile(r"(.*), line (\d{1,6})")


class _Syntax(NamedTuple):
    """Syntax that Python knows since a version, recognised by the error of those before, and the line with it."""

    since: tuple[int, int]
    line: re.Pattern[str]
    error: str = ""  # a part of the message


_KNOWN: Final = (
    _Syntax((3, 12), re.compile(""), "f-string expression part cannot include a backslash"),
    _Syntax((3, 12), re.compile(""), "f-string expression part cannot include '#'"),
    # A string in the braces, in the quotes of the f-string around it.
    _Syntax(
        (3, 12),
        re.compile(
            r"""(?<!\w)(?:[fF][rR]?|[rR][fF])(["'])[^"']*\{[^{}"']*(?<=[\[({,=+%*\s])\1[^"'{}]*\1(?!\w)[^{}]*\}"""
        ),
        "f-string",
    ),
    _Syntax((3, 12), re.compile(r"^\s*type\s+\w+\s*(?:\[.*\]\s*)?=")),
    _Syntax((3, 12), re.compile(r"^\s*(?:(?:async\s+)?def|class)\s+\w+\s*\[")),
    # Not `except ValueError, error:` of Python 2.
    _Syntax((3, 14), re.compile(r"^\s*except\*?\s+[\w.]+(?:\s*,\s*(?:\w+\.)*[A-Z]\w*)+\s*:"), "must be parenthesized"),
    _Syntax((3, 14), re.compile(r"""(?<![\w"'])(?:[tT][rR]?|[rR][tT])["']""")),
)


def version_note(source: Source, problem: wire.Problem, version: tuple[int, int] = sys.version_info[:2]) -> str:
    """Which Python refused the source, and which takes the line, if it is known; "" if its syntax is right.

    Args:
        source: what was run.
        problem: an exception in it.
        version: of the Python that runs it.
    """
    if not problem.error.startswith("SyntaxError"):
        return ""
    line = _line_at(source, problem.where)
    fits = (known for known in _KNOWN if known.error in problem.error and known.line.search(line))
    needed = next((known.since for known in fits if known.since > version), None)
    runs = f"; it was run with Python {_dotted(version)}"
    return f"{runs}, and this line needs {_dotted(needed)} or later" if needed else runs


def _line_at(source: Source, where: str) -> str:
    """The line at the place that a worker names, "" if there is none."""
    if place := _PLACE.fullmatch(where):
        lines = dict(source.cells).get(place[1], "").split("\n")
        return next(iter(lines[int(place[2]) - 1 :]), "")[:_LONGEST_LINE]
    return ""


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
