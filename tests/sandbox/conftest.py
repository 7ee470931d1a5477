"""Workers at every protection level that this machine offers."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator, Sequence

import pytest

from autograder.sandbox import LEVELS, SandboxError, Zygote
from tests.helpers.workers import Attempt, Run, Start, ask, give_up, program


@pytest.fixture(scope="session")
def zygote_at() -> Iterator[Start]:
    """Zygotes by level, each started once. A level that is not available skips the test."""
    started: dict[tuple[str, bool], Zygote | str] = {}

    def start(name: str, *, torch: bool = True) -> Zygote:
        # Without a zygote each worker would import it, which takes a second.
        key = name, torch or name != "none"
        if key not in started:
            zygote = Zygote(program=program(name), warm_up=key[1])
            try:
                zygote.start(name)
                zygote.spawn().kill()
                started[key] = zygote
            except SandboxError as error:
                zygote.close()
                started[key] = str(error)
        outcome = started[key]
        if isinstance(outcome, str):
            give_up(name, outcome)
        return outcome

    yield start
    for outcome in started.values():
        if isinstance(outcome, Zygote):
            outcome.close()


@pytest.fixture(params=[level.name for level in LEVELS if level.sandboxed])
def level(request: pytest.FixtureRequest) -> str:
    """The name of every level that protects anything."""
    return str(request.param)


@pytest.fixture(params=[level.name for level in LEVELS])
def any_level(request: pytest.FixtureRequest) -> str:
    """The name of every level, including the one without protection."""
    return str(request.param)


@pytest.fixture
def run(zygote_at: Start) -> Run:
    """Run Python in a fresh worker: `run(level, code, warm=())`."""

    def run(level: str, code: str, warm: Sequence[str] = (), seconds: float = 30) -> Attempt:
        with zygote_at(level, torch="torch" in code).spawn(warm) as worker:
            return ask(worker, code, seconds)

    return run


@pytest.fixture
def mark() -> str:
    """A text that is on no other process's command line."""
    return uuid.uuid4().hex


if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]
