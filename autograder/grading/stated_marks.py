"""The marks of the parts as the handout states them: students do not have the hidden suite, which knows them too."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from autograder.course import Assignment
from autograder.course_files import required_text

_ROW: Final = re.compile(r"^\|\s*`?(\w+)`?\s*\|\s*(\d+)\s*\|", re.MULTILINE)


def stated_marks(assignment: Assignment, parts: Collection[str]) -> dict[str, int]:
    """The marks of these parts, from the rows `| part | marks |`; empty where the handout has none.

    Raises:
        UserError: there is no handout.
    """
    rows = _ROW.findall(required_text(assignment.handout))
    return {part: int(marks) for part, marks in rows if part in parts}
