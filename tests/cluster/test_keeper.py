"""A grader process beside a Dask worker: what it refuses, what it survives, and that it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from autograder.cluster.course_archive import pack_course
from autograder.cluster.keeper import Keeper
from autograder.cluster.messages import Answer, Opening, Report, decoded, encoded
from autograder.course import Course, read_course
from autograder.grading.budget import Limits
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.sessions import rehearse
from autograder.grading.tasks import DIED_TWICE, Broke, Graded
from autograder.intake.records import Source
from autograder.record.runs import versions
from autograder.sandbox import choose
from tests.helpers.halving_course import make_course

RIGHT = "def halve(x):\n    return x / 2\n"
SLOW = "import time\ntime.sleep(60)\n" + RIGHT
# The hidden suite of the halving course, with a check that ends its own grader when it meets a submission of ours.
DEADLY = '''

@part("zero", marks=1)
def test_deadly(submission):
    """is not deadly"""
    if submission.halve(1.0) == 666.0:
        import os
        os.kill(os.getpid(), 9)
'''
POISON = "def halve(x):\n    return 666.0\n"
HALF_A_CHARACTER = 'NAME = "\\ud800"\n' + RIGHT


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = make_course(tmp_path_factory.mktemp("keeper"))
    suite = folder / "solutions" / "halving" / "test_halving.py"
    suite.write_text(suite.read_text() + DEADLY)
    return read_course(folder, with_solutions=True)


@pytest.fixture(scope="module")
def archive(course: Course) -> bytes:
    return pack_course(course, rehearse(course).files)


@pytest.fixture(scope="module")
def opening(course: Course) -> Opening:
    with (choice := choose(warm_up=False)).zygote:
        level = choice.level.name
    fingerprints = Fingerprints(course, Limits(), level)
    suites = {name: fingerprints.of_suite(name) for name in course.names}
    return Opening(level, False, asdict(Limits()), versions(), fingerprints.engine, suites)


@pytest.fixture(scope="module")
def grader(opening: Opening, archive: bytes) -> Iterator[Keeper]:
    kept = Keeper(encoded(opening), archive)
    yield kept
    kept.close()


def graded(kept: Keeper, text: str) -> Graded | Broke:
    source = Source("halving", "halving.py", (("halving.py", text),))
    return decoded(kept.grade(encoded(source)), Answer).outcome


def marks(outcome: Graded | Broke) -> int:
    assert isinstance(outcome, Graded), outcome
    return outcome.result.earned


def refusal(opening: Opening, archive: bytes = b"") -> str:
    kept = Keeper(encoded(opening), archive)
    try:
        return decoded(kept.report(), Report).refusal
    finally:
        kept.close()


def test_it_says_where_it_is_and_how_it_protects(grader: Keeper, opening: Opening) -> None:
    report = decoded(grader.report(), Report)
    assert (report.refusal, report.level) == ("", opening.level)
    assert report.place is not None
    assert report.place.protection.sentence.startswith(opening.level)


def test_a_hand_in_with_half_a_character_is_graded(grader: Keeper) -> None:
    assert marks(graded(grader, HALF_A_CHARACTER)) == 101


@pytest.mark.long
def test_a_submission_that_kills_its_grader_twice_is_given_up_and_the_next_is_graded(grader: Keeper) -> None:
    assert graded(grader, POISON) == Broke(DIED_TWICE)
    assert marks(graded(grader, RIGHT)) == 101


@pytest.mark.long
def test_a_grader_that_somebody_kills_is_opened_again(grader: Keeper) -> None:
    assert marks(graded(grader, RIGHT)) == 101
    assert grader._process is not None
    os.kill(grader._process.number, signal.SIGKILL)
    assert marks(graded(grader, RIGHT)) == 101


@pytest.mark.long
def test_closing_it_ends_what_is_being_graded(opening: Opening, archive: bytes) -> None:
    kept = Keeper(encoded(opening), archive)
    kept.report()
    folder = kept._process._folder.path if kept._process else ""
    assert (Path(folder) / "solutions").is_dir()
    assert Path(folder).stat().st_mode & 0o777 == 0o700
    asked = threading.Thread(target=lambda: ended.append(_error_of(kept)))
    ended: list[str] = []
    asked.start()
    time.sleep(0.5)
    kept.close()
    asked.join(timeout=10)
    assert ended == ["the run has ended"]
    assert not Path(folder).exists()
    with pytest.raises(RuntimeError, match="the run has ended"):
        kept.report()


def _error_of(kept: Keeper) -> str:
    with pytest.raises(RuntimeError) as raised:
        graded(kept, SLOW)
    return str(raised.value)


def test_a_grader_whose_dask_worker_is_killed_ends_and_removes_the_course(
    opening: Opening, archive: bytes, tmp_path: Path
) -> None:
    (tmp_path / "opening").write_bytes(encoded(opening))
    (tmp_path / "archive").write_bytes(archive)
    program = (
        "import sys; from pathlib import Path; from autograder.cluster.keeper import Keeper\n"
        "kept = Keeper(Path('opening').read_bytes(), Path('archive').read_bytes()); kept.report()\n"
        "print(kept._process._folder.path, flush=True); sys.stdin.read()\n"
    )
    line = [sys.executable, "-c", program]
    worker = subprocess.Popen(line, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    folder = Path(worker.stdout.readline().strip())
    assert (folder / "solutions").is_dir()
    worker.kill()
    worker.communicate()
    deadline = time.monotonic() + 10
    while folder.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.long
def test_nobody_asks_any_more_and_it_ends_until_the_next_question(opening: Opening, archive: bytes) -> None:
    kept = Keeper(encoded(opening), archive, idle_seconds=0.5)
    kept.report()
    threading.Thread(target=kept.watch, daemon=True).start()
    deadline = time.monotonic() + 10
    while kept._process is not None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert marks(graded(kept, RIGHT)) == 101
    kept.close()


def test_another_version_is_refused_in_one_line(opening: Opening) -> None:
    other = replace(opening, engine="another", versions={**opening.versions, "python": "3.9.1", "torch": "1.0"})
    text = refusal(other)
    assert f"python {opening.versions['python']} instead of 3.9.1" in text
    assert f"torch {opening.versions['torch']} instead of 1.0" in text
    assert "\n" not in text


def test_another_build_of_the_same_version_is_refused(opening: Opening) -> None:
    assert "another build of the same version of the engine" in refusal(replace(opening, engine="another"))


def test_a_course_that_arrives_changed_is_refused(opening: Opening, archive: bytes) -> None:
    assert "other suites" in refusal(replace(opening, suites={"halving": "another"}), archive)


def test_a_level_that_a_machine_has_not_is_refused_with_the_reason(opening: Opening, archive: bytes) -> None:
    assert "there is no protection level 'glass'" in refusal(replace(opening, level="glass"), archive)


def test_a_level_below_the_minimum_is_refused(opening: Opening, archive: bytes) -> None:
    assert "--allow-unsandboxed" in refusal(replace(opening, level="none"), archive)
