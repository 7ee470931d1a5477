"""`autograder check`: a student's own check, with the public checks, in a plain process of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from rich.console import Console

from autograder.course import Assignment, find_course
from autograder.errors import UserError
from autograder.grading.budget import Limits
from autograder.grading.pool import modules_to_warm
from autograder.grading.public_checks import PublicChecks
from autograder.intake.file_names import SUFFIXES
from autograder.intake.files import read_source
from autograder.intake.records import Absent
from autograder.reports.terminal import assignment_text
from autograder.results import Outcome
from autograder.sandbox import Zygote


def check(options: argparse.Namespace) -> bool:
    """Check files and say part by part what holds; returns whether everything does.

    Raises:
        UserError: there is no course, no such file, or no public check for it.
    """
    torch.set_num_threads(1)
    files = [Path(name) for name in options.files]
    course = find_course(options.course, with_solutions=False, near=files)
    by_name = {assignment.name: assignment for assignment in course.assignments}
    files = files or [path for name in by_name for suffix in SUFFIXES if (path := Path(name + suffix)).is_file()]
    if not files:
        example = f"autograder check {course.names[0]}.py"
        raise UserError(f"no file of {', '.join(by_name)} in {Path.cwd()}: name one, as in `{example}`")
    console = Console()
    with Zygote() as zygote:
        zygote.start("none")
        held = [_check_file(console, path, by_name, zygote) for path in files]
    return all(held)


def _check_file(console: Console, path: Path, assignments: dict[str, Assignment], zygote: Zygote) -> bool:
    if path.stem not in assignments or path.suffix not in SUFFIXES:
        names = ", ".join(f"{name}.py" for name in assignments)
        raise UserError(f"{path} is the file of no assignment: expected one of {names} (or .ipynb)")
    if not path.is_file():
        raise UserError(f"{path} does not exist")
    assignment = assignments[path.stem]
    work = read_source(path, path.stem)
    if isinstance(work, Absent):
        raise UserError(work.reason)
    session = PublicChecks(assignment)
    result = session.grade(work, lambda: zygote.spawn(modules_to_warm(work)), Limits()).result
    assignment_text(console, result, session.beyond)
    return all(part.outcome is Outcome.PASSED for part in result.parts)
