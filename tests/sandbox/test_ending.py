"""A worker, its zygote and everything they created end when they should, whatever they do."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import LEVELS, SandboxError, Worker, Zygote
from tests.helpers.workers import ask, cold, processes_with, program

_STUBBORN = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
sys.set_int_max_str_digits(0)
str(3 ** (10 ** 8))
"""


@pytest.fixture(scope="module", params=[level.name for level in LEVELS])
def any_level(request: pytest.FixtureRequest) -> str:
    """The name of every level; all tests of a level run together."""
    return str(request.param)


@pytest.fixture(scope="module")
def mark() -> str:
    """A text that is on no other process's command line."""
    return uuid.uuid4().hex


@pytest.fixture(scope="module")
def zygote(any_level: str, mark: str) -> Iterator[Zygote]:
    """A zygote whose processes have the mark; after a test has ended it, the next worker restarts it."""
    with cold(any_level, f"{any_level} {mark}") as zygote:
        yield zygote


def _soon_gone(mark: str, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while processes_with(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _send(worker: Worker, code: str) -> None:
    """Have it run this, without waiting for the answer."""
    worker.sock.sendall(json.dumps(code).encode() + b"\n")
    time.sleep(0.1)


def test_a_worker_that_blocks_all_signals_in_a_c_loop_is_killed(zygote: Zygote, mark: str) -> None:
    before = len(processes_with(mark))
    worker = zygote.spawn()
    _send(worker, _STUBBORN)
    assert len(processes_with(mark)) > before
    start = time.monotonic()
    worker.kill()
    assert time.monotonic() - start < 1
    deadline = time.monotonic() + 1
    while len(processes_with(mark)) > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(processes_with(mark)) == before


def test_a_worker_can_be_killed_twice(zygote: Zygote) -> None:
    with zygote.spawn() as worker:
        worker.kill()
        worker.kill()
    zygote.spawn().kill()


def test_a_worker_that_has_exited_can_be_killed(zygote: Zygote) -> None:
    worker = zygote.spawn()
    assert ask(worker, "import os; os._exit(3)").kind == "ended"
    worker.kill()


@pytest.mark.parametrize("how", ["os.abort()", "__import__('ctypes').string_at(0)"], ids=["abort", "segfault"])
def test_a_crash_closes_the_socket_and_spares_the_next_worker(zygote: Zygote, how: str) -> None:
    with zygote.spawn() as worker:
        assert ask(worker, f"import os; {how}").kind == "ended"
    with zygote.spawn() as worker:
        assert ask(worker, "answer = 1").value == 1


def test_closing_leaves_nothing_behind(
    zygote: Zygote, mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process, no mount and no temporary folder, even while workers are busy."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert zygote.level is not None
    zygote.start(zygote.level)
    mounts = Path("/proc/self/mountinfo").read_text()
    workers = [zygote.spawn(), zygote.spawn()]
    for worker in workers:
        _send(worker, _STUBBORN)
    zygote.close()
    if zygote.level.sandboxed:
        assert _soon_gone(mark)
    for worker in workers:
        worker.kill()
    assert _soon_gone(mark)
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert list(tmp_path.iterdir()) == []


def test_spawning_leaks_no_descriptor_of_the_trusted_side(zygote: Zygote) -> None:
    zygote.spawn().kill()  # restarts the zygote if an earlier test has ended it
    zygote.spawn().kill()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        zygote.spawn().kill()
    assert len(os.listdir("/proc/self/fd")) == before


def test_twenty_workers_in_a_row_start_fast(any_level: str, zygote: Zygote) -> None:
    """Each takes some hundredths of a second; the bound leaves room for a busy machine."""
    if any_level == "none":
        pytest.skip("without a zygote each worker imports everything anew")
    start = time.monotonic()
    for _ in range(20):
        with zygote.spawn() as worker:
            assert ask(worker, "answer = 1").value == 1
    assert time.monotonic() - start < 20 * 0.25


_TRUSTED_SIDE = """
import sys, time
from autograder.sandbox import Zygote
level, program, code = sys.argv[1:]
import json
zygote = Zygote(program=program, warm_up=False)
zygote.start(level)
workers = [zygote.spawn(), zygote.spawn()]
for worker in workers:
    worker.sock.sendall(json.dumps(code).encode() + b"\\n")
print("up", flush=True)
time.sleep(60)
"""


def test_killing_the_trusted_side_leaves_nothing_alive(
    any_level: str, zygote: Zygote, mark: str, tmp_path: Path
) -> None:
    del zygote  # it showed that the level is available
    other = mark[::-1]
    command = [sys.executable, "-c", _TRUSTED_SIDE, any_level, program(any_level, other), _STUBBORN]
    repository = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": repository, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as trusted:
        assert trusted.stdout is not None
        assert trusted.stdout.readline() == b"up\n"
        time.sleep(0.2)
        assert len(processes_with(other)) >= 3
        trusted.kill()
    assert _soon_gone(other)


def test_a_zygote_that_died_is_restarted(any_level: str, zygote: Zygote, mark: str) -> None:
    if any_level == "none":
        pytest.skip("there is no zygote at this level")
    for process in processes_with(mark):
        with contextlib.suppress(ProcessLookupError):  # killing one may end others
            os.kill(process, signal.SIGKILL)
    with zygote.spawn() as worker:
        assert ask(worker, "answer = 1").value == 1


_CHILD = """
import subprocess, sys
code = "import time; print('started', flush=True); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", code, "CHILD"], stdout=subprocess.PIPE, text=True)
answer = child.stdout.readline()
"""


def test_processes_of_an_unprotected_worker_end_with_it(mark: str) -> None:
    child = mark[::-1]
    with cold("none") as zygote, zygote.spawn() as worker:
        assert ask(worker, _CHILD.replace("CHILD", child)).value == "started\n"
        assert processes_with(child)
    assert _soon_gone(child)


def test_a_zygote_that_cannot_start_says_why(level: str) -> None:
    with Zygote(program="raise RuntimeError('out of luck')") as zygote:
        with pytest.raises(SandboxError) as raised:
            zygote.start(level)
        assert "\n" not in str(raised.value)
        assert str(raised.value)


def test_the_last_error_of_a_zygote_is_passed_on() -> None:
    with Zygote(program="raise RuntimeError('out of luck')") as zygote, pytest.raises(SandboxError) as raised:
        zygote.start("filters")
    assert "out of luck" in str(raised.value)


_SEND_DESCRIPTORS = """
import os, socket
for number in range(3, 9):
    try:
        socket.send_fds(socket.socket(fileno=os.dup(number)), [b"x"], [0, 0])
    except OSError:
        pass
"""


def test_descriptors_that_a_worker_sends_are_dropped(zygote: Zygote) -> None:
    """An ordinary `recv` drops what a hostile worker attaches to its bytes."""
    before = len(os.listdir("/proc/self/fd"))
    with zygote.spawn() as worker:
        _send(worker, _SEND_DESCRIPTORS)
        worker.sock.settimeout(5)
        worker.sock.recv(4096)
        assert len(os.listdir("/proc/self/fd")) <= before + 2  # its socket and its process
