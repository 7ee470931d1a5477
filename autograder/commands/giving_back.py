"""`autograder export --feedback`: students' reports go back through the system in which they handed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.commands.conclusion import circumstances_of
from autograder.commands.export_options import FEEDBACK_ALONE, ExportOptions
from autograder.commands.grade import decisions_path
from autograder.commands.reporting import page_of, page_options
from autograder.commands.speaking import Speaker
from autograder.course import Course, find_course
from autograder.errors import EXIT_DONE, UserError
from autograder.gradebooks.feedback_files import (
    GivenBack,
    Letter,
    Uploaded,
    comments_text,
    for_canvas,
    for_folders,
    for_mail,
    for_moodle,
)
from autograder.gradebooks.gradebook import Gradebook
from autograder.gradebooks.graded import read_graded_class
from autograder.gradebooks.moodle_worksheet import read_moodle
from autograder.intake.canvas_files import canvas_files
from autograder.intake.known import KnownPeople
from autograder.packing.archive import write_zip, zip_path
from autograder.record.attributing import Attributed
from autograder.record.decisions import read_decisions
from autograder.record.opening import Record, open_record
from autograder.record.whole import StudentRecord, whole_class
from autograder.reports.causes import next_thing
from autograder.reports.files import GRADES, class_views
from autograder.results import plain_number
from autograder.system.atomic import make_folder, write_bytes_atomically
from autograder.tables.csv_table import read_csv_table
from autograder.tables.people import Listed, letters


@dataclass(frozen=True)
class _Class:
    """Everybody, and how their pages are made."""

    record: Record
    course: Course
    students: Sequence[StudentRecord]
    page: Callable[[StudentRecord], str]

    def named(self, name: str) -> StudentRecord:
        return next(student for student in self.students if student.result.student == name)


def give_back(options: ExportOptions) -> int:
    """Write the reports as a system takes them.

    Raises:
        UserError: nothing was published, something is not given that the system needs, or a file is not what it should
            be.
    """
    speaker = Speaker(for_programs=options.json)
    if options.out is None:
        raise UserError("--feedback needs --out: a zip for Moodle and Canvas, else a folder")
    graded = read_graded_class(options.results)
    if graded.unpublished:
        numbers = ", ".join(map(str, graded.unpublished))
        raise UserError(f"{options.results}: run {numbers} is not published: publish it first, or grade again")
    course = find_course(options.course, with_solutions=True)
    with open_record(options.results, speaker) as record:
        decisions = read_decisions(decisions_path(options.decisions, course), course.names)
        attributed = Attributed(decisions, record.people)
        blanks = record.blanks(course.names)
        students = whole_class(record.people, record.archive, attributed, blanks)
        if class_views(students, blanks)[GRADES] != (options.results / GRADES).read_text(encoding="utf-8"):
            speaker.note("decisions have changed since the last run: reports say what holds now, grades.csv what held")
        pages = page_options(course, options.feedback_level, options.handout_url)

        def page(student: StudentRecord) -> str:
            return page_of(record.state, student, circumstances_of(record, student), pages)

        everybody = _Class(record, course, students, page)
        worksheet = None
        if options.to == "moodle":
            assignment, worksheet = _only_one(options), _worksheet(options)
            back = for_moodle(
                worksheet,
                graded.students,
                assignment,
                lambda name: page(about(everybody.named(name), assignment)),
                lambda name: _comment(everybody.named(name), assignment),
            )
        elif options.to == "canvas":
            back = _canvas(options, everybody)
        elif options.to in FEEDBACK_ALONE:
            back = _letters(options, everybody)
        else:
            raise UserError(f"--feedback goes to moodle, canvas, folder or mail, not to {options.to}")
    _write(options.out, back, worksheet, speaker, zipped=options.to not in FEEDBACK_ALONE)
    for reason, names in back.left.items():
        speaker(f"{reason}: {'; '.join(names)}")
    if options.json:
        print(json.dumps({"files": sorted(back.files), "comments": len(back.comments), "left": back.left}, indent=1))
    return EXIT_DONE


def about(student: StudentRecord, assignment: str, name: str | None = None) -> StudentRecord:
    """The student with this assignment alone, under another name if one is given."""
    results = tuple(one for one in student.result.assignments if one.assignment == assignment)
    result = replace(student.result, student=name or student.result.student, assignments=results)
    return StudentRecord(student.key, result, {assignment: student.work[assignment]})


def _only_one(options: ExportOptions) -> str:
    if len(options.only) != 1:
        raise UserError(f"--to {options.to} --feedback is for one assignment: say which with --only ASSIGNMENT")
    return str(options.only[0])


def _worksheet(options: ExportOptions) -> Gradebook:
    if options.gradebook is None:
        raise UserError("--to moodle --feedback needs --gradebook: the grading worksheet, which has the numbers")
    return read_moodle(read_csv_table(options.gradebook))


def _comment(student: StudentRecord, assignment: str) -> str:
    result = about(student, assignment).result
    (work,) = result.assignments
    mark = "no mark yet" if work.undecided else f"{plain_number(work.score):g} of {work.maximum}"
    found = next_thing([work])
    following = f" What would earn most: {', '.join(found[1].parts)}." if found else ""
    return f"{mark} in {assignment}.{following} Details are in report.html."


def _canvas(options: ExportOptions, everybody: _Class) -> GivenBack:
    assignment = _only_one(options)
    if options.submissions is None:
        raise UserError("--to canvas --feedback needs --submissions: the zip that was downloaded, for the files' names")
    people = list(everybody.record.people)
    names = everybody.record.people.display_names()

    def whose(one: Uploaded) -> list[str]:
        own = [person.key for person in people if any(k.kind == "canvas" and k.text == one.user for k in person.ids)]
        members = [person.key for person in people if letters(one.name) in map(letters, person.groups)]
        return [names[key] for key in members or own]

    def page(who: Sequence[str], name: str) -> str | None:
        theirs = [about(everybody.named(one), assignment) for one in who]
        if len({(one.result.total, one.result.assignments[0].decisions) for one in theirs}) > 1:
            return None
        return everybody.page(about(theirs[0], assignment, name if len(theirs) > 1 else None))

    roster = [Listed(person.name, tuple(known.text for known in person.ids)) for person in people]
    groups: dict[str, list[str]] = {}
    for person in people:
        for group in person.groups:
            groups.setdefault(group, []).append(person.name)
    files = canvas_files(options.submissions, everybody.course.names, KnownPeople(roster, groups))
    uploads = [Uploaded(*file) for file in files]
    if not uploads:
        raise UserError(f"{options.submissions} is not a download of submissions from Canvas")
    return for_canvas(uploads, whose, page)


def _letters(options: ExportOptions, everybody: _Class) -> GivenBack:
    chosen = everybody.students
    if options.only:
        assignment = _only_one(options)
        chosen = [about(student, assignment) for student in chosen]
    letters = [
        Letter(student.result.student, student.key, student.result.email, everybody.page(student)) for student in chosen
    ]
    if options.to == "folder":
        return for_folders(letters)
    return for_mail(letters, f"Your report: {', '.join(options.only or everybody.course.names)}")


def _write(out: Path, back: GivenBack, worksheet: Gradebook | None, speaker: Speaker, *, zipped: bool) -> None:
    if zipped:
        write_zip(zip_path(str(out)), back.files)
    else:
        for name, content in back.files.items():
            make_folder((out / name).parent)
            write_bytes_atomically(out / name, content)
    speaker(f"wrote {out}: {len(back.files)} file{'' if len(back.files) == 1 else 's'}")
    if worksheet is not None and back.comments:
        filled = out.with_suffix(".csv")
        if filled.exists() and filled.samefile(worksheet.table.path):
            raise UserError(f"{filled} would overwrite the downloaded worksheet: name another --out")
        write_bytes_atomically(filled, comments_text(worksheet, back.comments))
        speaker(f"wrote {filled}: the worksheet with {len(back.comments)} comments")
