"""How a run ends: it is written down, and what it publishes changes together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.commands.reporting import Circumstances, PageOptions, change_since_published, page_of
from autograder.record.attempts import read_circumstances
from autograder.record.json_files import json_text
from autograder.record.kept import protection_used
from autograder.record.opening import Record
from autograder.record.receipts import receipts
from autograder.record.runs import RUN_FILE, RUNS, Run, publication, timings_csv
from autograder.record.whole import StudentRecord
from autograder.reports.class_page import class_page, class_report
from autograder.reports.files import (
    BROKEN,
    REPORT,
    broken_text,
    class_views,
    report_path,
    results_path,
)
from autograder.reports.results_json import results_json
from autograder.results import AssignmentResult, Protection, Timing


def run_files(
    run: Run,
    students: Sequence[StudentRecord],
    blanks: Mapping[str, AssignmentResult],
    timings: Mapping[tuple[str, str], Timing],
) -> dict[str, str]:
    """What is written down of a run, by paths in the record."""
    views = class_views(students, blanks)
    files = {"timings.csv": timings_csv(timings), **views, RUN_FILE: json_text(run)}  # last: then the run is finished
    return {f"{RUNS}/{run.number}/{name}": text for name, text in files.items()}


def published_files(
    record: Record,
    number: int,
    students: Sequence[StudentRecord],
    blanks: Mapping[str, AssignmentResult],
    options: PageOptions,
) -> tuple[Iterator[tuple[str, str]], list[str]]:
    """What everybody may see from now on, by paths in the record and each made when it is asked for; and what goes."""
    broken = broken_text([student.result for student in students])

    def files() -> Iterator[tuple[str, str]]:
        path, published = publication(number)
        yield from class_views(students, blanks).items()
        yield REPORT, class_page(class_report(students, blanks, number, alone=options.alone))
        for student in students:
            how = circumstances_of(record, student)
            yield results_path(student.key), results_json(student.result, how.protection, receipts=how.receipts)
            yield report_path(student.key), page_of(record.state, student, how, options)
        yield path, json_text(published)
        if broken:
            yield BROKEN, broken

    return files(), [BROKEN] * (not broken) + _left(record.folder, students)


def unpublished_report(
    record: Record,
    number: int,
    students: Sequence[StudentRecord],
    blanks: Mapping[str, AssignmentResult],
    options: PageOptions,
) -> dict[str, str]:
    """The report of a run that publishes nothing, by its path, with what publishing it would change."""
    change = change_since_published(record.folder, students, blanks)
    return {f"{RUNS}/{number}/{REPORT}": class_page(class_report(students, blanks, number, change, options.alone))}


def student_pages(record: Record, students: Sequence[StudentRecord], options: PageOptions) -> Iterator[tuple[str, str]]:
    """Everybody's page, with its path in the record, each made when it is asked for."""
    for student in students:
        yield report_path(student.key), page_of(record.state, student, circumstances_of(record, student), options)


def circumstances_of(record: Record, student: StudentRecord) -> Circumstances:
    """How a student's marks came about."""
    return Circumstances(receipts(record.state, student), _protection(record, student))


def _left(folder: Path, students: Sequence[StudentRecord]) -> list[str]:
    """The files of those who are not in the record any more, after it started over."""
    keys = {student.key for student in students}
    paths = (path for place in (results_path("*"), report_path("*")) for path in folder.glob(place))
    return sorted(path.relative_to(folder).as_posix() for path in paths if path.parent.name not in keys)


def _protection(record: Record, student: StudentRecord) -> Protection:
    """How the student's code was kept apart, in all that counts."""
    used: list[Protection] = []
    for work in student.work.values():
        graded_with = read_circumstances(record.state, work.attempt.circumstances) if work.attempt else {}
        protection: Any = graded_with.get("protection", {})
        if protection:
            used.append(Protection(protection["sentence"], protection["isolated"]))
    if not used:
        last = protection_used(record.state)
        return last.protection if last else Protection("not known", isolated=False)
    sentences = dict.fromkeys(one.sentence for one in used)
    return Protection("; ".join(sentences), all(one.isolated for one in used))
