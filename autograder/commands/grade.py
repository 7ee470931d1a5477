"""`autograder grade`: a class, from paths to results on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import AllowUnsandboxed, Argument, CourseFolder, Jobs, Level, Only, limit
from autograder.course import Course, find_course
from autograder.errors import EXIT_BROKE, EXIT_DONE
from autograder.intake.records import HandIn
from autograder.intake.roster import read_roster, with_roster
from autograder.intake.students import find_hand_ins
from autograder.system.one_run import only_run_in


@dataclass(frozen=True)
class Options:
    """Grade every student found in the paths: a download from Gradescope, Canvas, Moodle or GitHub Classroom, as a zip
    or a folder; one folder or zip per student; or single files.

    Exit codes: 0 graded; 2 wrong usage or course; 3 the grader itself broke somewhere, see the table.
    """

    paths: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="+", metavar="PATH", help="a class, a student's folder or zip, or a file"),
    ]
    out: Annotated[Path, Argument(required=True, metavar="DIR", help="the folder to write the results to")]
    roster: Annotated[
        Path | None,
        Argument(metavar="FILE", help="a CSV file of all students; those who handed in nothing get a row, too"),
    ]
    jobs: Jobs
    only: Only
    course: CourseFolder
    call_limit: Annotated[float, limit(5.0, "processor seconds for one call, eightfold in checks with long runs")]
    check_limit: Annotated[float, limit(20.0, "processor seconds for all calls of one check, likewise")]
    submission_limit: Annotated[float, limit(60.0, "processor seconds for all calls of one submission")]
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    fresh: Annotated[bool, Argument(help="grade everything again, also what did not change since the last run")]


def run(options: Options) -> int:
    """Grade a class.

    Raises:
        UserError: a path, the course or the protection cannot be used, or the results cannot be written.
    """
    from autograder.commands.class_run import ClassRun, show_class
    from autograder.grading.budget import Limits
    from autograder.grading.fingerprint import Fingerprints
    from autograder.grading.kept import KeptResults
    from autograder.grading.protection import ProtectionRequest, open_grader
    from autograder.reports.files import ResultsFolder
    from autograder.reports.terminal import say, wide_console
    from autograder.system.cores import cores

    console = wide_console()
    announce = partial(say, console)
    course = find_course(options.course, with_solutions=True, only=options.only)
    hand_ins = _hand_ins(options, course, announce)
    limits = Limits(options.call_limit, options.check_limit, options.submission_limit)
    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    with only_run_in(options.out):
        folder = ResultsFolder(options.out, [hand_in.student for hand_in in hand_ins])
        hidden = [course.folder / "solutions"]
        with open_grader(course, limits, hidden, request=request, announce=announce) as opened:
            fingerprints = Fingerprints(course, limits, opened.recipe.level)
            earlier = KeptResults(options.out / "state", fingerprints, fresh=options.fresh)
            students = ClassRun(course, hand_ins, folder, earlier, opened, console).graded(options.jobs or cores())
        folder.write_grades(students, course.names)
        show_class(console, students, course, folder)
    return EXIT_BROKE if any(result.broke for student in students for result in student.assignments) else EXIT_DONE


def _hand_ins(options: Options, course: Course, announce: Callable[[str], None]) -> list[HandIn]:
    """Everybody's hand-in, and everybody else on the roster without one."""

    def note(text: str) -> None:
        announce(f"note: {text}")

    roster = read_roster(options.roster) if options.roster else None
    hand_ins = find_hand_ins(options.paths, course.names, note, without=options.out)
    return hand_ins if roster is None else with_roster(hand_ins, roster, course.names, note)
