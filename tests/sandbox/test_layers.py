"""Each layer of the wall alone, with all others off: what it stops, and what it leaves to the others."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from autograder.sandbox import seen
from autograder.sandbox.command_line import bwrap_command, find_bwrap, python
from autograder.worker import landlock

_TRY: Final = """
import json, mmap, os, socket
layer, place, parent, port, mark, readable = json.loads(sys.argv[3])

def use(layer):
    from worker import isolation, landlock, limits, seccomp
    if layer == "seccomp":
        seccomp.confine(os.getpid(), own_mounts=True)
    elif layer == "landlock":
        landlock.confine(readable, [], [])
    elif layer == "limits":
        limits.limit_resources(limits.memory_limit(), 64)
    elif layer == "namespaces":
        user, group = os.getuid(), os.getgid()
        isolation.leave_all_namespaces()
        isolation.map_ids(user, group)
        isolation.make_mounts_private()
        isolation.replace_tmp(place + "/staging", [path for path in readable if path.startswith("/tmp/")])
        first = os.fork()
        if first:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]))

def start():
    if os.fork() == 0:
        os._exit(0)

def connect(family, address):
    with socket.socket(family) as sock:
        sock.connect(address)

def grow():
    with open(place + "/large", "wb") as file:
        file.truncate(65 << 20)

TRIALS = {
    "read a file": lambda: open(place + "/secret").close(),
    "write a file": lambda: open(place + "/mine", "w").close(),
    "write a large file": grow,
    "signal the grader": lambda: os.kill(parent, 0),
    "connect to a local socket": lambda: connect(socket.AF_UNIX, chr(0) + mark),
    "connect to a port": lambda: connect(socket.AF_INET, ("127.0.0.1", port)),
    "start a process": start,
    "hide memory in a file": lambda: os.close(os.memfd_create("x")),
    "take memory": lambda: mmap.mmap(-1, 3 << 30).close(),
}

use(layer)
stopped = []
for name, trial in TRIALS.items():
    try:
        trial()
    except (OSError, MemoryError):
        stopped.append(name)
print(json.dumps(stopped))
"""
_FILES: Final = {"read a file", "write a file", "write a large file"}
_SOCKETS: Final = {"connect to a local socket", "connect to a port"}
STOPS: Final[dict[str, set[str]]] = {
    "nothing": set(),
    "limits": {"write a large file", "take memory"},
    "landlock": _FILES,
    "namespaces": {*_FILES, *_SOCKETS, "signal the grader"},
    "bwrap": {*_FILES, *_SOCKETS, "signal the grader"},
    "seccomp": {*_SOCKETS, "signal the grader", "start a process", "hide memory in a file"},
}


class Grader:
    """What there is to reach: a folder with a file, a local socket and a port."""

    def __init__(self, folder: Path, mark: str, port: int) -> None:
        self._folder = folder
        self._mark = mark
        self._port = port

    def stopped(self, layer: str) -> set[str]:
        """What a process behind this layer alone tries in vain."""
        readable = [bind.source for bind in seen.view().binds]
        facts = json.dumps([layer, str(self._folder), os.getpid(), self._port, self._mark, readable])
        inside = layer == "bwrap"
        engine = seen.ENGINE_INSIDE if inside else seen.ENGINE_OUTSIDE
        line = [*(bwrap_command() if inside else ()), *python(_TRY, engine), facts]
        done = subprocess.run(line, cwd="/", capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            pytest.skip(f"{layer} is not available here: {done.stderr.strip().splitlines()[-1:]}")
        return set(json.loads(done.stdout))


@pytest.fixture
def grader(tmp_path: Path, mark: str) -> Iterator[Grader]:
    (tmp_path / "secret").write_text("42")
    (tmp_path / "staging").mkdir()
    with ExitStack() as stack:
        local = stack.enter_context(socket.socket(socket.AF_UNIX))
        local.bind(f"\0{mark}")
        local.listen()
        port = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        yield Grader(tmp_path, mark, port.getsockname()[1])


@pytest.mark.parametrize("layer", STOPS)
def test_what_each_layer_stops_alone(grader: Grader, layer: str) -> None:
    if layer == "bwrap" and find_bwrap() is None:
        pytest.skip("bubblewrap is not installed")
    expected = set(STOPS[layer])
    if layer == "landlock" and landlock.abi() >= 6:  # signals and abstract sockets are in its reach since then
        expected |= {"signal the grader", "connect to a local socket"}
    if layer == "landlock" and landlock.abi() >= 4:
        expected |= {"connect to a port"}
    assert grader.stopped(layer) == expected


def test_every_attempt_is_stopped_by_two_layers_of_the_best_level() -> None:
    """So that one hole in one layer lets nothing through; only memory has one limit."""
    of_best = [STOPS[layer] for layer in STOPS if layer != "nothing"]
    attempts = set().union(*of_best)
    once = {attempt for attempt in attempts if sum(attempt in stopped for stopped in of_best) < 2}
    assert once == {"take memory", "start a process", "hide memory in a file"}
