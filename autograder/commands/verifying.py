"""Grading hand-ins again, somewhere else or much later, and comparing with the record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from autograder.commands.speaking import Speaker
from autograder.commands.verify_options import VerifyOptions
from autograder.course import Course, find_course
from autograder.errors import EXIT_DONE, EXIT_FAILED, EXIT_NOT_COMPARABLE, UserError
from autograder.grading.budget import Limits
from autograder.grading.choosing import ProtectionRequest
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.protection import OpenGrader, open_grader
from autograder.grading.tasks import Broke, Task
from autograder.intake.records import Source
from autograder.intake.students import find_hand_ins
from autograder.record.attempts import Archive, Attempt, newest_last, read_circumstances
from autograder.record.opening import settle
from autograder.record.people import People, read_people
from autograder.record.verifying import Verdict, Verified, compared, the_attempt, what_differs
from autograder.tables.people import letters

Opener: TypeAlias = Callable[[Course, Limits, Callable[[str], None]], AbstractContextManager[OpenGrader]]
_EXITS = {Verdict.SAME: EXIT_DONE, Verdict.OTHER: EXIT_FAILED, Verdict.NOT_COMPARABLE: EXIT_NOT_COMPARABLE}


class _Candidate:
    """A hand-in and the attempt that it is."""

    def __init__(self, student: str, source: Source, attempt: Attempt, graded_with: Mapping[str, Any]) -> None:
        self.student, self.source, self.attempt, self.graded_with = student, source, attempt, graded_with


@contextmanager
def open_for(
    options: VerifyOptions, course: Course, limits: Limits, announce: Callable[[str], None]
) -> Iterator[OpenGrader]:
    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    with open_grader(course, limits, [course.folder / "solutions"], request=request, announce=announce) as opened:
        yield opened


def verify(options: VerifyOptions, opener: Opener) -> int:
    """Verify marks with a grader from elsewhere.

    Args:
        options: as given.
        opener: opens a grader.

    Raises:
        UserError: there is no record, no such student, or nothing can be graded here.
    """
    speaker = Speaker(for_programs=options.json)
    settle(options.record)
    course = find_course(options.course, with_solutions=True)
    paths = [Path(text) for text in options.given if Path(text).exists()]
    if not paths:
        raise UserError(f"{options.given[0]} does not exist: name the hand-ins, then the students")
    people = read_people(options.record / "state" / "people.json")
    wanted = _wanted(people, [text for text in options.given if not Path(text).exists()])
    verified, candidates = _found(options.record, course, people, wanted, paths, speaker)
    by_limits: dict[Limits, list[_Candidate]] = {}
    for one in candidates:
        limits = msgspec.convert(one.graded_with["limits"], Limits) if one.graded_with else Limits()
        by_limits.setdefault(limits, []).append(one)
    for limits, group in by_limits.items():
        with opener(course, limits, speaker) as opened:
            verified += _graded_again(course, opened, group)
    _show(verified, speaker, as_json=options.json)
    worst = [verdict for verdict in (Verdict.OTHER, Verdict.NOT_COMPARABLE, Verdict.SAME)
             if any(one.verdict is verdict for one in verified)]  # fmt: skip
    return _EXITS[worst[0]] if worst else EXIT_NOT_COMPARABLE


def _wanted(people: People, students: Sequence[str]) -> set[str]:
    keys = set()
    for student in students:
        found = people.find(student)
        if len(found) != 1:
            what = "several students have" if found else "there is no such path, and nobody in the record has"
            raise UserError(f"{student}: {what} this id, login, address or name")
        keys |= found
    return keys


def _found(
    record: Path, course: Course, people: People, wanted: set[str], paths: Sequence[Path], speaker: Speaker
) -> tuple[list[Verified], list[_Candidate]]:
    """The hand-ins in the paths that can be graded again, and what is said about the others."""
    archive = Archive(record / "state")
    names = people.display_names()
    verified, candidates = [], []
    hand_ins = find_hand_ins(paths, course.names, speaker.note, without=record, functions=course.functions)
    groups = people.groups()
    keys = people.add(hand_ins, speaker.note)
    theirs = [
        (key, hand_in) for hand_in in hand_ins for key in groups.get(letters(hand_in.student), {keys[hand_in.student]})
    ]
    for key, hand_in in theirs:
        if wanted and key not in wanted:
            continue
        for source in hand_in.work:
            if not isinstance(source, Source):
                continue
            attempt, why = the_attempt(source, newest_last(archive.attempts(key, source.stem)))
            student = names.get(key, hand_in.student)
            if attempt is None or attempt.result is None:
                said = why or "it has no result: the grader broke"
                verified.append(Verified(student, source.stem, Verdict.NOT_COMPARABLE, (said,)))
            else:
                graded_with = read_circumstances(archive.folder, attempt.circumstances)
                candidates.append(_Candidate(student, source, attempt, graded_with))
    found = {key for key, _ in theirs}
    for key in sorted(wanted - found):
        verified.append(Verified(names[key], "all", Verdict.NOT_COMPARABLE, ("nothing of theirs is in these paths",)))
    return verified, candidates


def _graded_again(course: Course, opened: OpenGrader, group: Sequence[_Candidate]) -> Iterator[Verified]:
    level = opened.recipe.level
    engine = Fingerprints(course, opened.recipe.limits, level).engine
    assignments = {assignment.name: assignment for assignment in course.assignments}
    tasks = []
    for one in group:
        differs = tuple(what_differs(one.graded_with, assignments[one.source.stem], engine, level))
        if differs:
            yield Verified(one.student, one.source.stem, Verdict.NOT_COMPARABLE, differs)
        else:
            tasks.append(Task(one, one.source))
    for task, outcome in opened.grade(tasks):
        one = task.owner
        assert one.attempt.result is not None
        if isinstance(outcome, Broke):
            said: tuple[str, ...] = ("the grader broke",)
            yield Verified(one.student, one.source.stem, Verdict.NOT_COMPARABLE, said)
        else:
            lines = compared(one.attempt.result, outcome.result)
            yield Verified(one.student, one.source.stem, Verdict.OTHER if lines else Verdict.SAME, lines)


def _show(verified: Sequence[Verified], speaker: Speaker, *, as_json: bool) -> None:
    ordered = sorted(verified, key=lambda one: (one.student, one.assignment))
    if as_json:
        print(json.dumps(msgspec.to_builtins(ordered), indent=1))
    for one in ordered:
        detail = f": {'; '.join(one.lines)}" if one.lines else ""
        speaker(f"{one.student}, {one.assignment}: {one.verdict}{detail}")
    if not ordered:
        speaker("nothing of the record is in these paths")
