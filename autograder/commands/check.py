"""`autograder check`: a student's own check, with the public checks, in a plain process of its own."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument, CourseFolder
from autograder.course import find_course
from autograder.errors import EXIT_DONE, EXIT_FAILED, UserError
from autograder.results import AssignmentResult, Outcome


@dataclass(frozen=True)
class Options:
    """Check your own files with the public checks. Without FILE: an overview of all assignments.

    Exit codes: 0 every public check holds; 1 some do not yet; 2 wrong usage or file.
    """

    files: Annotated[
        tuple[str, ...],
        Argument(positional=True, nargs="*", metavar="FILE", help="training_loop.py, or a notebook of the same name"),
    ]
    part: Annotated[str | None, Argument(metavar="NAME", help="check only this part of the FILE")]
    course: CourseFolder


def run(options: Options) -> int:
    """Check the files and show part by part what holds, or give an overview.

    Raises:
        UserError: there is no course, no such file or part, or no public check for it.
    """
    from rich.console import Console

    from autograder.sandbox import forked

    forked.prepare()

    from autograder.commands.home_check import checker, source_of, standing_in, with_output
    from autograder.reports.overview import overview_text
    from autograder.reports.terminal import assignment_text

    if options.part is not None and not options.files:
        raise UserError("--part needs a FILE to look at")
    files = [Path(name) for name in options.files]
    course = find_course(options.course, with_solutions=False, near=files, handed_in=files or [Path.cwd()])
    console = Console()
    results: list[AssignmentResult] = []
    check = checker()
    if not files:
        standings = [standing_in(assignment, check) for assignment in course.assignments]
        overview_text(console, standings, _program())
        results = [standing.result for standing in standings]
    for path in files:
        source = source_of(path, course)
        result, beyond = check(course.only([source.stem]).assignments[0], source, options.part)
        assignment_text(console, with_output(result, source), beyond)
        results.append(result)
    outcomes = {part.outcome for result in results for part in result.parts}
    return EXIT_DONE if outcomes <= {Outcome.PASSED} else EXIT_FAILED


def _program() -> str:
    """What has to be typed to call this command again: with its folder, unless a shell finds it without."""
    called = Path(sys.argv[0])
    found = shutil.which(called.name)
    if called.stem != "autograder" or (found and Path(found).resolve() == called.resolve()):
        return "autograder"
    here = called.absolute()
    return str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else called)
