"""`autograder verify`: grade hand-ins again, somewhere else or much later, and compare with the record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from autograder.commands.verify_options import VerifyOptions


@dataclass(frozen=True)
class Options(VerifyOptions):
    """Grade hand-ins again and compare with the marks of a record: same bytes, same suite, same engine, then the same
    result, check by check. Nothing is written.

    Exit codes: 0 the same; 1 another result; 2 wrong usage; 4 something cannot be compared here, and why.
    """


def run(options: Options) -> int:
    """Verify marks.

    Raises:
        UserError: there is no record, no such student, or nothing can be graded here.
    """
    from autograder.commands.verifying import open_for, verify

    return verify(options, partial(open_for, options))
