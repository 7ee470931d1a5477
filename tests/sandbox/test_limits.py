"""How much a worker can use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.sandbox import SandboxError, Zygote
from autograder.sandbox.command_line import find_bwrap
from autograder.sandbox.levels import named
from tests.helpers.command import PROJECT
from tests.helpers.workers import Run, ask, cold, give_up, program


def test_six_gigabytes_are_refused_at_once(any_level: str, run: Run) -> None:
    attempt = run(any_level, "import numpy; numpy.ones(6 * 2**30 // 8)")
    assert attempt.kind == "ended" or "Memory" in attempt.value


def test_memory_taken_in_pieces_is_bounded(any_level: str, run: Run) -> None:
    code = """
import mmap
pieces = []
try:
    while True:
        pieces.append(mmap.mmap(-1, 64 << 20))
except (OSError, MemoryError):
    answer = len(pieces) * 64
"""
    assert 1024 <= run(any_level, code).value <= 2048


_MAPS_MUCH = """
import ctypes, sys

class Large:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            libc = ctypes.CDLL(None)
            libc.mmap.restype = ctypes.c_void_p
            if libc.mmap(None, ctypes.c_size_t(40 << 30), 0, 0x22, -1, ctypes.c_long(0)) == ctypes.c_void_p(-1).value:
                raise ImportError("cannot map shared object")

sys.meta_path.insert(0, Large())
"""
_THREADS = """
import threading, torch
assert torch.ones(1000, 1000).sum().item() == 1e6
stop = threading.Event()
threads = [threading.Thread(target=stop.wait, daemon=True) for _ in range(60)]
for thread in threads:
    thread.start()
answer = len(threads)
stop.set()
"""


@pytest.mark.parametrize("level", ["bwrap", "none"])
def test_what_torch_itself_maps_is_not_the_student_s(level: str) -> None:
    """A build that maps 40 GB of address space leaves room for work and threads, and none for 6 GB of memory."""
    with Zygote(program=_MAPS_MUCH + program(level)) as zygote:
        try:
            zygote.start(level)
        except SandboxError as error:
            give_up(level, error)
        with zygote.spawn() as worker:
            assert ask(worker, _THREADS).value == 60
        with zygote.spawn() as worker:
            attempt = ask(worker, "import numpy; numpy.ones(6 * 2**30 // 8)")
    assert attempt.kind == "ended" or "Memory" in attempt.value


def test_disk_is_bounded(level: str, run: Run) -> None:
    """By 64 MiB in all, however many files; without scratch folders, nothing can be written."""
    code = """
import os
written = 0
try:
    for number in range(40):
        with open(str(number), "wb", buffering=0) as file:
            for _ in range(8):
                written += file.write(bytes(1 << 20))
except OSError as error:
    pass
answer = written >> 20
"""
    written = run(level, code).value
    assert 56 <= written <= 64 if named(level).scratch else written == 0


def test_the_number_of_files_is_bounded(level: str, run: Run) -> None:
    code = """
answer = 0
try:
    while answer < 20000:
        open(str(answer), "w").close()
        answer += 1
except OSError:
    pass
"""
    made = run(level, code).value
    assert 16000 < made <= 16384 if named(level).scratch else made == 0


_LITTER = """
import os
answer = os.getcwd(), os.listdir(".")
for number in range(300):
    os.mkdir(f"folder{number}")
    os.mkdir(f"folder{number}/closed", 0)
os.symlink("/usr", "link")
for _ in range(200):
    os.mkdir("deep")
    os.chdir("deep")
"""


_NAMES = """
import os
answer = os.getcwd(), os.listdir('.')
for length in range(255):
    os.makedirs('0' + '_' * length + '/inner')
