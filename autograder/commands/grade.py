"""`autograder grade`: a class, from paths to the record of the course."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from autograder.commands.arguments import (
    AllowUnsandboxed,
    Argument,
    AsJson,
    CourseFolder,
    DecisionsFile,
    Jobs,
    Level,
    Only,
    Wait,
    limit,
)
from autograder.course import Course, find_course
from autograder.errors import EXIT_BROKE, EXIT_DONE, UserError
from autograder.intake.records import HandIn
from autograder.intake.roster import read_roster, with_roster
from autograder.intake.students import find_hand_ins

if TYPE_CHECKING:  # what takes long to import is imported when it is needed
    from autograder.commands.class_run import ClassRun
    from autograder.commands.speaking import Speaker
    from autograder.grading.budget import Limits
    from autograder.grading.protection import OpenGrader
    from autograder.record.attributing import Attributed
    from autograder.record.decisions import Decisions
    from autograder.record.kept import KeptResults
    from autograder.record.opening import Record
    from autograder.record.runs import Run
    from autograder.record.whole import StudentRecord

    Opener = Callable[[Course, Limits, Callable[[str], None]], AbstractContextManager[OpenGrader]]


@dataclass(frozen=True)
class Options:
    """Grade every student found in the paths: a download from Gradescope, Canvas, Moodle or GitHub Classroom, as a zip
    or a folder; one folder or zip per student; or single files. What was graded before into the same folder stays.

    Exit codes: 0 graded; 2 wrong usage, course or decisions; 3 the grader itself broke somewhere, see the table; 5
    another run is writing to the folder.
    """

    paths: Annotated[
        tuple[Path, ...],
        Argument(positional=True, nargs="+", metavar="PATH", help="a class, a student's folder or zip, or a file"),
    ]
    out: Annotated[Path, Argument(required=True, metavar="DIR", help="the folder with the record of the course")]
    roster: Annotated[
        Path | None,
        Argument(metavar="FILE", help="a CSV file of all students; those who handed in nothing get a row, too"),
    ]
    jobs: Jobs
    only: Only
    course: CourseFolder
    decisions: DecisionsFile
    call_limit: Annotated[float, limit(5.0, "processor seconds for one call, eightfold in checks with long runs")]
    check_limit: Annotated[float, limit(20.0, "processor seconds for all calls of one check, likewise")]
    submission_limit: Annotated[float, limit(60.0, "processor seconds for all calls of one submission")]
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    fresh: Annotated[bool, Argument(help="grade everything again, also what did not change since the last run")]
    dry_run: Annotated[bool, Argument(help="publish nothing: `autograder diff` shows what would change")]
    replace: Annotated[bool, Argument(help="forget everybody who was graded into the folder before")]
    take_edits: Annotated[bool, Argument(help="write what was changed in grades.csv by hand into decisions.toml")]
    discard_edits: Annotated[bool, Argument(help="overwrite what was changed in grades.csv by hand")]
    wait: Wait
    json: AsJson


def run(options: Options) -> int:
    """Grade a class.

    Raises:
        UserError: a path, the course, a decision or the protection cannot be used, or the record cannot be written.
    """
    return grade(options, partial(_open_grader, options))


@contextmanager
def _open_grader(
    options: Options, course: Course, limits: Limits, announce: Callable[[str], None]
) -> Iterator[OpenGrader]:
    from autograder.grading.protection import ProtectionRequest, open_grader

    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    hidden = [course.folder / "solutions"]
    with open_grader(course, limits, hidden, request=request, announce=announce) as opened:
        yield opened


def grade(options: Options, opener: Opener) -> int:
    """Grade a class with a grader from elsewhere.

    Args:
        options: as given.
        opener: opens a grader, if one is needed.

    Raises:
        UserError: see `run`.
    """
    from autograder.commands.speaking import Speaker
    from autograder.record.decisions import read_decisions
    from autograder.record.opening import open_record

    speaker = Speaker(for_programs=options.json)
    whole_course = find_course(options.course, with_solutions=True)
    hand_ins = _hand_ins(options, whole_course.only(options.only or whole_course.names), speaker.note)
    path = decisions_path(options.decisions, whole_course)
    decisions = read_decisions(path, whole_course.names)
    with open_record(options.out, speaker, wait=options.wait) as record:
        if _taken_edits(options, path):
            decisions = read_decisions(path, whole_course.names)
        return _run_in(record, options, whole_course, hand_ins, decisions, speaker, opener)


def decisions_path(given: Path | None, course: Course) -> Path:
    """The file of the decisions: the one that was named, or the course's own.

    Raises:
        UserError: the one that was named does not exist.
    """
    from autograder.record.decisions import DECISIONS

    if given is not None and not given.exists():
        raise UserError(f"{given} does not exist")
    return given or course.folder / DECISIONS


def _taken_edits(options: Options, decisions: Path) -> bool:
    """Whether changes of grades.csv by hand were written into the decisions.

    Raises:
        UserError: there are changes, and nobody said what to do with them; or no override can say them.
    """
    from autograder.record.appending import append_overrides
    from autograder.record.edits import edits_of, overrides_for, refuse_edits

    edits = [] if options.dry_run or options.discard_edits else edits_of(options.out)
    if not edits:
        return False
    overrides = overrides_for(options.out, edits)
    if not options.take_edits or not all(overrides.values()):
        raise refuse_edits(options.out, overrides, decisions)
    append_overrides(decisions, [one.lines("changed by hand in grades.csv") for one in overrides.values() if one])
    return True


def _run_in(
    record: Record,
    options: Options,
    whole_course: Course,
    hand_ins: list[HandIn],
    decisions: Decisions,
    speaker: Speaker,
    opener: Opener,
) -> int:
    """The run itself, in a record that is ours."""
    from autograder.commands.class_run import note_absences, show_class
    from autograder.commands.conclusion import published_files, run_files
    from autograder.record.attributing import Attributed
    from autograder.record.opening import start_over
    from autograder.record.runs import RunLog, next_run, now
    from autograder.record.whole import notes_of, whole_class
    from autograder.reports.files import BROKEN, GRADES, results_path
    from autograder.reports.terminal import say

    if options.replace:
        record = start_over(record)
    course = whole_course.only(options.only or whole_course.names)
    number, begun = next_run(record.folder), now()
    if options.roster:
        record.people.add_roster(read_roster(options.roster))
    keys = record.people.add(hand_ins, speaker.note)
    for absence in note_absences(hand_ins, keys, course.names):
        record.people.note_absent(*absence)
    attributed = Attributed(decisions, record.people)
    record.keep_people()
    speaker.log_to(RunLog(record.folder, number))
    job = _Job(options, course, record, number, decisions, attributed, speaker, opener)
    class_run, level = job.unchanged(hand_ins, keys) or job.graded(hand_ins, keys)
    blanks = record.blanks(whole_course.names)
    students = whole_class(record.people, record.archive, attributed, blanks)
    for note in notes_of(students):
        speaker.note(note)
    ours = [student for student in students if student.key in set(keys.values())]
    written_down = _written_down(options, course, number, begun, level, decisions, ours, class_run)
    files = run_files(written_down, students, blanks, class_run.timings)
    gone: list[str] = []
    if not options.dry_run:
        if not options.replace:
            _tell_of_dry_runs(record.folder, speaker)
        views, gone = published_files(record, number, students, blanks)
        files |= views
    record.write_views(files, gone)
    results = [student.result for student in ours]
    show_class(speaker.console, results, list(blanks), record.folder / BROKEN)
    if len(students) > len(ours):
        say(speaker.console, f"in the record besides: {len(students) - len(ours)} who are not in this run")
    if options.dry_run:
        advice = f"see `autograder diff {record.folder}`, then `autograder publish {record.folder}`"
        say(speaker.console, f"run {number} is not published: {advice}")
    else:
        say(speaker.console, f"{record.folder / GRADES} and {record.folder / results_path('<student>')}")
    if options.json:
        print(json.dumps(_document(written_down, ours, speaker, published=not options.dry_run), indent=1))
    return EXIT_BROKE if any(result.broke for one in results for result in one.assignments) else EXIT_DONE


@dataclass(frozen=True)
class _Job:
    """What grading needs besides the hand-ins."""

    options: Options
    course: Course
    record: Record
    number: int
    decisions: Decisions
    attributed: Attributed
    speaker: Speaker
    opener: Opener

    def unchanged(self, hand_ins: list[HandIn], keys: dict[str, str]) -> tuple[ClassRun, str] | None:
        """The run where nothing has changed since the last one, None where something has: no suite is even loaded."""
        from autograder.commands.class_run import is_up_to_date
        from autograder.grading.fingerprint import Fingerprints
        from autograder.record.kept import KeptResults, protection_used

        options, state = self.options, self.record.state
        used = protection_used(state)
        if options.fresh or used is None or options.protection not in (None, used.level):
            return None
        if not (used.protection.isolated or options.allow_unsandboxed):
            return None
        fingerprints = Fingerprints(self.course, limits_of(options), used.level)
        if not is_up_to_date(hand_ins, keys, KeptResults(state, fingerprints, fresh=False), self.course.names):
            return None
        class_run = self._class_run(hand_ins, keys, KeptResults(state, fingerprints, fresh=False, run=self.number))
        class_run.grade(lambda tasks: iter(()))
        return class_run, used.level

    def graded(self, hand_ins: list[HandIn], keys: dict[str, str]) -> tuple[ClassRun, str]:
        """The run with everything graded that was not before or has changed."""
        from autograder.grading.fingerprint import Fingerprints
        from autograder.grading.pool import grade_all
        from autograder.record.kept import KeptResults, ProtectionUsed, note_protection
        from autograder.record.receipts import circumstances
        from autograder.system.cores import cores

        options, state, limits = self.options, self.record.state, limits_of(self.options)
        with self.opener(self.course, limits, self.speaker) as opened:
            level = opened.recipe.level
            fingerprints = Fingerprints(self.course, limits, level)
            kept = KeptResults(state, fingerprints, fresh=options.fresh, run=self.number)
            blanks = {name: session.blank for name, session in opened.grader.sessions.items()}
            self.attributed.require_targets(blanks)
            used = ProtectionUsed(level, opened.protection)
            kept.keep_circumstances(circumstances(self.course, limits, used, fingerprints.engine))
            class_run = self._class_run(hand_ins, keys, kept)
            jobs = options.jobs or cores()
            class_run.grade(lambda tasks: grade_all(opened.grader, opened.recipe, tasks, jobs))
            for blank in blanks.values():
                kept.keep_blank(blank)
            note_protection(state, used)
        return class_run, level

    def _class_run(self, hand_ins: list[HandIn], keys: dict[str, str], kept: KeptResults) -> ClassRun:
        from autograder.commands.class_run import ClassRun

        return ClassRun(hand_ins, keys, kept, self.decisions, self.speaker.console, self.speaker)


def limits_of(options: Options) -> Limits:
    """The limits of time that were asked for."""
    from autograder.grading.budget import Limits

    return Limits(options.call_limit, options.check_limit, options.submission_limit)


def _written_down(
    options: Options,
    course: Course,
    number: int,
    begun: str,
    level: str,
    decisions: Decisions,
    ours: list[StudentRecord],
    class_run: ClassRun,
) -> Run:
    from autograder.record.runs import Run, course_state, given_path, now, versions

    results = [result for student in ours for result in student.result.assignments]
    counts = {
        "students": len(ours),
        "handed_in": sum(result.handed_in for result in results),
        "kept": class_run.kept.kept,
        "broke": sum(result.broke for result in results),
    }
    paths = tuple(given_path(path, options.out) for path in options.paths)
    roster = given_path(options.roster, options.out) if options.roster else None
    decided = given_path(decisions.path, options.out) if decisions.path.exists() else None
    state = course_state(course)
    return Run(number, begun, now(), tuple(sys.argv[1:]), paths, roster, decided, versions(), state, level, counts)


def _tell_of_dry_runs(folder: Path, speaker: Speaker) -> None:
    from autograder.record.runs import finished_runs, published_run

    unpublished = [number for number in finished_runs(folder) if number > (published_run(folder) or 0)]
    if unpublished:
        what = ", ".join(map(str, unpublished))
        speaker.note(f"this publishes what was graded in run {what} too, which nobody had published")


def _document(run: Run, students: list[StudentRecord], speaker: Speaker, *, published: bool) -> dict[str, Any]:
    from autograder.results import plain_number

    marks = {
        student.result.student: {
            result.assignment: None if result.undecided else plain_number(result.score)
            for result in student.result.assignments
        }
        for student in students
    }
    notes = [line for line in speaker.lines if line.startswith("note: ")]
    return {
        "run": run.number, "published": published, "protection": run.protection,
        "counts": dict(run.counts), "marks": marks, "notes": notes,
    }  # fmt: skip


def _hand_ins(options: Options, course: Course, note: Callable[[str], None]) -> list[HandIn]:
    """Everybody's hand-in, and everybody else on the roster without one."""
    roster = read_roster(options.roster) if options.roster else None
    hand_ins = find_hand_ins(options.paths, course.names, note, without=options.out, functions=course.functions)
    return hand_ins if roster is None else with_roster(hand_ins, roster, course.names, note)
