"""`python -m autograder.commands.classroom50_check BUNDLE`: what a bundle runs in a student's repository.

It writes result.json and release-body.md into the current folder. Exit codes: 0 whatever the marks; 2 it could not
check, for the reason that it prints.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.classroom50.bundle import marks_of
from autograder.classroom50.result import release_body, result_json
from autograder.commands.home_check import best_file, checker, with_output
from autograder.course import read_course
from autograder.errors import EXIT_DONE, EXIT_USAGE, UserError
from autograder.grading.public_checks import PublicChecks
from autograder.system.atomic import write_atomically


def main() -> int:
    """Check the repository in the current folder; returns the exit code."""
    try:
        _check(Path(sys.argv[1]))
    except UserError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return EXIT_USAGE
    return EXIT_DONE


def _check(bundle: Path) -> None:
    (assignment,) = read_course(bundle, with_solutions=False).assignments
    marks = marks_of(assignment)
    found = best_file(assignment, [Path()])
    if found is None:
        session = PublicChecks(assignment)
        reason = f"there is no {assignment.name}.py and no {assignment.name}.ipynb in the repository that can be read"
        result, beyond = session.without_submission(reason), session.beyond
    else:
        result, beyond = checker()(assignment, found.source, None)
        result = with_output(result, found.source)
    write_atomically(Path("result.json"), result_json(result, marks, os.environ))
    write_atomically(Path("release-body.md"), release_body(result, beyond))


if __name__ == "__main__":
    sys.exit(main())
