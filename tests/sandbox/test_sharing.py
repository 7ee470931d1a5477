"""One zygote, used by the process that started it and by its forks, as in the pool of graders."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from autograder.sandbox import SandboxError, Zygote
from autograder.sandbox.zygote_process import ZygoteProcess
from tests.helpers.workers import ask, cold, processes_with


@pytest.fixture
def zygote(any_level: str, mark: str) -> Iterator[Zygote]:
    """A zygote whose processes have the mark."""
    with cold(any_level, mark) as zygote:
        yield zygote


def _fork(work: Callable[[], object]) -> int:
    """Do this in a fork, which exits with status 0 if nothing was raised."""
    process = os.fork()
    if process == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return process


def _status(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _spawn_and_ask(zygote: Zygote, number: int, times: int) -> None:
    """Each worker belongs to this process: it remembers what it was sent, even if others are asked in between."""
    for turn in range(times):
        with zygote.spawn() as one, zygote.spawn() as other:
            for worker, name in ((one, "one"), (other, "other")):
                ask(worker, f"import builtins; builtins.memory = {(number, turn, name)!r}")
            for worker, name in ((one, "one"), (other, "other")):
                assert ask(worker, "answer = memory").value == [number, turn, name]


def test_processes_that_spawn_at_the_same_time_get_separate_workers(any_level: str, zygote: Zygote) -> None:
    times = 2 if any_level == "none" else 10
    forks = [_fork(partial(_spawn_and_ask, zygote, number, times)) for number in range(3)]
    _spawn_and_ask(zygote, 3, times)
    assert [_status(fork) for fork in forks] == [0, 0, 0]


def test_a_fork_that_closes_the_zygote_does_not_end_it(zygote: Zygote, mark: str) -> None:
    before = processes_with(mark)
    assert _status(_fork(zygote.close)) == 0
    assert processes_with(mark) == before
    zygote.spawn().kill()
    assert set(before) <= {*processes_with(mark), *before}


def test_a_fork_that_dies_does_not_end_the_zygote(zygote: Zygote, mark: str) -> None:
    """Its workers do end, because their sockets close."""

    def die() -> None:
        zygote.spawn()
        os.kill(os.getpid(), signal.SIGKILL)

    before = processes_with(mark)
    assert _status(_fork(die)) == -signal.SIGKILL
    with zygote.spawn() as worker:
        assert ask(worker, "answer = 1").value == 1
    assert set(before) <= set(processes_with(mark))


def test_a_fork_starts_its_own_zygote_if_the_shared_one_has_died(any_level: str, zygote: Zygote, mark: str) -> None:
    if any_level == "none":
        pytest.skip("there is no zygote at this level")
    for process in processes_with(mark):
        with contextlib.suppress(ProcessLookupError):  # killing one may end others
            os.kill(process, signal.SIGKILL)

    def carry_on() -> None:
        try:
            zygote.spawn().kill()
            zygote.spawn().kill()
        except SandboxError:
            os._exit(2)
        zygote.close()

    forks = [_fork(carry_on) for _ in range(2)]
    assert [_status(fork) for fork in forks] == [0, 0]
    zygote.spawn().kill()


def test_closing_does_not_wait_for_forks_that_are_still_running(any_level: str, zygote: Zygote) -> None:
    if any_level == "none":
        pytest.skip("there is no zygote at this level")
    reader, writer = os.pipe()

    def linger() -> None:
        os.close(writer)
        os.read(reader, 1)

    fork = _fork(linger)
    assert isinstance(zygote._process, ZygoteProcess)
    process = zygote._process._process
    assert process is not None
    zygote.close()
    os.close(writer)
    os.close(reader)
    assert _status(fork) == 0
    assert process.returncode != -signal.SIGKILL  # one that does not end in time is killed
