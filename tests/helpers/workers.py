"""Workers that run the Python they are sent, for all tests of the sandbox."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

from autograder.sandbox import SandboxError, Worker, Zygote
from autograder.sandbox.levels import named

# Instead of the real `serve`: runs each line (Python as a JSON string) and replies with what it left in `answer`.
_SERVE = """
import json
def serve(sock):
    with sock.makefile("rwb") as stream:
        for line in stream:
            space = {}
            try:
                exec(json.loads(line), space)
                reply = ["answer", space.get("answer")]
            except BaseException as error:
                reply = ["error", type(error).__name__, str(error)]
            stream.write(json.dumps(reply).encode() + b"\\n")
            stream.flush()
"""


class Attempt(NamedTuple):
    """The outcome of a piece of Python in a worker."""

    kind: str  # "answer", "error", or "ended" if the worker died of it
    value: Any = None
    message: str = ""


def program(level: str, mark: str = "") -> str:
    """The source of a zygote whose workers run what they are sent; `processes_with` finds it by its mark."""
    module = "plain" if level == "none" else "zygote"
    return f"{_SERVE}\n# {mark}\nfrom worker.{module} import main\nmain(serve)\n"


def ask(worker: Worker, code: str, seconds: float = 30) -> Attempt:
    """Run this Python in the worker."""
    worker.sock.settimeout(seconds)
    try:
        worker.sock.sendall(json.dumps(code).encode() + b"\n")
        reply = b""
        while not reply.endswith(b"\n"):
            piece = worker.sock.recv(1 << 16)
            if not piece:
                return Attempt("ended")
            reply += piece
    except ConnectionError:
        return Attempt("ended")
    return Attempt(*json.loads(reply))


def give_up(level: str, reason: object) -> NoReturn:
    """Skip a test because the level is not available; in CI, fail if only a package is missing."""
    message = f"protection level {level} is not available here: {reason}"
    if os.environ.get("CI") and named(level).outer == "bwrap":
        pytest.fail(message)
    pytest.skip(message)


def cold(level: str, mark: str = "") -> Zygote:
    """A zygote for a single test, without torch: it starts within milliseconds."""
    zygote = Zygote(program=program(level, mark), warm_up=False)
    try:
        zygote.start(level)
        zygote.spawn().kill()
    except SandboxError as error:
        zygote.close()
        give_up(level, error)
    return zygote


Run = Callable[..., Attempt]
Start = Callable[..., Zygote]


def processes_with(mark: str) -> list[int]:
    """The processes of this machine with the mark on their command line; zombies have none."""
    processes = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "cmdline").read_bytes():
                processes.append(int(folder.name))
        except OSError:
            continue  # it has ended
    return processes


def has_own_mounts(level: str) -> bool:
    """Whether a worker at this level has its own view of the file system, in which no other paths exist."""
    return named(level).namespaces
