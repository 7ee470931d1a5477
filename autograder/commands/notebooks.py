"""`autograder notebooks`: students' notebooks and otter tests, built anew."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.course import find_course
from autograder.notebooks.build import build, stale, write
from autograder.reports.terminal import say


def notebooks(options: argparse.Namespace) -> bool:
    """Build them, or with `--check` only compare; returns whether all files are as built.

    Raises:
        UserError: there is no course, no such assignment, or one cannot be built.
    """
    console = Console()
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    is_stale = False
    for assignment, built in zip(course.assignments, build(course.assignments), strict=True):
        changed = stale(assignment, built)
        if not options.check:
            write(assignment, built)
        for path in changed:
            say(console, f"{'stale' if options.check else 'written'}: {path.relative_to(course.folder)}")
        if not changed:
            say(console, f"{assignment.name}: nothing to change")
        is_stale = is_stale or bool(changed)
    return not (options.check and is_stale)
