"""Whatever dies or hangs on a cluster: no hand-in is lost or graded into two results, and the bytes are the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from distributed import Client

from tests.helpers.command import run_command
from tests.helpers.dask_cluster import (
    DaskCluster,
    SmallClass,
    attempts_on_disk,
    dask_cluster,
    end_of,
    graders,
    kill_group,
    published,
    small_class,
    start_command,
    worker_processes,
)

pytestmark = pytest.mark.long

# What a submission of ours makes its own grader do, in a check of the hidden suite.
DEADLY = '''

@part("zero", marks=1)
def test_deadly(submission):
    """is not deadly"""
    if submission.halve(1.0) == 666.0:
        import os
        os.kill({victim}, 9)
'''
POISON = "def halve(x):\n    return 666.0\n"
RIGHT = "def halve(x):\n    return x / 2\n"


def deadly_class(folder: Path, victim: str, students: int = 12) -> SmallClass:
    """A class in which one submission kills whatever Python expression this is, each time it is graded."""
    course = small_class(folder, students, [RIGHT])
    suite = folder / "course/solutions/halving/test_halving.py"
    suite.write_text(suite.read_text() + DEADLY.format(victim=victim))
    (folder / "class/student-004/halving.py").write_text(POISON)
    return course


def assert_same_as_alone(course: SmallClass, out: str) -> None:
    done = run_command(*course.grade("alone", "--jobs", "2"), cwd=course.folder)
    assert done.code == 0, done.errors
    assert published(course.folder / out) == published(course.folder / "alone")


def wait_for(condition: Callable[[], bool], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def begun(course: SmallClass, cluster: DaskCluster, graded: int) -> subprocess.Popen[str]:
    """The command, under way on a cluster, with so many hand-ins graded."""
    process = start_command(course.folder, *course.grade("out", "--dask", cluster.address))
    wait_for(lambda: len(attempts_on_disk(course.folder / "out")) >= graded or process.poll() is not None)
    return process


def test_workers_are_killed_at_random_and_nothing_is_lost_or_graded_twice(tmp_path: Path) -> None:
    course, out, choice = small_class(tmp_path, 300), tmp_path / "out", random.Random(18)
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        process = begun(course, cluster, graded=1)
        killed = 0
        while process.poll() is None:
            victims = [worker for nanny in cluster.workers for worker in worker_processes(nanny)]
            if victims and len(attempts_on_disk(out)) > 25 * killed:
                os.kill(choice.choice(victims), signal.SIGKILL)
                killed += 1
            time.sleep(choice.uniform(0.05, 0.5))
        done = end_of(process, out)
    assert (done.code, done.errors) == (0, "")
    assert killed >= 8
    named = [line.split(": ")[1].split(",")[0] for line in done.output.splitlines() if " of 300: student" in line]
    assert sorted(named) == [f"student-{number:03}" for number in range(300)]
    assert_same_as_alone(course, "out")


def test_workers_of_a_cluster_of_our_own_are_replaced_even_if_they_die_while_they_start(tmp_path: Path) -> None:
    course, out = small_class(tmp_path, 60), tmp_path / "out"
    process = start_command(tmp_path, *course.grade("out", "--dask", "local:2"))
    wait_for(lambda: len(worker_processes(process)) == 2)  # one alone rehearses
    for seconds in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0):
        time.sleep(seconds)
        for worker in worker_processes(process):
            os.kill(worker, signal.SIGKILL)
    wait_for(lambda: len(attempts_on_disk(out)) >= 20 or process.poll() is not None)
    for worker in worker_processes(process):
        os.kill(worker, signal.SIGKILL)
    done = end_of(process, out)
    assert (done.code, done.errors) == (0, "")
    assert_same_as_alone(course, "out")


def test_answers_that_die_with_their_workers_before_they_are_fetched_are_asked_for_again(tmp_path: Path) -> None:
    course, out = small_class(tmp_path, 60), tmp_path / "out"
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        process = begun(course, cluster, graded=5)
        os.kill(process.pid, signal.SIGSTOP)  # so that what is under way is finished, and waits for us
        with Client(scheduler_file=cluster.address) as onlooker:
            wait_for(lambda: not any(onlooker.processing().values()))
        for nanny in cluster.workers:
            for worker in worker_processes(nanny):
                os.kill(worker, signal.SIGKILL)
        time.sleep(1)  # in which the scheduler hears of it
        os.kill(process.pid, signal.SIGCONT)
        done = end_of(process, out)
    assert (done.code, done.errors) == (0, "")
    assert_same_as_alone(course, "out")


def test_a_cluster_of_our_own_ends_with_a_command_that_is_killed(tmp_path: Path) -> None:
    course, out = small_class(tmp_path, 60), tmp_path / "out"
    process = start_command(tmp_path, *course.grade("out", "--dask", "local:2"))
    wait_for(lambda: len(attempts_on_disk(out)) >= 5)
    workers = worker_processes(process)
    assert len(workers) == 2
    process.kill()
    process.wait()
    wait_for(lambda: not graders(tmp_path), 60)
    wait_for(lambda: not any(_spawned(worker) for worker in workers), 60)


def _spawned(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_submission_that_kills_its_grader_is_undecided_alone(tmp_path: Path) -> None:
    course = deadly_class(tmp_path, "os.getpid()")
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        done = end_of(begun(course, cluster, graded=1), tmp_path / "out")
    assert_undecided_alone(course, done.code, done.output)


def test_a_submission_that_kills_the_dask_worker_each_time_is_undecided_alone(tmp_path: Path) -> None:
    course = deadly_class(tmp_path, "os.getppid()")
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        done = end_of(begun(course, cluster, graded=1), tmp_path / "out", seconds=540)
    assert_undecided_alone(course, done.code, done.output)


def assert_undecided_alone(course: SmallClass, code: int, output: str) -> None:
    assert code == 3
    assert "student-004, halving: no mark, the grader broke" in output
    assert "the grader broke: student-004, halving" in output
    rows = (course.folder / "out/grades.csv").read_text().splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["101"] * 4 + [""] + ["101"] * 7


def test_a_machine_that_hangs_is_given_up_and_the_others_do_its_work(tmp_path: Path) -> None:
    course = small_class(tmp_path, 60)
    soon = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "5s"}
    with dask_cluster(tmp_path / "dask", 2, environment=soon) as cluster:
        process = begun(course, cluster, graded=5)
        hanging = cluster.workers[0]
        kill_group(hanging, signal.SIGSTOP)
        for number in worker_processes(hanging):
            os.kill(number, signal.SIGSTOP)
        done = end_of(process, tmp_path / "out")
    assert (done.code, done.errors) == (0, "")
    assert_same_as_alone(course, "out")


def test_the_scheduler_dies_and_the_same_command_goes_on_from_where_it_was(tmp_path: Path) -> None:
    course, out = small_class(tmp_path, 60), tmp_path / "out"
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        process = begun(course, cluster, graded=20)
        kill_group(cluster.scheduler)
        done = end_of(process, out, seconds=60)
        assert done.code == 2
        assert done.errors.count("\n") == 1
        assert (
            "is gone, or does not answer; what was graded is kept: start it again, and the same command continues"
            in done.errors
        )
        graded = len(attempts_on_disk(out))
        assert graded >= 20
        wait_for(lambda: not graders(tmp_path), 60)
    with dask_cluster(tmp_path / "again", 2) as cluster:
        done = end_of(start_command(tmp_path, *course.grade("out", "--dask", cluster.address)), out)
    assert f"kept: {graded} of 60" in done.output
    assert_same_as_alone(course, "out")


def test_a_scheduler_that_hangs_is_given_up_like_one_that_died(tmp_path: Path) -> None:
    course = small_class(tmp_path, 60)
    soon = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "5s"}
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        line = course.grade("out", "--dask", cluster.address)
        process = start_command(tmp_path, *line, environment=soon)
        wait_for(lambda: len(attempts_on_disk(tmp_path / "out")) >= 5)
        os.kill(cluster.scheduler.pid, signal.SIGSTOP)
        done = end_of(process, tmp_path / "out", seconds=120)
    assert done.code == 2
    assert done.errors.count("\n") == 1
    assert "is gone, or does not answer; what was graded is kept" in done.errors


@pytest.mark.parametrize("ours", [True, False], ids=["a cluster of our own", "somebody's cluster"])
def test_after_an_interruption_nothing_is_left_running(tmp_path: Path, ours: bool) -> None:
    course = small_class(tmp_path, 60)
    with dask_cluster(tmp_path / "dask", 0 if ours else 2) as cluster:
        address = "local:2" if ours else cluster.address
        process = start_command(tmp_path, *course.grade("out", "--dask", address))
        wait_for(lambda: len(attempts_on_disk(tmp_path / "out")) >= 10)
        kill_group(process, signal.SIGINT)
        done = end_of(process, tmp_path / "out", seconds=60)
        assert (done.code, done.errors) == (130, "autograder: interrupted\n")
        assert not graders(tmp_path)
    done = run_command(*course.grade("out"), cwd=tmp_path)
    assert done.code == 0
    assert_same_as_alone(course, "out")


def test_workers_come_and_go(tmp_path: Path) -> None:
    course = small_class(tmp_path, 80)
    with dask_cluster(tmp_path / "dask", 0) as cluster:
        process = start_command(tmp_path, *course.grade("out", "--dask", cluster.address))
        first = cluster.add_worker()
        wait_for(lambda: len(attempts_on_disk(tmp_path / "out")) >= 10)
        kill_group(first)  # and nobody is there for a while
        cluster.add_worker()
        wait_for(lambda: len(attempts_on_disk(tmp_path / "out")) >= 40)
        cluster.add_worker()
        done = end_of(process, tmp_path / "out")
    assert (done.code, done.errors) == (0, "")
    assert_same_as_alone(course, "out")
