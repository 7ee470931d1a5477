"""Workers at every level that this machine can be brought to."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator, Sequence

import pytest

from autograder.sandbox import LEVELS, SandboxError, Zygote

from .asking import Run, Start, Tried, ask, give_up, program


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
            give_up(name, found)
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


if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]
