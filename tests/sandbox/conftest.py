"""Workers at every level that this machine can be brought to."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from autograder.sandbox import LEVELS, SandboxError, Worker, Zygote
from autograder.sandbox.levels import named

# In place of the real `serve`: runs each line (a JSON string of Python) and answers what it left in `answer`.
_SERVE = """
import json
def serve(sock):
    with sock.makefile("rwb") as stream:
        for line in stream:
            space = {}
            try:
                exec(json.loads(line), space)
                told = ["answer", space.get("answer")]
            except BaseException as error:
                told = ["error", type(error).__name__, str(error)]
            stream.write(json.dumps(told).encode() + b"\\n")
            stream.flush()
"""


class Tried(NamedTuple):
    """What came of a piece of Python in a worker."""

    kind: str  # "answer", "error", or "ended" if the worker did not survive it
    value: Any = None
    message: str = ""


def program(level: str, mark: str = "") -> str:
    """The source of a zygote whose workers run what they are sent; `mark` finds its processes again."""
    module = "plain" if level == "none" else "zygote"
    return f"{_SERVE}\n# {mark}\nfrom worker.{module} import main\nmain(serve)\n"


def ask(worker: Worker, code: str, seconds: float = 30) -> Tried:
    """Run this Python in the worker."""
    worker.sock.settimeout(seconds)
    try:
        worker.sock.sendall(json.dumps(code).encode() + b"\n")
        said = b""
        while not said.endswith(b"\n"):
            piece = worker.sock.recv(1 << 16)
            if not piece:
                return Tried("ended")
            said += piece
    except ConnectionError:
        return Tried("ended")
    return Tried(*json.loads(said))


Run = Callable[..., Tried]
Start = Callable[[str], Zygote]


@pytest.fixture(scope="session")
def zygote_at() -> Iterator[Start]:
    """Zygotes by level, each started once. A level that cannot be had skips the test."""
    started: dict[str, Zygote | str] = {}

    def start(name: str) -> Zygote:
        if name not in started:
            zygote = Zygote(program=program(name))
            try:
                zygote.start(name)
                zygote.spawn().kill()
                started[name] = zygote
            except SandboxError as error:
                zygote.close()
                started[name] = str(error)
        found = started[name]
        if isinstance(found, str):
            pytest.skip(f"the level {name} cannot be had here: {found}")
        return found

    yield start
    for found in started.values():
        if isinstance(found, Zygote):
            found.close()


@pytest.fixture(params=[level.name for level in LEVELS if level.sandboxed])
def level(request: pytest.FixtureRequest) -> str:
    """The name of every level that keeps a worker from anything."""
    return str(request.param)


@pytest.fixture(params=[level.name for level in LEVELS])
def any_level(request: pytest.FixtureRequest) -> str:
    """The name of every level, without protection too."""
    return str(request.param)


@pytest.fixture
def run(zygote_at: Start) -> Run:
    """Run Python in a fresh worker: `run(level, code, warm=())`."""

    def run(level: str, code: str, warm: Sequence[str] = (), seconds: float = 30) -> Tried:
        with zygote_at(level).spawn(warm) as worker:
            return ask(worker, code, seconds)

    return run


@pytest.fixture
def mark() -> str:
    """A text that no other process has on its command line."""
    return uuid.uuid4().hex


def processes_with(mark: str) -> list[int]:
    """The processes of this machine that bear the mark, dead ones not counted."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue  # ended meanwhile
    return found


def has_own_mounts(level: str) -> bool:
    """Whether a worker at this level has a view of its own, in which other paths do not exist."""
    return named(level).namespaces


if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]
