"""`autograder grade`: a class, from paths to the record of the course."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.grade_options import GradeOptions
from autograder.course import Course, find_course
from autograder.errors import UserError
from autograder.intake.known import KnownPeople, read_groups
from autograder.intake.records import HandIn
from autograder.intake.roster import read_roster
from autograder.intake.students import find_hand_ins

if TYPE_CHECKING:  # what takes long to import is imported when it is needed
    from autograder.commands.class_grading import Opener
    from autograder.commands.speaking import Speaker
    from autograder.grading.budget import Limits
    from autograder.grading.tasks import Graders
    from autograder.record.decisions import Decisions
    from autograder.record.people import People
    from autograder.tables.people import Listed


@dataclass(frozen=True)
class Options(GradeOptions):
    """Grade every student found in the paths: a download from Gradescope, Canvas, Moodle or GitHub Classroom, as a zip
    or a folder; one folder or zip per student; or single files. What was graded before into the same folder stays.

    Exit codes: 0 graded; 2 wrong usage, course or decisions; 3 the grader itself broke somewhere, see the table; 5
    another run is writing to the folder.
    """


def run(options: Options) -> int:
    """Grade a class.

    Raises:
        UserError: a path, the course, a decision or the protection cannot be used, or the record cannot be written.
    """
    return grade(options, partial(_open_grader, options))


@contextmanager
def _open_grader(
    options: Options, course: Course, limits: Limits, announce: Callable[[str], None]
) -> Iterator[Graders]:
    if options.dask:
        from autograder.cluster.opening import ClusterRequest, open_cluster

        wanted = ClusterRequest(options.dask, options.protection, options.allow_unsandboxed)
        with open_cluster(course, limits, options.out, request=wanted, announce=announce) as cluster:
            yield cluster
        return
    from autograder.grading.choosing import ProtectionRequest
    from autograder.grading.protection import open_grader

    request = ProtectionRequest(options.protection, options.allow_unsandboxed)
    hidden = [course.folder / "solutions", *options.paths, options.out]
    with open_grader(course, limits, hidden, request=request, announce=announce, jobs=options.jobs) as opened:
        yield opened


def grade(options: Options, opener: Opener) -> int:
    """Grade a class with a grader from elsewhere.

    Args:
        options: as given.
        opener: opens a grader, if one is needed.

    Raises:
        UserError: see `run`.
    """
    from autograder.commands.speaking import Speaker

    if options.dask and options.jobs:
        raise UserError("--jobs is for this machine: with --dask the cluster has the processes; give one of them")
    if options.replace and options.dry_run:
        raise UserError("--replace forgets what was graded before, and --dry-run must not: give one of them")
    speaker = Speaker(for_programs=options.json, to_the_log_alone=options.anonymous)
    whole = find_course(options.course, with_solutions=True, handed_in=options.paths)
    course = whole.only(options.only or whole.names)
    roster = read_roster(options.roster) if options.roster else []
    known = KnownPeople(roster or None, read_groups(options.groups) if options.groups else {})
    hand_ins = find_hand_ins(
        options.paths, course.names, speaker.note, without=options.out, functions=course.functions, known=known
    )
    return grade_hand_ins(options, whole, hand_ins, roster, speaker, opener)


def grade_hand_ins(
    options: GradeOptions,
    whole: Course,
    hand_ins: Sequence[HandIn],
    roster: Sequence[Listed],
    speaker: Speaker,
    opener: Opener,
) -> int:
    """Grade what was handed in into the record, or a share of it into a folder of its own.

    Args:
        options: as given.
        whole: the course, with all its assignments.
        hand_ins: of the class.
        roster: likewise.
        speaker: is told what people should know.
        opener: opens a grader, if one is needed.

    Raises:
        UserError: see `run`.
    """
    from autograder.commands.running import Given, run_in
    from autograder.commands.sharing import grade_share
    from autograder.record.decisions import read_decisions
    from autograder.record.opening import open_record

    path = decisions_path(options.decisions, whole)
    decisions = read_decisions(path, whole.names)
    with open_record(options.out, speaker, wait=options.wait) as record:
        if _taken_edits(options, path, decisions, record.people):
            decisions = read_decisions(path, whole.names)
        given = Given(whole, hand_ins, roster, decisions)
        if options.shard:
            return grade_share(record, options, options.shard, given, speaker, opener)
        return run_in(record, options, given, speaker, opener)


def decisions_path(given: Path | None, course: Course) -> Path:
    """The file of the decisions: the one that was named, or the course's own.

    Raises:
        UserError: the one that was named does not exist.
    """
    from autograder.record.decisions import DECISIONS

    if given is not None and not given.exists():
        raise UserError(f"{given} does not exist")
    return given or course.folder / DECISIONS


def _taken_edits(options: GradeOptions, path: Path, decisions: Decisions, people: People) -> bool:
    """Whether changes of grades.csv by hand were written into the decisions.

    Raises:
        UserError: there are changes, and nobody said what to do with them; or no override can say them, or they
            contradict what was decided.
    """
    from autograder.record.appending import append_overrides
    from autograder.record.attributing import Attributed
    from autograder.record.decisions import parse_decisions
    from autograder.record.edits import edits_of, overrides_for, refuse_edits

    edits = [] if options.dry_run or options.discard_edits else edits_of(options.out)
    if not edits:
        return False
    overrides = overrides_for(options.out, edits)
    if not options.take_edits or not all(overrides.values()):
        raise refuse_edits(options.out, overrides, path)
    # Whoever was killed after writing them down finds them there.
    new = [one for one in overrides.values() if one and not one.is_among(decisions.overrides)]
    lines = [one.lines("changed by hand in grades.csv") for one in new]
    overridden = [*(one.assignment for one in decisions.overrides), *(one.assignment for one in new)]
    names = (*decisions.rules, *overridden, *(one.assignment for one in decisions.extensions))

    def check(text: str) -> None:
        Attributed(parse_decisions(path, text, names), people)

    append_overrides(path, lines, check)
    return True
