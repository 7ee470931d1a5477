"""The options of `autograder grade`, for all modules that work for it."""

from __future__ import annotations

from argparse import ArgumentTypeError
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
from autograder.record.shares import ShareNumber


def _share(text: str) -> ShareNumber:
    index, _, of = text.partition("/")
    if not (index.isdecimal() and of.isdecimal() and 1 <= int(index) <= int(of)):
        raise ArgumentTypeError(f"{text!r} is not a share such as 3/8")
    return ShareNumber(int(index), int(of))


@dataclass(frozen=True)
class PublishingOptions:
    """Where the marks of a run go, and what everybody may see of them."""

    out: Annotated[Path, Argument(required=True, metavar="DIR", help="the folder with the record of the course")]
    course: CourseFolder
    decisions: DecisionsFile
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


@dataclass(frozen=True)
class GradeOptions(PublishingOptions):
    """What a class is graded with; `Options` says how it is given."""

    paths: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="+", metavar="PATH", help="a class, a student's folder or zip, or a file"),
    ]
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
    call_limit: Annotated[float, limit(3.0, "processor seconds for one call, twelvefold in checks with long runs")]
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
    shard: Annotated[
        ShareNumber | None,
        Argument(
            type=_share,
            metavar="I/N",
            help="grade the I-th of N shares alone, into a folder of its own: `autograder merge` puts them together",
        ),
    ]
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    fresh: Annotated[bool, Argument(help="grade everything again, also what did not change since the last run")]
