"""The options of `autograder verify`, for all modules that work for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from autograder.commands.arguments import AllowUnsandboxed, Argument, AsJson, CourseFolder, Level, RecordFolder


@dataclass(frozen=True)
class VerifyOptions:
    """What is verified; `Options` says how it is given."""

    record: RecordFolder
    given: Annotated[
        tuple[str, ...],
        Argument(
            positional=True, nargs="+", metavar="SUBMISSIONS [STUDENT]", help="paths, then the students (default: all)"
        ),
    ]
    course: CourseFolder
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    json: AsJson
