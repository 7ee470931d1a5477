"""What the tests of the sandbox have in common: workers that run what they are sent."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

from autograder.sandbox import SandboxError, Worker, Zygote
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


def give_up(level: str, reason: object) -> NoReturn:
    """Skip a test, as the level cannot be had; in CI only where more is missing than a package."""
    message = f"the level {level} cannot be had here: {reason}"
    if os.environ.get("CI") and named(level).outer == "bwrap":
        pytest.fail(message)
    pytest.skip(message)


def cold(level: str, mark: str = "") -> Zygote:
    """A zygote of a test's own, without torch: it starts within milliseconds."""
    zygote = Zygote(program=program(level, mark), warm_up=False)
    try:
        zygote.start(level)
        zygote.spawn().kill()
    except SandboxError as error:
        zygote.close()
        give_up(level, error)
    return zygote


Run = Callable[..., Tried]
Start = Callable[[str], Zygote]


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
