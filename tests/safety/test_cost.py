"""The most that one hand-in can cost whoever grades it, at the default limits: five minutes, ten of processor time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import read_course
from autograder.grading import budget
from autograder.grading.budget import Limits
from autograder.grading.pool import Grader
from autograder.grading.protection import open_grader
from autograder.intake.files import read_source
from autograder.intake.records import Source
from autograder.system.cores import cores
from tests.helpers.attack_corpus import CORPUS, CORPUS_TABLE
from tests.helpers.command import ASSIGNMENTS, PROJECT

# Of three submissions that one student hands in.
SECONDS, PROCESSOR_SECONDS = 300.0, 600.0
COSTLY = (
    "harm/burns_all_cores",
    "harm/burns_and_crashes",
    "harm/sleeps_in_every_call",
    "harm/sleeps_at_load",
    "harm/statements_at_their_limit",
    "harm/a_little_of_everything",
)


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    course = read_course(PROJECT, with_solutions=True)
    with open_grader(course, Limits(), []) as opened:
        yield opened.grader


@pytest.mark.long
@pytest.mark.parametrize("attack", COSTLY)
def test_no_submission_costs_more_than_its_share(grader: Grader, attack: str) -> None:
    assignment = CORPUS_TABLE[attack]["assignment"]
    work = read_source(CORPUS / f"{attack}.py", assignment)
    assert isinstance(work, Source)
    timing = grader.grade(work).timing
    print(f"{attack}: {timing.seconds:.0f} s, {timing.student_cpu_seconds:.0f} s of processor time")
    assert timing.student_cpu_seconds <= PROCESSOR_SECONDS / len(ASSIGNMENTS)
    if os.getloadavg()[0] <= cores():  # else others have the processors for part of the time
        assert timing.seconds <= SECONDS / len(ASSIGNMENTS)


HEAVY = ("harm/colliding_keys", "harm/large_texts", "harm/many_warnings", "harm/many_empty_lists")
MOST_MEGABYTES = 200  # that a hand-in takes of the grader, beside what it holds anyway: in 768 MB it has to be graded


@pytest.mark.long
@pytest.mark.parametrize("attack", HEAVY)
def test_no_submission_takes_much_of_the_grader_s_memory(grader: Grader, attack: str) -> None:
    """Refused answers are not kept either: not by the exceptions that refuse them."""
    work = read_source(CORPUS / f"{attack}.py", CORPUS_TABLE[attack]["assignment"])
    assert isinstance(work, Source)
    before = megabytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
    grader.grade(work)
    taken = megabytes("VmHWM") - before
    print(f"{attack}: {taken} MB")
    assert taken <= MOST_MEGABYTES


def megabytes(figure: str) -> int:
    """What this process holds (VmRSS), or has held at most (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(figure)) >> 10


def test_the_default_limits_leave_room_for_our_own_work() -> None:
    limits = Limits()
    assert len(ASSIGNMENTS) * (limits.whole + limits.submission * budget._SHARE_FOR_READING) <= SECONDS * 0.95
