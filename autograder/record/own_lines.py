"""The lines of a hand-in in which a function is written, for whoever reads what it does wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from autograder.intake.records import Source
from autograder.text import printable

_MOST: Final = 40  # lines
_LONGEST: Final = 160  # characters of a line


def own_lines(source: Source, function: str) -> str:
    """The last definition of a function, with the numbers of its lines; "" where none is seen.

    It is found by its first line and its indentation: a student's text is not run, nor need it be Python.
    """
    start = re.compile(rf"(?:async\s+)?(?:def|class)\s+{re.escape(function)}\b|{re.escape(function)}\s*=(?!=)")
    found = ""
    for label, text in source.cells:
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if start.match(line):
                shown = list(_block(lines, number))
                where = f"{printable(label, _LONGEST)}\n" if source.is_notebook else ""
                found = where + "\n".join(shown)
    return found


def _block(lines: list[str], start: int) -> Iterator[str]:
    """The first line and all that are indented below it."""
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][:1] in " \t)]}"):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    for number in range(start, min(end, start + _MOST)):
        yield f"{number + 1:>4}  {printable(lines[number].expandtabs(), _LONGEST).rstrip()}"
    if end - start > _MOST:
        yield f"      ... and {end - start - _MOST} more lines"
