"""What `run_autograder` runs in Gradescope's container: it grades one submission in this process.

`python -m autograder.gradescope.run ROOT`, where ROOT is /autograder. results.json is rewritten after every
assignment, so that whatever was graded is kept if the process is killed. Only the instructor sees what is printed.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.course import find_course
from autograder.errors import UserError
from autograder.gradescope.settings import SETTINGS_FILE, Settings
from autograder.grading.budget import Limits
from autograder.intake.records import Absent, HandIn, Source
from autograder.intake.students import find_hand_in
from autograder.reports.results_json import Options, results_json
from autograder.results import AssignmentResult, StudentResult, broken_checks
from autograder.system.atomic import write_atomically
from autograder.text import visible
from autograder.worker import garbage

if TYPE_CHECKING:
    from autograder.grading.pool import Grader
    from autograder.grading.suite_session import SuiteSession

_NOT_YET: Final = "the grader ended before it reached this assignment"


def main() -> int:
    """Grade the submission; returns the exit code."""
    start = time.monotonic()
    root = Path(sys.argv[1])
    try:
        with garbage.looked_for_rarely():
            student = _grade(root, start)
    except UserError as error:
        print(f"autograder: {visible(str(error))}", flush=True)
        return 2
    for where, check in broken_checks([student]):
        print(f"the grader broke: {where}: {check.promise}\n{check.detail}")
    return 0


def _grade(root: Path, start: float) -> StudentResult:
    from autograder.grading.protection import open_grader

    source, submission, results = (root / name for name in ("source", "submission", "results"))
    settings = Settings.from_json((source / SETTINGS_FILE).read_bytes())
    course = find_course(str(source), with_solutions=True)
    hand_in = find_hand_in(submission, submitters(root / "submission_metadata.json"), course.names, course.functions)
    with open_grader(course, Limits(), [source, submission, results], announce=partial(print, flush=True)) as opened:
        for student in _results(hand_in, opened.grader):
            options = Options(settings.visibility, settings.feedback, time.monotonic() - start)
            write_atomically(results / "results.json", results_json(student, opened.protection, options))
    return student


def _results(hand_in: HandIn, grader: Grader) -> Iterator[StudentResult]:
    """The student's result after each assignment, with those not graded yet marked as such."""
    sessions = list(grader.sessions.values())
    results = [session.broken(_NOT_YET) for session in sessions]
    for index, (session, work) in enumerate(zip(sessions, hand_in.work, strict=True)):
        results[index] = _result(session, work, grader)
        yield StudentResult(hand_in.student, tuple(results))


def _result(session: SuiteSession, work: Source | Absent, grader: Grader) -> AssignmentResult:
    if isinstance(work, Absent):
        return session.without_submission(work.reason)
    try:
        return grader.grade(work).result
    except Exception:
        return session.broken(traceback.format_exc())


def submitters(metadata: Path) -> str:
    """The names of those who handed in together, or "student" if Gradescope's file does not give any."""
    try:
        users = json.loads(metadata.read_bytes())["users"]
        names = [visible(user["name"]) for user in users if isinstance(user["name"], str) and user["name"].strip()]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        names = []
    return " and ".join(names) or "student"


if __name__ == "__main__":
    sys.exit(main())
