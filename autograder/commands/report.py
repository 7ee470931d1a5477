"""`autograder report`: the pages of a class and of every student, made anew from the record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import (
    AllowUnsandboxed,
    Argument,
    AsJson,
    CourseFolder,
    DecisionsFile,
    FeedbackLevel,
    HandoutUrl,
    Jobs,
    Level,
    Wait,
)
from autograder.commands.conclusion import student_pages
from autograder.commands.grade import decisions_path
from autograder.commands.reporting import change_since_published, page_options
from autograder.commands.speaking import Speaker
from autograder.course import Course, find_course
from autograder.errors import EXIT_DONE, UserError
from autograder.record.attributing import Attributed
from autograder.record.decisions import read_decisions
from autograder.record.opening import Record, open_record
from autograder.record.runs import RUNS, finished_runs, published_run
from autograder.record.whole import StudentRecord, whole_class
from autograder.reports.class_page import class_page, class_report, report_document
from autograder.reports.files import REPORT
from autograder.system.cores import cores

_ANONYMOUS = "report-anonymous.html"


@dataclass(frozen=True)
class Options:
    """Make the report of a class, and those of its students, from what the record knows: nothing is graded. Where the
    newest run is not published, only the report of the class is made, beside that run, with what would change.

    Exit codes: 0 made; 2 there is nothing to report, or the decisions cannot hold; 5 another run holds the record.
    """

    record: Annotated[
        Path,
        Argument(positional=True, nargs="?", default=Path("results"), metavar="RECORD", help="default: results"),
    ]
    anonymous: Annotated[bool, Argument(help=f"call students by their numbers, not by names, in {_ANONYMOUS}")]
    pictures: Annotated[
        bool,
        Argument(
            help="first draw the course's pictures from functions in which something is wrong, for students' reports; "
            "takes some seconds per hand-in, which are run in the sandbox"
        ),
    ]
    jobs: Jobs
    protection: Level
    allow_unsandboxed: AllowUnsandboxed
    feedback: FeedbackLevel
    handout_url: HandoutUrl
    course: CourseFolder
    decisions: DecisionsFile
    wait: Wait
    json: AsJson


def run(options: Options) -> int:
    """Write the pages.

    Raises:
        UserError: there is no run, or a decision cannot hold; or pictures cannot be drawn here, or would be on no page.
    """
    folder, speaker = options.record, Speaker(for_programs=options.json)
    course = find_course(options.course, with_solutions=True)
    finished = finished_runs(folder)
    if not finished:
        raise UserError(f"{folder} has no run to report: grade first")
    newest = finished[-1]
    with open_record(folder, speaker, wait=options.wait) as record:
        record.keep_people()
        blanks = record.blanks(course.names)
        decisions = read_decisions(decisions_path(options.decisions, course), course.names)
        students = whole_class(record.people, record.archive, Attributed(decisions, record.people), blanks)
        published = published_run(folder) == newest
        if options.pictures:
            if options.anonymous or not published:
                raise UserError(
                    "--pictures are for the reports of students: publish the run, and leave --anonymous out"
                )
            _draw(options, record, course, students, speaker)
        change = None if published else change_since_published(folder, students, blanks)
        pages = page_options(course, options.feedback, options.handout_url)
        report = class_report(students, blanks, newest, change, pages.alone)
        place = "" if published else f"{RUNS}/{newest}/"
        name = f"{place}{_ANONYMOUS if options.anonymous else REPORT}"
        called = record.called if options.anonymous else None
        personal = student_pages(record, students, pages) if published and not options.anonymous else ()
        record.write_views(chain([(name, class_page(report, called))], personal))
    speaker(f"the report of the class: {(folder / name).resolve().as_uri()}")
    if options.json:
        print(json.dumps(report_document(report, called), indent=1))
    return EXIT_DONE


def _draw(
    options: Options, record: Record, course: Course, students: Sequence[StudentRecord], speaker: Speaker
) -> None:
    from autograder.commands.drawing import draw_pictures  # torch and matplotlib, which reports do without
    from autograder.grading.choosing import ProtectionRequest

    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    draw_pictures(record, course, students, request, options.jobs or cores(), speaker)
