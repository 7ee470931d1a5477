"""`autograder gradescope`: the zip that grades on Gradescope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from autograder.commands.arguments import Argument, Assignments, CourseFolder, ZipName
from autograder.errors import EXIT_DONE
from autograder.reports.feedback import Feedback
from autograder.reports.results_json import Visibility


@dataclass(frozen=True)
class Options:
    """Make the zip that grades on Gradescope. It holds the hidden suites: not for students."""

    out: ZipName
    assignments: Assignments
    course: CourseFolder
    visibility: Annotated[
        str,
        Argument(
            default=str(Visibility.VISIBLE),
            choices=[*map(str, Visibility)],
            help="when students see the parts and their marks (default: visible, at once)",
        ),
    ]
    feedback: Annotated[
        str,
        Argument(
            default=str(Feedback.COUNTEREXAMPLES),
            choices=[*map(str, Feedback)],
            help="what they see of a part beside its marks (default: counterexamples, everything there is)",
        ),
    ]


def run(options: Options) -> int:
    """Write the zip.

    Raises:
        UserError: there is no course, no such assignment, or the zip cannot be made.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.gradescope.package import SCRIPTS, package_files
    from autograder.gradescope.settings import Settings
    from autograder.packing.archive import write_zip, zip_path
    from autograder.reports.terminal import say

    path = zip_path(options.out)
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    settings = Settings(Visibility(options.visibility), Feedback(options.feedback))
    write_zip(path, package_files(course, settings), SCRIPTS)
    say(Console(), f"{path} grades {', '.join(course.names)}; it holds the hidden suites: keep it from students")
    return EXIT_DONE
