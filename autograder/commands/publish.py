"""`autograder publish`: what the newest run graded becomes what everybody may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from autograder.commands.arguments import (
    Argument,
    CourseFolder,
    DecisionsFile,
    FeedbackLevel,
    HandoutUrl,
    RecordFolder,
    Wait,
)
from autograder.commands.conclusion import published_files
from autograder.commands.grade import decisions_path
from autograder.commands.reporting import page_options
from autograder.commands.speaking import Speaker
from autograder.course import find_course
from autograder.errors import EXIT_DONE, UserError
from autograder.record.attributing import Attributed
from autograder.record.decisions import read_decisions
from autograder.record.edits import edits_of, overrides_for, refuse_edits
from autograder.record.opening import open_record
from autograder.record.runs import finished_runs, published_run, run_folder
from autograder.record.whole import whole_class
from autograder.reports.files import GRADES, class_views


@dataclass(frozen=True)
class Options:
    """Publish the newest run of a record: grades.csv, parts.csv, class.json and every student's results.json become
    what it graded, and `autograder export` takes its marks.

    Exit codes: 0 published; 2 nothing to publish, or the record or the decisions have changed since the run; 5 another
    run is writing to the record.
    """

    record: RecordFolder
    course: CourseFolder
    decisions: DecisionsFile
    discard_edits: Annotated[bool, Argument(help="overwrite what was changed in grades.csv by hand")]
    feedback: FeedbackLevel
    handout_url: HandoutUrl
    wait: Wait


def run(options: Options) -> int:
    """Publish the newest run.

    Raises:
        UserError: there is no run, or what it graded is not what the record knows now.
    """
    speaker = Speaker(for_programs=False)
    course = find_course(options.course, with_solutions=True)
    path = decisions_path(options.decisions, course)
    folder = options.record
    finished = finished_runs(folder)
    if not finished:
        raise UserError(f"{folder} has no run to publish: grade first")
    with open_record(folder, speaker, wait=options.wait) as record:
        if not options.discard_edits and (edits := edits_of(folder)):
            raise refuse_edits(folder, overrides_for(folder, edits), path)
        newest = finished_runs(folder)[-1]
        blanks = record.blanks(course.names)
        attributed = Attributed(read_decisions(path, course.names), record.people)
        students = whole_class(record.people, record.archive, attributed, blanks)
        if class_views(students, blanks)[GRADES] != (run_folder(folder, newest) / GRADES).read_text(encoding="utf-8"):
            raise UserError(
                f"{folder} or {path} has changed since run {newest}: grade again with --dry-run, and look at the diff"
            )
        if published_run(folder) == newest:
            speaker(f"run {newest} is published already")
        pages = page_options(course, options.feedback, options.handout_url)
        files, gone = published_files(record, newest, students, blanks, pages)
        record.write_views(files, gone)
    speaker(f"published run {newest}: {folder / GRADES}")
    return EXIT_DONE
