"""The report of a class, `report.html`: what an instructor wants to see of a term, on one page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from autograder.record.diff import Difference
from autograder.record.whole import StudentRecord
from autograder.reports.check_figures import NOT_JUDGED, AssignmentFigures, CaughtAlone, assignment_figures
from autograder.reports.mistakes import Cluster, Mistake, clusters, misconceptions
from autograder.reports.needing_help import Need, needs
from autograder.reports.pages import page
from autograder.reports.statistics import FEWEST
from autograder.results import AssignmentResult

_SLOWEST: Final = 10
_MOST_CLUSTERS: Final = 40  # that are on the page
_SHOWN_CLUSTERS: Final = 8  # the others are folded away
_MOST_MOVED: Final = 200
_SHOWN_NEEDS: Final = 20  # the others are folded away
_LIMIT: Final = re.compile(r"used more than [\d.]+ s of processor time|did not return within")


class Coming(NamedTuple):
    """How the work for an assignment came in."""

    name: str
    handed_in: int
    late: int
    missing: int
    broke: int  # the grader's own faults


class Slow(NamedTuple):
    """A hand-in that took long."""

    key: str
    assignment: str
    seconds: float  # of processor time
    clock: float


@dataclass(frozen=True)
class ClassReport:
    """All that the page shows."""

    students: Sequence[StudentRecord]
    coming: tuple[Coming, ...]
    needs: tuple[Need, ...]
    assignments: tuple[AssignmentFigures, ...]
    mistakes: tuple[Mistake, ...]
    clusters: tuple[Cluster, ...]
    slowest: tuple[Slow, ...]
    limits: Mapping[str, int]  # how many students hit a limit of time, by assignment
    run: int  # 0 where no run was recorded
    change: Difference | None = None  # against what is published, where this is not


def class_report(
    students: Sequence[StudentRecord],
    blanks: Mapping[str, AssignmentResult],
    run: int = 0,
    change: Difference | None = None,
    alone: Mapping[str, CaughtAlone] = MappingProxyType({}),
) -> ClassReport:
    """The report of a class.

    Args:
        students: all that is known of everybody.
        blanks: what each assignment looks like without work, in the order of the course.
        run: the number of the run whose results these are.
        change: what differs from the published run, where this one is not published.
        alone: of each assignment, the wrong submissions of the course that a check alone catches.
    """
    return ClassReport(
        students,
        tuple(_coming(students, name) for name in blanks),
        tuple(needs(students)),
        tuple(assignment_figures(students, blank, alone.get(name, NOT_JUDGED)) for name, blank in blanks.items()),
        tuple(misconceptions(students)),
        tuple(clusters(students)),
        tuple(_slowest(students)),
        {name: count for name in blanks if (count := _hit_a_limit(students, name))},
        run,
        change,
    )


def class_page(report: ClassReport, called: Mapping[str, str] | None = None) -> str:
    """The page.

    Args:
        report: what it shows.
        called: what students are called instead of their names, by key; None to name them.
    """
    names = _names(report.students) if called is None else called
    return page(
        "class.html",
        report=report,
        names=names,
        anonymous=called is not None,
        rows=sorted(report.students, key=lambda student: (len(names[student.key]), names[student.key]))
        if called is not None
        else report.students,
        clusters=report.clusters[:_MOST_CLUSTERS],
        shown_needs=_SHOWN_NEEDS,
        shown_clusters=_SHOWN_CLUSTERS,
        fewest=FEWEST,
        scatter_points=[_scatter(figures) for figures in report.assignments],
        moved=() if report.change is None else report.change.marks[:_MOST_MOVED],
        moved_names={student.result.student: names[student.key] for student in report.students},
    )


def _names(students: Iterable[StudentRecord]) -> dict[str, str]:
    return {student.key: student.result.student for student in students}


def report_document(report: ClassReport, called: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The figures for programs; the arguments are those of `class_page`."""
    names = _names(report.students) if called is None else called

    def named(keys: Iterable[str]) -> list[str]:
        return [names[key] for key in keys]

    return {
        "run": report.run,
        "handed_in": [one._asdict() for one in report.coming],
        "needs_help": [{"student": names[need.student.key], "reasons": list(need.reasons)} for need in report.needs],
        "assignments": {
            figures.name: {
                "maximum": figures.maximum,
                "marks": figures.marks._asdict(),
                "histogram": list(figures.histogram),
                "checks": [
                    {
                        "id": check.id,
                        "part": check.part,
                        "marks": check.marks,
                        "failed": check.failed,
                        "not_tried": check.not_tried,
                        "pass_rate": check.figures.rate,
                        **check.figures._asdict(),
                        "alone_catches": check.alone,
                        "advice": check.advice,
                    }
                    for check in figures.checks
                ],
            }
            for figures in report.assignments
        },
        "mistakes": [
            {"assignment": one.assignment, "text": one.text, "parts": list(one.parts), "students": named(one.students)}
            for one in report.mistakes
        ],
        "same_answers": [
            {
                "assignment": one.assignment,
                "parts": list(one.parts),
                "message": one.message,
                "call": list(one.call),
                "students": named(one.students),
                "explained": one.explained,
            }
            for one in report.clusters
        ],
        "limits_hit": dict(report.limits),
    }


def _coming(students: Iterable[StudentRecord], name: str) -> Coming:
    results = [result for student in students for result in student.result.assignments if result.assignment == name]
    handed = [result for result in results if result.handed_in]
    late = sum(bool(result.late_seconds) for result in handed)
    return Coming(name, len(handed), late, len(results) - len(handed), sum(result.broke for result in results))


def _slowest(students: Iterable[StudentRecord]) -> Iterator[Slow]:
    timed = [
        Slow(student.key, name, work.attempt.timing.student_cpu_seconds, work.attempt.timing.seconds)
        for student in students
        for name, work in student.work.items()
        if work.attempt and work.attempt.timing
    ]
    return iter(sorted(timed, key=lambda slow: (-slow.seconds, -slow.clock, slow.key, slow.assignment))[:_SLOWEST])


def _hit_a_limit(students: Iterable[StudentRecord], name: str) -> int:
    results = (result for student in students for result in student.result.assignments if result.assignment == name)
    return sum(any(_LIMIT.search(check.message) for check in result.checks) for result in results)


class _Point(NamedTuple):
    """A check in the picture of difficulty and discrimination."""

    number: int
    x: float
    y: float
    title: str
    flagged: bool


def _scatter(figures: AssignmentFigures) -> list[_Point]:
    """The checks that have both figures; x is the share that passes, y the discrimination."""
    return [
        _Point(check.number, check.figures.rate, check.figures.discrimination, check.promise, bool(check.advice))
        for check in figures.checks
        if check.figures.rate is not None and check.figures.discrimination is not None
    ]
