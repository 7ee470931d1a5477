"""`autograder otter`: the autograder zip for otter."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.commands.arguments import AllowUnsandboxed, Assignments, CourseFolder, Level, ZipName
from autograder.errors import EXIT_DONE


@dataclass(frozen=True)
class Options:
    """Make the zip for `otter run -a ZIP SUBMISSION`. It holds the solutions: not for students."""

    out: ZipName
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    assignments: Assignments
    course: CourseFolder


def run(options: Options) -> int:
    """Write the zip.

    Raises:
        UserError: there is no course or no such assignment, or the zip cannot be made.
    """
    from rich.console import Console

    from autograder.course import find_course
    from autograder.otter.package import EXECUTABLE, otter_zip_files
    from autograder.otter.settings import Setting
    from autograder.packing.archive import write_zip, zip_path
    from autograder.reports.terminal import say

    path = zip_path(options.out)
    course = find_course(options.course, with_solutions=True, only=options.assignments)
    setting = Setting(course.names, options.protection, options.allow_unsandboxed)
    write_zip(path, otter_zip_files(course, setting), EXECUTABLE)
    say(Console(), f"{path} grades {', '.join(course.names)}; it holds the solutions: keep it from students")
    return EXIT_DONE
