"""The pages of a record: what they show besides the results is brought together here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from autograder.course import Assignment, Course
from autograder.judging.caught_alone import read_caught_alone
from autograder.record.attempts import Archive
from autograder.record.diff import Difference, difference
from autograder.record.history import PastAttempt, history
from autograder.record.kept_pictures import KeptPicture, PictureArchive
from autograder.record.own_lines import own_lines
from autograder.record.runs import published_run, run_folder
from autograder.record.snapshot import read_class, recorded_class
from autograder.record.whole import StudentRecord
from autograder.reports.causes import functions_at_fault
from autograder.reports.feedback import Feedback
from autograder.reports.reading import Section, sections_of
from autograder.reports.student_page import Material, student_page
from autograder.results import AssignmentResult, Protection


@dataclass(frozen=True)
class PageOptions:
    """How students' pages are made."""

    handouts: Mapping[str, Sequence[Section]]  # by assignment
    assignments: tuple[Assignment, ...]
    feedback: Feedback = Feedback.COUNTEREXAMPLES
    handout_url: str = ""
    alone: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)  # for the class: see caught_alone

    def pictures(self, state: Path) -> dict[str, PictureArchive]:
        """Those that are kept in the state of a record, by assignment."""
        return {one.name: PictureArchive(state, one) for one in self.assignments}


def page_options(course: Course, feedback: str, handout_url: str | None) -> PageOptions:
    """How pages are made for a course."""
    texts = {one.name: one.handout.read_text("utf-8", "replace") for one in course.assignments if one.handout.is_file()}
    sections = {name: sections_of(text) for name, text in texts.items()}
    alone = {one.name: read_caught_alone(one) for one in course.assignments}
    return PageOptions(sections, course.assignments, Feedback(feedback), (handout_url or "").rstrip("/"), alone)


class Circumstances(NamedTuple):
    """How a student's marks came about."""

    receipts: Mapping[str, Any]  # by assignment
    protection: Protection


def page_of(state: Path, student: StudentRecord, how: Circumstances, options: PageOptions) -> str:
    """A student's page.

    Args:
        state: of the record.
        student: all that is known of them.
        how: the marks came about.
        options: how pages are made.
    """
    archive = Archive(state)
    material = Material(
        partial(_lines, archive, student),
        partial(_attempts, archive, student),
        how.receipts,
        options.handouts,
        options.handout_url,
        how.protection.isolated,
        partial(_pictures, options.pictures(state), student),
    )
    return student_page(student, material, options.feedback)


def change_since_published(
    record: Path, students: Sequence[StudentRecord], blanks: Mapping[str, AssignmentResult]
) -> Difference | None:
    """What publishing these results would change; None where nothing was published yet."""
    published = published_run(record)
    if published is None:
        return None
    return difference(read_class(run_folder(record, published)), recorded_class(students, blanks))


def _lines(archive: Archive, student: StudentRecord, assignment: str, function: str) -> str:
    attempt = student.work[assignment].attempt
    source = archive.source(attempt) if attempt else None
    return own_lines(source, function) if source else ""


def _attempts(archive: Archive, student: StudentRecord, assignment: str) -> list[PastAttempt]:
    work = student.work[assignment]
    if work.attempts < 2:  # there is nothing to compare, and reading takes its time
        return []
    return history(archive.attempts(student.key, assignment), work.attempt)


def _pictures(archives: Mapping[str, PictureArchive], student: StudentRecord, assignment: str) -> Sequence[KeptPicture]:
    work = student.work[assignment]
    if work.attempt is None or assignment not in archives:
        return ()
    return archives[assignment].of(work.attempt, functions_at_fault(work.result)) or ()
