"""A run may be stopped at any moment, and the same command continues: nothing finished is lost, nothing is left."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.kill_often import kill_often
from tests.helpers.small_course import (
    RIGHT,
    all_end,
    descendants,
    graders,
    hand_in,
    kill,
    leftovers,
    records,
    run,
    start,
    wait_for,
)

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test


def wait_until_grading(process: subprocess.Popen[str], place: Path, *, finished: int) -> None:
    """Wait until graders are at work and so many submissions are finished."""
    wait_for(lambda: graders(process) and len(records(place / "out")) >= finished)


@pytest.mark.long
def test_killing_at_random_moments_loses_nothing(tmp_path: Path) -> None:
    """The long form, with 50 moments, is the script `kill_often.py`."""
    assert kill_often(tmp_path, moments=3, seed=3) == []


@pytest.mark.parametrize(
    ("send", "number", "code"),
    [
        pytest.param(os.killpg, signal.SIGINT, 130, id="keyboard"),
        pytest.param(os.kill, signal.SIGTERM, 143, id="TERM", marks=pytest.mark.long),
        pytest.param(os.killpg, signal.SIGHUP, 129, id="terminal closed", marks=pytest.mark.long),
    ],
)
def test_a_signal_ends_the_run_and_keeps_what_is_finished(
    place: Path, send: Callable[[int, int], None], number: int, code: int
) -> None:
    slow = ("cleo", "dana", "eva", "finn", "gil", "hana")
    for student in slow:
        hand_in(place, student, RIGHT, seconds=14)
    before = descendants()
    process = start(place)
    wait_until_grading(process, place, finished=2)
    send(process.pid, number)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (code, "autograder: interrupted\n")
    assert all_end(besides=before)
    assert leftovers(place) == []
    assert 2 <= len(records(place / "out")) < 2 + len(slow)
    assert not (place / "out/grades.csv").exists()  # the views change together, at the end of a run


def test_a_closed_output_costs_no_results(place: Path) -> None:
    process = start(place)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("protection: ")
    process.stdout.close()
    process.stderr.close()
    assert process.wait(60) == 0
    assert (place / "out/grades.csv").is_file()


def test_a_closed_terminal_costs_no_results_under_nohup(place: Path) -> None:
    ours, theirs = os.openpty()
    ignore = functools.partial(signal.signal, signal.SIGHUP, signal.SIG_IGN)
    process = start(place, stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=ignore)
    os.close(theirs)
    wait_for(lambda: graders(process))
    os.close(ours)
    os.killpg(process.pid, signal.SIGHUP)
    assert process.wait(60) == 0
    assert (place / "out/grades.csv").is_file()


def test_killing_the_sandbox_costs_no_marks(place: Path) -> None:
    """It is killed while ada's file is being loaded, or just before that on a slow machine."""
    hand_in(place, "ada", RIGHT, seconds=5)
    process = start(place, "--jobs", "1")
    wait_for(lambda: graders(process))
    time.sleep(1.5)
    at_work = graders(process)
    kill([other for other in descendants(process.pid) if other not in at_work])
    process.communicate(timeout=60)
    rows = (place / "out/grades.csv").read_text().splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [["ada", "100", "100"], ["ben", "30", "30"]]


def test_a_second_run_at_the_same_time_into_the_same_folder_is_refused(place: Path) -> None:
    hand_in(place, "cleo", RIGHT, seconds=8)
    first = start(place)
    wait_until_grading(first, place, finished=2)
    second = run(place)
    assert second.returncode == 5
    assert second.stderr == (
        "autograder: another run is writing to out: wait until it has finished, as --wait SECONDS does, or name "
        "another folder with --out\n"
    )
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert len((place / "out/grades.csv").read_text().splitlines()) == 4


def test_the_next_run_removes_temporary_files_of_killed_runs(place: Path) -> None:
    """At this level a zygote has a folder among the system's temporary files."""
    hand_in(place, "cleo", RIGHT, seconds=14)
    process = start(place, "--protection", "filters")
    wait_until_grading(process, place, finished=2)
    process.kill()
    process.communicate()
    (place / "out/students/ada").mkdir(parents=True)
    for folder in (place / "out", place / "out/students/ada", place / "out/state/halving"):
        (folder / ".results.json.abc.unfinished").write_text("{")
    assert len(leftovers(place)) >= 4
    hand_in(place, "cleo", RIGHT)
    assert run(place).returncode == 0
    assert leftovers(place) == []
