"""A worker, its zygote and all they made end when they should, whatever they do."""

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

from .asking import ask, cold, processes_with, program

_STUBBORN = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
sys.set_int_max_str_digits(0)
str(3 ** (10 ** 8))
"""


@pytest.fixture(scope="module", params=[level.name for level in LEVELS])
def any_level(request: pytest.FixtureRequest) -> str:
    """The name of every level, all tests of one level together."""
    return str(request.param)


@pytest.fixture(scope="module")
def mark() -> str:
    """A text that no other process has on its command line."""
    return uuid.uuid4().hex


@pytest.fixture(scope="module")
def zygote(any_level: str, mark: str) -> Iterator[Zygote]:
    """A zygote whose processes bear the mark; where a test has ended it, the next worker starts it again."""
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
    """Let it run this, and do not wait for the answer."""
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


def test_killing_twice_does_no_harm(zygote: Zygote) -> None:
    with zygote.spawn() as worker:
        worker.kill()
        worker.kill()
    zygote.spawn().kill()


def test_a_worker_that_ended_by_itself_can_be_killed(zygote: Zygote) -> None:
    worker = zygote.spawn()
    assert ask(worker, "import os; os._exit(3)").kind == "ended"
    worker.kill()


@pytest.mark.parametrize("how", ["os.abort()", "__import__('ctypes').string_at(0)"], ids=["abort", "segfault"])
def test_a_crash_is_the_end_of_the_stream(zygote: Zygote, how: str) -> None:
    with zygote.spawn() as worker:
        assert ask(worker, f"import os; {how}").kind == "ended"
    with zygote.spawn() as worker:
        assert ask(worker, "answer = 1").value == 1


def test_closing_leaves_nothing_behind(
    zygote: Zygote, mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process, no mount and no temporary folder, though workers are busy."""
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


def test_no_descriptor_of_the_trusted_side_is_lost(zygote: Zygote) -> None:
    zygote.spawn().kill()  # starts the zygote where a test before has ended it
    zygote.spawn().kill()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        zygote.spawn().kill()
    assert len(os.listdir("/proc/self/fd")) == before


def test_twenty_workers_one_after_the_other_are_fast(any_level: str, zygote: Zygote) -> None:
    """Each within some hundredths of a second; the bound leaves room for a busy machine."""
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
    del zygote  # it showed that the level can be had
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


def test_a_zygote_that_died_is_started_again(any_level: str, zygote: Zygote, mark: str) -> None:
    if any_level == "none":
        pytest.skip("there is no zygote at this level")
    for process in processes_with(mark):
        with contextlib.suppress(ProcessLookupError):  # one takes others along
            os.kill(process, signal.SIGKILL)
    with zygote.spawn() as worker:
        assert ask(worker, "answer = 1").value == 1


_HELPER = """
import subprocess, sys
code = "import time; print('started', flush=True); time.sleep(60)"
helper = subprocess.Popen([sys.executable, "-c", code, "HELPER"], stdout=subprocess.PIPE, text=True)
answer = helper.stdout.readline()
"""


def test_what_an_unprotected_worker_started_ends_with_it(mark: str) -> None:
    helper = mark[::-1]
    with cold("none") as zygote, zygote.spawn() as worker:
        assert ask(worker, _HELPER.replace("HELPER", helper)).value == "started\n"
        assert processes_with(helper)
    assert _soon_gone(helper)


def test_a_zygote_that_cannot_start_says_why(level: str) -> None:
    with Zygote(program="raise RuntimeError('no luck today')") as zygote:
        with pytest.raises(SandboxError) as raised:
            zygote.start(level)
        assert "\n" not in str(raised.value)
        assert str(raised.value)


def test_the_last_words_of_a_zygote_are_passed_on() -> None:
    with Zygote(program="raise RuntimeError('no luck today')") as zygote, pytest.raises(SandboxError) as raised:
        zygote.start("filters")
    assert "no luck today" in str(raised.value)


_SEND_DESCRIPTORS = """
import os, socket
for number in range(3, 9):
    try:
        socket.send_fds(socket.socket(fileno=os.dup(number)), [b"x"], [0, 0])
    except OSError:
        pass
"""


def test_a_worker_sends_no_descriptors_that_stay(zygote: Zygote) -> None:
    """What a hostile worker attaches to its bytes is dropped by an ordinary `recv`."""
    before = len(os.listdir("/proc/self/fd"))
    with zygote.spawn() as worker:
        _send(worker, _SEND_DESCRIPTORS)
        worker.sock.settimeout(5)
        worker.sock.recv(4096)
        assert len(os.listdir("/proc/self/fd")) <= before + 2  # its socket and its process
