"""The options of `autograder export`, for all modules that work for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from autograder.commands.arguments import (
    Argument,
    AsJson,
    CourseFolder,
    DecisionsFile,
    FeedbackLevel,
    HandoutUrl,
    Only,
)
from autograder.gradebooks.formats import READERS

FEEDBACK_ALONE: Final = ("folder", "mail")  # systems that take reports and no marks


@dataclass(frozen=True)
class ExportOptions:
    """What goes where; `Options` says how it is given."""

    results: Annotated[Path, Argument(positional=True, metavar="DIR", help="the folder of `autograder grade --out`")]
    to: Annotated[
        str,
        Argument(
            required=True,
            choices=(*READERS, *FEEDBACK_ALONE),
            help="whose gradebook it is; csv is any table with one row per student; folder and mail are for --feedback",
        ),
    ]
    gradebook: Annotated[Path | None, Argument(metavar="FILE", help="the gradebook as it was downloaded")]
    feedback: Annotated[
        bool,
        Argument(
            help="give students' reports back instead of marks: --to moodle takes its worksheet as --gradebook, "
            "--to canvas the downloaded --submissions; --out names a zip, or a folder for folder and mail"
        ),
    ]
    submissions: Annotated[
        Path | None, Argument(metavar="PATH", help="of --feedback for Canvas: the zip or folder of the submissions")
    ]
    out: Annotated[Path | None, Argument(metavar="FILE", help="where to write the filled one (default: write nothing)")]
    column: Annotated[
        tuple[str, ...],
        Argument(
            action="append",
            default=[],
            metavar="ASSIGNMENT=HEADER",
            help="the column of this assignment, or of `total`, where its title does not tell (repeatable)",
        ),
    ]
    only: Only
    overwrite: Annotated[bool, Argument(help="replace existing grades that differ")]
    missing_zero: Annotated[bool, Argument(help="write 0 for what was not handed in")]
    feedback_level: FeedbackLevel
    handout_url: HandoutUrl
    course: CourseFolder
    decisions: DecisionsFile
    json: AsJson
