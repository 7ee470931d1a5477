"""`grade --shard`: one share of a class, graded into a folder of its own and published by nobody but `merge`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from autograder.commands.class_grading import ClassGrading, Opener, limits_of
from autograder.commands.grade_options import GradeOptions
from autograder.commands.speaking import Speaker
from autograder.course import Course
from autograder.errors import EXIT_BROKE, EXIT_DONE, UserError
from autograder.intake.records import Source
from autograder.record.attributing import Attributed
from autograder.record.opening import Record
from autograder.record.runs import RunLog, finished_runs, next_run
from autograder.record.shares import Share, ShareNumber, class_hash, forget_share, shared_hand_in, write_share

if TYPE_CHECKING:
    from autograder.commands.running import Given


def grade_share(
    record: Record, options: GradeOptions, number: ShareNumber, given: Given, speaker: Speaker, opener: Opener
) -> int:
    """Grade a share; returns the exit code.

    Raises:
        UserError: the folder is a record already, or something cannot be written.
    """
    if finished_runs(record.folder):
        raise UserError(f"{record.folder} is the record of a class: a share needs a folder of its own, see --out")
    course: Course = given.course.only(options.only or given.course.names)
    forget_share(record.folder)
    record.people.add_roster(given.roster, speaker.note)
    keys = record.people.add(given.hand_ins, speaker.note)
    attributed = Attributed(given.decisions, record.people)
    record.keep_people()
    speaker.log_to(RunLog(record.folder, next_run(record.folder)))
    ours = number.pick(given.hand_ins)
    hand_ins = [hand_in for _, hand_in in ours]
    grading = ClassGrading(options, course, record, 1, given.decisions, attributed, speaker, opener)
    class_run, level = grading.unchanged(hand_ins, keys) or grading.graded(hand_ins, keys)
    share = Share(
        number,
        class_hash(given.hand_ins),
        course.names,
        level,
        asdict(limits_of(options)),
        tuple(given.roster),
        tuple(shared_hand_in(place, keys[hand_in.student], hand_in) for place, hand_in in ours),
    )
    write_share(record.folder, share)
    speaker.of_nobody(
        f"share {number} is graded, {len(ours)} of {len(given.hand_ins)} students: when all shares are, "
        "`autograder merge` makes the record of them"
    )
    works = [(keys[one.student], work) for one in hand_ins for work in one.work if isinstance(work, Source)]
    broke = any(class_run.kept.attempts(key, work.stem)[-1].broke for key, work in works)
    return EXIT_BROKE if broke else EXIT_DONE
