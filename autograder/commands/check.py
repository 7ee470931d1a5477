"""`autograder check`: a student's own check, with the public checks, in a plain process of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import Argument, CourseFolder
from autograder.course import Course, find_course
from autograder.errors import EXIT_DONE, EXIT_FAILED, UserError
from autograder.intake.file_names import SUFFIXES
from autograder.intake.files import read_source
from autograder.intake.records import Absent, Source


@dataclass(frozen=True)
class Options:
    """Check your own files with the public checks. Without FILE: all assignments in this folder.

    Exit codes: 0 every public check holds; 1 some do not yet; 2 wrong usage or file.
    """

    files: Annotated[
        tuple[str, ...],
        Argument(positional=True, nargs="*", metavar="FILE", help="training_loop.py, or a notebook of the same name"),
    ]
    course: CourseFolder


def run(options: Options) -> int:
    """Check the files, and show part by part what holds.

    Raises:
        UserError: there is no course, no such file, or no public check for it.
    """
    import torch
    from rich.console import Console

    from autograder.grading.budget import Limits
    from autograder.grading.pool import modules_to_warm
    from autograder.grading.public_checks import PublicChecks
    from autograder.reports.terminal import assignment_text
    from autograder.results import Outcome
    from autograder.sandbox import Zygote

    torch.set_num_threads(1)
    files = [Path(name) for name in options.files]
    course = find_course(options.course, with_solutions=False, near=files, handed_in=files or [Path.cwd()])
    console = Console()
    outcomes: list[Outcome] = []
    with Zygote() as zygote:
        zygote.start("none")
        for path in files or _files_here(course):
            source = _source(path, course.names)
            session = PublicChecks(course.only([source.stem]).assignments[0])
            result = session.grade(source, partial(zygote.spawn, modules_to_warm(source)), Limits()).result
            assignment_text(console, result, session.beyond)
            outcomes += [part.outcome for part in result.parts]
    return EXIT_DONE if {*outcomes} <= {Outcome.PASSED} else EXIT_FAILED


def _files_here(course: Course) -> Sequence[Path]:
    files = [path for name in course.names for suffix in SUFFIXES if (path := Path(name + suffix)).is_file()]
    if not files:
        example = f"autograder check {course.names[0]}.py"
        raise UserError(f"{Path.cwd()} holds no file of {', '.join(course.names)}: name one, as in `{example}`")
    return files


def _source(path: Path, assignments: Collection[str]) -> Source:
    if path.stem not in assignments or path.suffix not in SUFFIXES:
        names = ", ".join(f"{name}.py" for name in assignments)
        raise UserError(f"{path} does not belong to any assignment: expected one of {names} (or .ipynb)")
    if not path.is_file():
        raise UserError(f"{path} does not exist")
    work = read_source(path, path.stem)
    if isinstance(work, Absent):
        raise UserError(work.reason)
    return work
