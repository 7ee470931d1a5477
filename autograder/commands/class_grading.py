"""Grading a class into a record: nothing is loaded where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeAlias

from autograder.commands.class_run import ClassRun, Given, is_up_to_date
from autograder.commands.grade_options import GradeOptions
from autograder.commands.speaking import Speaker
from autograder.course import Course
from autograder.grading.budget import Limits
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.tasks import Broke, Graded, Graders, Task
from autograder.intake.records import HandIn
from autograder.record.attributing import Attributed
from autograder.record.decisions import Decisions
from autograder.record.kept import KeptResults, ProtectionUsed, note_protection, protection_used
from autograder.record.opening import Record
from autograder.record.receipts import circumstances
from autograder.record.runs import this_place

Opener: TypeAlias = Callable[[Course, Limits, Callable[[str], None]], AbstractContextManager[Graders]]


@dataclass(frozen=True)
class ClassGrading:
    """What grading needs besides the hand-ins."""

    options: GradeOptions
    course: Course
    record: Record
    number: int
    decisions: Decisions
    attributed: Attributed
    speaker: Speaker
    opener: Opener

    def unchanged(self, hand_ins: Sequence[HandIn], keys: Mapping[str, str]) -> tuple[ClassRun, str] | None:
        """The run where nothing has changed since the last one, None where something has: no suite is even loaded."""

        options, state = self.options, self.record.state
        used = protection_used(state)
        if options.fresh or used is None or options.protection not in (None, used.level):
            return None
        if not (used.protection.isolated or options.allow_unsandboxed):
            return None
        fingerprints = Fingerprints(self.course, limits_of(options), used.level)
        kept = KeptResults(state, fingerprints, fresh=False, run=self.number)
        if not is_up_to_date(hand_ins, keys, kept, self.course.names, self.decisions):
            return None
        class_run = self._class_run(hand_ins, keys, kept)
        class_run.grade(lambda tasks: iter(()))
        return class_run, used.level

    def graded(self, hand_ins: Sequence[HandIn], keys: Mapping[str, str]) -> tuple[ClassRun, str]:
        """The run with everything graded that was not before or has changed."""
        options, state, limits = self.options, self.record.state, limits_of(self.options)
        with self.opener(self.course, limits, self.speaker.of_nobody) as graders:
            level, blanks = graders.level, graders.blanks
            fingerprints = Fingerprints(self.course, limits, level)
            kept = KeptResults(state, fingerprints, fresh=options.fresh, run=self.number)
            self.attributed.require_targets(blanks)
            here = this_place(graders.protection)
            kept.keep_circumstances(circumstances(self.course, limits, level, here, fingerprints.engine))

            def grade(tasks: Sequence[Task[Given]]) -> Iterator[tuple[Task[Given], Graded | Broke]]:
                for task, outcome in graders.grade(tasks):
                    place = outcome.place if isinstance(outcome, Graded) else None
                    if place and not kept.knows(place):
                        graded_with = circumstances(self.course, limits, level, place, fingerprints.engine)
                        kept.keep_circumstances(graded_with, place)
                    yield task, outcome

            class_run = self._class_run(hand_ins, keys, kept)
            class_run.grade(grade, lambda: graders.crew)
            for blank in blanks.values():
                kept.keep_blank(blank)
            note_protection(state, ProtectionUsed(level, graders.protection))
        return class_run, level

    def _class_run(self, hand_ins: Sequence[HandIn], keys: Mapping[str, str], kept: KeptResults) -> ClassRun:

        return ClassRun(hand_ins, keys, kept, self.decisions, self.speaker.console, self.speaker)


def limits_of(options: GradeOptions) -> Limits:
    """The limits of time that were asked for."""
    return Limits(options.call_limit, options.check_limit, options.submission_limit)
