"""A run of `autograder grade`, in a record that is ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from autograder.commands.class_grading import ClassGrading, Opener
from autograder.commands.class_run import ClassRun, note_absences, show_class
from autograder.commands.conclusion import published_files, run_files, unpublished_report
from autograder.commands.grade_options import GradeOptions
from autograder.commands.reporting import page_options
from autograder.commands.speaking import Speaker
from autograder.course import Course
from autograder.errors import EXIT_BROKE, EXIT_DONE
from autograder.intake.records import Absent, HandIn
from autograder.record.attributing import Attributed
from autograder.record.decisions import Decisions
from autograder.record.opening import Record, forget
from autograder.record.people import People
from autograder.record.runs import (
    LOG,
    CourseState,
    Run,
    RunLog,
    course_state,
    finished_runs,
    given_path,
    next_run,
    now,
    published_run,
    run_folder,
    versions,
)
from autograder.record.whole import StudentRecord, notes_of, whole_class
from autograder.reports.files import BROKEN, GRADES, REPORT, results_path
from autograder.reports.terminal import say
from autograder.results import plain_number
from autograder.tables.people import Listed


@dataclass(frozen=True)
class Given:
    """What a run was given, besides its options."""

    course: Course  # the whole of it
    hand_ins: Sequence[HandIn]
    roster: Sequence[Listed]
    decisions: Decisions


def run_in(record: Record, options: GradeOptions, given: Given, speaker: Speaker, opener: Opener) -> int:
    """Grade, write the run down, and publish it unless it is dry; returns the exit code.

    Raises:
        UserError: a decision cannot hold, or something cannot be written.
    """
    course = given.course.only(options.only or given.course.names)
    number, begun = next_run(record.folder), now()
    if options.replace:
        record = replace(record, people=People())
    record.people.add_roster(given.roster, speaker.note)
    keys = record.people.add(given.hand_ins, speaker.note)
    for absence in note_absences(given.hand_ins, keys, course.names):
        record.people.note_absent(*absence)
    attributed = Attributed(given.decisions, record.people)
    if options.replace:
        forget(record.state)
    record.keep_people()
    speaker.log_to(RunLog(record.folder, number))
    grading = ClassGrading(options, course, record, number, given.decisions, attributed, speaker, opener)
    class_run, level = grading.unchanged(given.hand_ins, keys) or grading.graded(given.hand_ins, keys)
    blanks = record.blanks(given.course.names)
    students = whole_class(record.people, class_run.kept, attributed, blanks)
    unread = _unread(given.hand_ins, keys, course.names, students)
    for note in (*notes_of(students), *_notes_on_rules(given.decisions), *unread):
        speaker.note(note)
    ours = [student for student in students if student.key in set(keys.values())]
    run = _written_down(options, given, course_state(course), number, begun, level, _counts(ours, class_run))
    files = run_files(run, students, blanks, class_run.timings)
    pages = page_options(given.course, options.feedback, options.handout_url)
    if not options.dry_run:
        if not options.replace:
            _tell_of_dry_runs(record, speaker)
        views, gone = published_files(record, number, students, blanks, pages)
        record.write_views(chain(files.items(), views), gone)
    else:
        record.write_views(chain(files.items(), unpublished_report(record, number, students, blanks, pages).items()))
    if options.anonymous:
        called = record.called
        ours = [replace(one, result=replace(one.result, student=called[one.key], id="", email="")) for one in ours]
        ours.sort(key=lambda one: (len(one.result.student), one.result.student))
    show_class(speaker.console, [student.result for student in ours], list(blanks), record.folder / BROKEN)
    _say_where(record, run, speaker, others=len(students) - len(ours), dry=options.dry_run)
    if options.json:
        print(json.dumps(_document(run, ours, speaker, published=not options.dry_run), indent=1))
    broke = any(result.broke for student in ours for result in student.result.assignments)
    return EXIT_BROKE if broke else EXIT_DONE


def _notes_on_rules(decisions: Decisions) -> Iterator[str]:
    for name, rules in decisions.rules.items():
        if rules.late and not rules.due:
            yield f"{name} has a rule for late work and no due date: only what a platform calls late is late"


def _unread(
    hand_ins: Sequence[HandIn], keys: Mapping[str, str], names: Sequence[str], students: Sequence[StudentRecord]
) -> Iterator[str]:
    """Whose hand-in of this run cannot be graded, so that an earlier one counts."""
    work = {student.key: student.work for student in students}
    for hand_in in hand_ins:
        for name, one in zip(names, hand_in.work, strict=True):
            counted = work[keys[hand_in.student]].get(name)
            if isinstance(one, Absent) and one.reason != f"{name} was not handed in" and counted and counted.attempt:
                yield f"{hand_in.student}, {name}: {one.reason}; what was handed in earlier counts"


def _say_where(record: Record, run: Run, speaker: Speaker, *, others: int, dry: bool) -> None:
    if speaker.to_the_log_alone:
        log = run_folder(record.folder, run.number) / LOG
        say(speaker.console, f"what was said of students by name is in {log}")
    if others:
        say(speaker.console, f"in the record besides: {others} who are not in this run")
    if dry:
        advice = f"see `autograder diff {record.folder}`, then `autograder publish {record.folder}`"
        say(speaker.console, f"run {run.number} is not published: {advice}")
        report = run_folder(record.folder, run.number) / REPORT
    else:
        say(speaker.console, f"{record.folder / GRADES} and {record.folder / results_path('<student>')}")
        report = record.folder / REPORT
    say(speaker.console, f"the report of the class: {report.resolve().as_uri()}")


def _counts(ours: Sequence[StudentRecord], class_run: ClassRun) -> dict[str, int]:
    results = [result for student in ours for result in student.result.assignments]
    return {
        "students": len(ours),
        "handed_in": sum(result.handed_in for result in results),
        "kept": class_run.kept.kept,
        "broke": sum(result.broke for result in results),
    }


def _written_down(
    options: GradeOptions,
    given: Given,
    course: CourseState,
    number: int,
    begun: str,
    level: str,
    counts: dict[str, int],
) -> Run:
    path = given.decisions.path
    return Run(
        number,
        begun,
        now(),
        tuple(sys.argv[1:]),
        tuple(given_path(path, options.out) for path in options.paths),
        given_path(options.roster, options.out) if options.roster else None,
        given_path(path, options.out) if path.exists() else None,
        versions(),
        course,
        level,
        counts,
    )


def _tell_of_dry_runs(record: Record, speaker: Speaker) -> None:
    published = published_run(record.folder) or 0
    unpublished = [number for number in finished_runs(record.folder) if number > published]
    if unpublished:
        what = ", ".join(map(str, unpublished))
        speaker.note(f"this publishes what was graded in run {what} too, which nobody had published")


def _document(run: Run, students: Sequence[StudentRecord], speaker: Speaker, *, published: bool) -> dict[str, Any]:
    """The run for programs."""
    marks = {
        student.result.student: {
            result.assignment: None if result.undecided else plain_number(result.score)
            for result in student.result.assignments
        }
        for student in students
    }
    return {
        "run": run.number,
        "published": published,
        "protection": run.protection,
        "counts": dict(run.counts),
        "marks": marks,
        "notes": [] if speaker.to_the_log_alone else [line for line in speaker.lines if line.startswith("note: ")],
    }