"""


@pytest.mark.parametrize("litter", [_LITTER, _NAMES], ids=["closed and nested folders", "names of every length"])
def test_what_a_worker_left_is_deleted_before_another_gets_the_folder(level: str, litter: str) -> None:
    """Closed folders, deep nesting, and names that leave no new name free make that difficult."""
    if not named(level).scratch:
        pytest.skip("workers write no files at this level")
    look = "import os; answer = os.getcwd(), os.listdir('.')"
    with cold(level) as zygote:
        with zygote.spawn() as worker:
            first = ask(worker, litter).value
        others = []
        deadline = time.monotonic() + 20
        while first not in others and time.monotonic() < deadline:
            with zygote.spawn() as worker:
                others.append(ask(worker, look).value)
    assert first in others
    assert all(listed == first[1] for _, listed in others)


def test_one_file_is_bounded(any_level: str, run: Run) -> None:
    if not named(any_level).scratch:
        assert run(any_level, "open('x', 'wb')").value == "PermissionError"
        return
    assert run(any_level, "open('x', 'wb').truncate(65 << 20)").kind == "error"


def test_threads_are_bounded(level: str, run: Run) -> None:
    code = """
import threading
threading.stack_size(1 << 16)
stop = threading.Event()
count = 0
try:
    for count in range(1500):
        threading.Thread(target=stop.wait, daemon=True).start()
except (RuntimeError, MemoryError):
    pass
stop.set()
answer = count
"""
    if level != "uid" and os.getuid() == 0:
        pytest.skip("the kernel never counts processes of root")
    assert 8 <= run(level, code).value < 64


def test_descriptors_are_bounded(any_level: str, run: Run) -> None:
    code = """
import os
held = []
try:
    while len(held) < 2000:
        held.append(os.dup(0))
except OSError:
    pass
answer = len(held)
for d in held:
    os.close(d)
"""
    assert 100 <= run(any_level, code).value <= 256


# An ordinary user's grader with a low limit: one worker takes all the threads that it gets, and another one starts.
_ONE_AFTER_THE_OTHER = """
import json, os, resource, sys
os.setgroups([])
os.setresgid(54321, 54321, 54321)
os.setresuid(54321, 54321, 54321)
resource.setrlimit(resource.RLIMIT_NPROC, (100, 100))
from autograder.sandbox import Zygote
program, bomb, honest = sys.argv[1:]

def ask(worker, code):
    worker.sock.settimeout(60)
    worker.sock.sendall(json.dumps(code).encode() + b"\\n")
    return json.loads(worker.sock.makefile().readline())[1]

with Zygote(program=program, warm_up=False) as zygote:
    zygote.start("filters")
    with zygote.spawn() as first:
        count = ask(first, bomb)
        with zygote.spawn() as second:
            print(json.dumps([count, ask(second, honest)]))
"""
_BOMB = """
import threading
threading.stack_size(1 << 16)
answer = 0
try:
    while answer < 500:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        answer += 1
except RuntimeError:
    pass
"""
_HONEST = """
import threading
threads = [threading.Thread(target=int) for _ in range(4)]
for thread in threads:
    thread.start()
answer = len(threads)
"""


def _readable_by_all() -> list[str]:
    """A bubblewrap that shows this Python to every user, wherever it lies, and changes nothing else."""
    line = ["bwrap", "--dev-bind", "/", "/", "--cap-add", "ALL", "--perms", "0755", "--tmpfs", "/root"]
    folders = {os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, PROJECT)}
    for folder in sorted(path for path in folders if path.startswith("/root/")):
        for parent in reversed(Path(folder).parents[:-2]):
            line += ["--perms", "0755", "--dir", str(parent)]
        line += ["--ro-bind", folder, folder]
    return [*line, "--"]


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0 or find_bwrap() is None, reason="only root can become another user"
)
def test_a_thread_bomb_leaves_an_ordinary_user_s_next_worker_room() -> None:
    """Where all workers are the same user, whose limit `ulimit -u` counts them together."""
    line = [*_readable_by_all(), sys.executable, "-c", _ONE_AFTER_THE_OTHER, program("filters"), _BOMB, _HONEST]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(line, cwd="/", env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    count, threads = json.loads(done.stdout)
    assert (8 <= count <= 64, threads) == (True, 4)
