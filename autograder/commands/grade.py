"""`autograder grade`: a class, from paths to results on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from autograder.commands.arguments import AllowUnsandboxed, Argument, CourseFolder, Jobs, Level, Only, limit
from autograder.course import Course, find_course
from autograder.errors import EXIT_BROKE, EXIT_DONE
from autograder.intake.known import KnownPeople, read_groups
from autograder.intake.records import HandIn
from autograder.intake.roster import read_roster
from autograder.intake.students import find_hand_ins
from autograder.system.one_run import only_run_in

if TYPE_CHECKING:  # what takes long to import is imported when it is needed
    from rich.console import Console

    from autograder.grading.budget import Limits
    from autograder.reports.files import ResultsFolder
    from autograder.results import StudentResult


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
    groups: Annotated[
        Path | None,
        Argument(
            metavar="FILE",
            help="a CSV file with the columns group and student (id, login, address or name): a group's hand-in counts "
            "for all its members",
        ),
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
    from autograder.commands.class_run import show_class
    from autograder.reports.files import ResultsFolder
    from autograder.reports.terminal import say, wide_console

    console = wide_console()
    course = find_course(options.course, with_solutions=True, only=options.only, handed_in=options.paths)
    hand_ins = _hand_ins(options, course, partial(say, console))
    with only_run_in(options.out):
        folder = ResultsFolder(options.out, [hand_in.student for hand_in in hand_ins])
        students = _unchanged(options, course, hand_ins, folder, console)
        if students is None:
            students = _graded(options, course, hand_ins, folder, console)
        folder.write_grades(students, course.names)
        show_class(console, students, course, folder)
    return EXIT_BROKE if any(result.broke for student in students for result in student.assignments) else EXIT_DONE


def _limits(options: Options) -> Limits:
    from autograder.grading.budget import Limits

    return Limits(options.call_limit, options.check_limit, options.submission_limit)


def _unchanged(
    options: Options, course: Course, hand_ins: list[HandIn], folder: ResultsFolder, console: Console
) -> list[StudentResult] | None:
    """The students where nothing has changed since the last run, None where something has: no suite is even loaded."""
    from autograder.commands.class_run import ClassRun, blanks_if_up_to_date
    from autograder.grading.fingerprint import Fingerprints
    from autograder.grading.kept import KeptResults, protection_used

    state = options.out / "state"
    used = protection_used(state)
    if options.fresh or used is None or options.protection not in (None, used.level):
        return None
    if not (used.protection.isolated or options.allow_unsandboxed):
        return None
    fingerprints = Fingerprints(course, _limits(options), used.level)
    blanks = blanks_if_up_to_date(course, hand_ins, KeptResults(state, fingerprints, fresh=False))
    if blanks is None:
        return None
    earlier = KeptResults(state, fingerprints, fresh=False)
    return ClassRun(course, hand_ins, folder, earlier, blanks, used.protection, console).graded(lambda tasks: ())


def _graded(
    options: Options, course: Course, hand_ins: list[HandIn], folder: ResultsFolder, console: Console
) -> list[StudentResult]:
    """The students, with everything graded that was not before or has changed."""
    from autograder.commands.class_run import ClassRun
    from autograder.grading.fingerprint import Fingerprints
    from autograder.grading.kept import KeptResults, ProtectionUsed, note_protection
    from autograder.grading.pool import grade_all
    from autograder.grading.protection import ProtectionRequest, open_grader
    from autograder.reports.terminal import say
    from autograder.system.cores import cores

    limits = _limits(options)
    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    hidden = [course.folder / "solutions", *options.paths, options.out]
    with open_grader(course, limits, hidden, request=request, announce=partial(say, console)) as opened:
        fingerprints = Fingerprints(course, limits, opened.recipe.level)
        earlier = KeptResults(options.out / "state", fingerprints, fresh=options.fresh)
        blanks = {name: session.blank for name, session in opened.grader.sessions.items()}
        run = ClassRun(course, hand_ins, folder, earlier, blanks, opened.protection, console)
        jobs = options.jobs or cores()
        students = run.graded(lambda tasks: grade_all(opened.grader, opened.recipe, tasks, jobs))
        for blank in blanks.values():
            earlier.keep_blank(blank)
        note_protection(options.out / "state", ProtectionUsed(opened.recipe.level, opened.protection))
    return students


def _hand_ins(options: Options, course: Course, announce: Callable[[str], None]) -> list[HandIn]:
    """Everybody's hand-in, and everybody else on the roster without one."""

    def note(text: str) -> None:
        announce(f"note: {text}")

    roster = read_roster(options.roster) if options.roster else None
    groups = read_groups(options.groups) if options.groups else {}
    return find_hand_ins(
        options.paths,
        course.names,
        note,
        without=options.out,
        functions=course.functions,
        known=KnownPeople(roster, groups),
    )
