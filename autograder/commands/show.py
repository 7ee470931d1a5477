"""`autograder show`: what a student handed in, and what their own code does where a check fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from autograder.commands.arguments import AllowUnsandboxed, Argument, CourseFolder, DecisionsFile, Level, Only
from autograder.commands.grade import decisions_path
from autograder.commands.speaking import Speaker
from autograder.course import find_course
from autograder.errors import EXIT_DONE, UserError
from autograder.intake.records import Source
from autograder.record.applying import count
from autograder.record.attempts import Archive, newest_last
from autograder.record.attributing import Attributed
from autograder.record.decisions import read_decisions
from autograder.record.opening import settle
from autograder.record.people import read_people
from autograder.reports.feedback import part_text
from autograder.results import AssignmentResult, CheckResult, Outcome, plain_number
from autograder.text import visible


@dataclass(frozen=True)
class Options:
    """Show what a student handed in and what was decided about it, and run the call of every failed check in the
    sandbox, with its prints and its traceback: for whoever answers a student's complaint.

    Exit codes: 0 shown; 2 there is no such student or part, or nothing was handed in.
    """

    student: Annotated[str, Argument(positional=True, metavar="STUDENT", help="an id, login, address or name")]
    part: Annotated[str | None, Argument(positional=True, nargs="?", metavar="PART", help="only this one")]
    record: Annotated[Path, Argument(default=Path("results"), metavar="DIR", help="the record (default: results)")]
    only: Only
    course: CourseFolder
    decisions: DecisionsFile
    protection: Level
    allow_unsandboxed: AllowUnsandboxed


def run(options: Options) -> int:
    """Show a student's work.

    Raises:
        UserError: there is no such student or part, nothing was handed in, or a decision cannot hold.
    """
    from autograder.grading.choosing import ProtectionRequest, choose_protection

    settle(options.record)
    course = find_course(options.course, with_solutions=True)
    people = read_people(options.record / "state" / "people.json")
    keys = people.find(options.student)
    if len(keys) != 1:
        what = "several students have" if keys else "nobody has"
        raise UserError(f"{options.record}: {what} the id, login, address or name {options.student!r}")
    speaker = Speaker(for_programs=False)
    decided = Attributed(read_decisions(decisions_path(options.decisions, course), course.names), people)
    archive = Archive(options.record / "state")
    works = list(_works(archive, decided, keys.pop(), options.only or course.names, speaker))
    if options.part:
        works = [work for work in works if any(part.name == options.part for part in work[1].parts)]
    if not works:
        what = f"no work with a part {options.part!r}" if options.part else "no work that is kept"
        raise UserError(f"{options.record} has {what} of {options.student}")
    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    with choose_protection(request, [course.folder / "solutions"]).zygote as zygote:
        for source, result in works:
            for line in _lines(source, result, options.part, partial(_tried, source, zygote.spawn)):
                speaker(line)
    return EXIT_DONE


def _works(
    archive: Archive, decided: Attributed, key: str, names: tuple[str, ...], tell: Speaker
) -> Iterator[tuple[Source, AssignmentResult]]:
    """The newest attempt at each assignment, as it counts if it does; what cannot be shown of it is told."""
    blanks = archive.blanks()
    for name in names:
        attempts = newest_last(archive.attempts(key, name))
        for attempt in attempts[-1:]:
            source = archive.source(attempt)
            at = f", handed in {attempt.handed.at.isoformat(' ', 'seconds')}" if attempt.handed.at else ""
            if len(attempts) > 1 or at:
                tell(f"{name}: attempt {len(attempts)} of {len(attempts)}{at}")
            counted = count(attempts, decided.of(key, name), blanks[name], "") if name in blanks else None
            if counted and counted.attempt is not attempt:
                marks = f"{plain_number(counted.result.score)} of {counted.result.maximum}"
                tell.note(f"{name}: another attempt counts, with {marks}: {'; '.join(counted.result.decisions)}")
            if source is None:
                tell.note(f"{name}: the text is not kept, as an older version graded it: grade it again")
            elif attempt.result is None:
                tell.note(f"{name}: the grader broke in it, so that there is no call to run: grade it again")
                yield source, AssignmentResult(name, ())
            else:
                yield source, counted.result if counted and counted.attempt is attempt else attempt.result


def _tried(source: Source, spawn: Callable[..., object], code: str) -> str:
    from autograder.grading.budget import Limits
    from autograder.grading.pool import modules_to_warm
    from autograder.grading.trying import what_happens

    return what_happens(source, partial(spawn, modules_to_warm(source)), Limits(), code)  # type: ignore[arg-type]


def _lines(source: Source, result: AssignmentResult, only: str | None, tried: Callable[[str], str]) -> Iterator[str]:
    yield f"=== {source.file_name}"
    for label, code in source.cells:
        if len(source.cells) > 1:
            yield f"--- {label}"
        yield code.rstrip()
    for decision in result.decisions:
        yield f"\ndecided: {decision}"
    for part in result.parts:
        if only in (None, part.name):
            yield f"\n=== {part.name}: {plain_number(part.score)} of {part.maximum}"
            yield part_text(part)
            shown: set[str] = set()
            for check in part.checks:
                yield from _ran(check, tried, shown)


def _ran(check: CheckResult, tried: Callable[[str], str], shown: set[str]) -> Iterator[str]:
    code = "\n".join(check.counterexample)
    if check.outcome is Outcome.FAILED and code and code not in shown:
        shown.add(code)
        yield f"\n--- {check.id}: run in the sandbox"
        yield code
        yield visible(tried(code), keep="\n\t").rstrip() or "(prints nothing)"
