"""`autograder merge`: the record of a class out of shares that were graded apart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument
from autograder.commands.grade_options import GradeOptions, PublishingOptions


@dataclass(frozen=True)
class Options(PublishingOptions):
    """Put the shares of a class together, which `grade --shard` graded one by one, into the record of the course: the
    same bytes as if one machine had graded all. Nothing is graded.

    Exit codes: 0 done; 2 wrong usage, a share is missing or does not fit; 3 the grader broke somewhere, see the table;
    5 another run is writing to the folder.
    """

    shares: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="+", metavar="SHARE", help="the folders of all shares, in any order"),
    ]


def run(options: Options) -> int:
    """Merge shares.

    Raises:
        UserError: a share is missing or does not fit, or the record cannot be written.
    """
    from autograder.commands.grade import grade_hand_ins
    from autograder.commands.merging import open_shares
    from autograder.commands.speaking import Speaker
    from autograder.course import find_course
    from autograder.record.shares import read_shares

    shares = read_shares(options.shares)
    first = next(iter(shares.values()))
    speaker = Speaker(for_programs=options.json, to_the_log_alone=options.anonymous)
    whole = find_course(options.course, with_solutions=True)
    hand_ins = sorted((one for share in shares.values() for one in share.hand_ins), key=lambda one: one.place)
    publishing = {field.name: getattr(options, field.name) for field in fields(PublishingOptions)}
    same = GradeOptions(
        **publishing,
        paths=options.shares,
        roster=None,
        groups=None,
        jobs=None,
        only=first.assignments,
        call_limit=first.limits["call"],
        check_limit=first.limits["check"],
        submission_limit=first.limits["submission"],
        dask=None,
        shard=None,
        protection=first.level,
        allow_unsandboxed=True,  # whoever graded the shares has decided that
        fresh=False,
    )
    opener = partial(open_shares, shares)
    return grade_hand_ins(same, whole, [one.hand_in for one in hand_ins], first.roster, speaker, opener)
