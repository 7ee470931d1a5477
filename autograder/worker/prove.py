"""A worker that tries what it must not be able to do, before any student's source runs.

It receives the targets as one line of JSON, and answers with the list of promises that do not hold.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

assert sys.platform == "linux"

# Small modules of the standard library: the first that is not loaded yet is imported as a trial.
_LATE: Final = ("colorsys", "sched", "tabnanny", "symtable", "rlcompleter")


def prove(sock: socket.socket) -> None:
    """Receive the targets, try everything, answer with the promises that do not hold."""
    with sock.makefile("rw", encoding="utf-8") as stream:
        targets = json.loads(stream.readline())
        stream.write(json.dumps(list(broken_promises(targets))) + "\n")


def broken_promises(targets: dict[str, Any]) -> Iterator[str]:
    """What this process can do but must not, or cannot do but should: one phrase each.

    Args:
        targets: `files` and `folders` that must stay hidden, but for the way to what is `seen`; `processes` that must
            be out of reach; and `scratch`, whether there is a folder to write to.
    """
    for path in targets["files"]:
        yield from _must_fail(f"can read {path}", _open, path)
    for path in targets["folders"]:
        if _shows_more(path, targets["seen"]):
            yield f"can list {path}"
    for process in targets["processes"]:
        # In a PID namespace of its own, a worker may have the number that the trusted side has outside.
        if process != os.getpid():
            yield from _must_fail(f"can signal process {process}", os.kill, process, 0)
    yield from _must_fail("can signal other processes", os.kill, -1, 0)
    yield from _must_fail("can start processes", _fork)
    yield from _must_fail("can read /proc", _open, "/proc/self/status")
    yield from _must_fail("can use the network", _socket, socket.AF_INET)
    yield from _must_fail("can connect to local sockets", _socket, socket.AF_UNIX)
    yield from _must_fail("can create files in memory", os.memfd_create, "proof")
    yield from _must_work("cannot import modules", _import)
    yield from _must_work("cannot start threads", _start_thread)
    if targets["scratch"]:
        yield from _must_work("cannot write temporary files", _write)
    else:
        yield from _must_fail("can write files", _write)


def _must_fail(promise: str, attempt: Callable[..., object], *arguments: object) -> Iterator[str]:
    try:
        attempt(*arguments)
    except OSError:
        return
    yield promise


def _must_work(promise: str, attempt: Callable[[], object]) -> Iterator[str]:
    try:
        attempt()
    except Exception as error:
        yield f"{promise} ({error})"


def _shows_more(folder: str, seen: Sequence[str]) -> bool:
    """Whether a folder shows more than the way to what may be seen, as where Python lies in the folder of a class."""
    try:
        names = os.listdir(folder)
    except OSError:
        return False
    return any(not any(f"{path}/".startswith(f"{folder}/{name}/") for path in seen) for name in names)


def _open(path: str) -> None:
    open(path, "rb").close()


def _socket(family: int) -> None:
    socket.socket(family).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _import() -> None:
    module = next(name for name in _LATE if name not in sys.modules)
    with contextlib.redirect_stdout(None):
        importlib.import_module(module)


def _start_thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _write() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"proof")
