"""The options of `autograder grade`, for all modules that work for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import (
    AllowUnsandboxed,
    Argument,
    AsJson,
    CourseFolder,
    DecisionsFile,
    FeedbackLevel,
    HandoutUrl,
    Jobs,
    Level,
    Only,
    Wait,
    limit,
)


@dataclass(frozen=True)
class GradeOptions:
    """What a class is graded with; `Options` says how it is given."""

    paths: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="+", metavar="PATH", help="a class, a student's folder or zip, or a file"),
    ]
    out: Annotated[Path, Argument(required=True, metavar="DIR", help="the folder with the record of the course")]
    roster: Annotated[
        Path | None,
        Argument(metavar="FILE", help="a CSV file of all students; those who handed in nothing get a row, too"),
    ]
    groups: Annotated[
        Path | None,
        Argument(
            metavar="FILE",
            help="a CSV file with the columns group and student (id, login, address or name): a group's hand-in counts "
            "for all its members",
        ),
    ]
    jobs: Jobs
    only: Only
    course: CourseFolder
    decisions: DecisionsFile
    call_limit: Annotated[float, limit(5.0, "processor seconds for one call, eightfold in checks with long runs")]
    check_limit: Annotated[float, limit(20.0, "processor seconds for all calls of one check, likewise")]
    submission_limit: Annotated[float, limit(60.0, "processor seconds for all calls of one submission")]
    dask: Annotated[
        str | None,
        Argument(
            metavar="ADDRESS",
            help="grade on a Dask cluster: tcp://HOST:PORT, tls://HOST:PORT, a scheduler file, or local:N for N "
            "processes here",
        ),
    ]
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    fresh: Annotated[bool, Argument(help="grade everything again, also what did not change since the last run")]
    dry_run: Annotated[bool, Argument(help="publish nothing: `autograder diff` shows what would change")]
    anonymous: Annotated[
        bool,
        Argument(help="call students by their numbers in the record in what is printed; notes go to its log alone"),
    ]
    replace: Annotated[bool, Argument(help="forget everybody who was graded into the folder before")]
    take_edits: Annotated[bool, Argument(help="write what was changed in grades.csv by hand into decisions.toml")]
    discard_edits: Annotated[bool, Argument(help="overwrite what was changed in grades.csv by hand")]
    feedback: FeedbackLevel
    handout_url: HandoutUrl
    wait: Wait
    json: AsJson
