"""Workers that are forks of this process, for a student's own work on their own machine.

This process has imported what a worker needs, and knows nothing that the worker must not see: there are no hidden
suites where students check their work. With hidden suites in its memory, a process must never be forked like this.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing.context
import os
import signal
import socket
import sys
from collections.abc import Sequence

from autograder.worker import forked
from autograder.worker.control import WARMABLE

from . import plain
from .errors import MOST_SECONDS
from .seen import is_beneath, site_folders
from .temporary import TemporaryFolder
from .worker_process import Worker, survived

assert sys.platform == "linux"


class _Fork:
    """A fork of this process and its folder."""

    def __init__(self, process: multiprocessing.context.ForkProcess, folder: TemporaryFolder) -> None:
        self._process = process
        self._folder = folder

    def number(self) -> int | None:
        """See `Process.number`."""
        return self._process.pid if self._process.is_alive() else None

    def end(self) -> None:
        """See `Process.end`."""
        assert self._process.pid is not None
        with contextlib.suppress(OSError):  # what it started is in its process group, unless it moved away
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(MOST_SECONDS)
        self._folder.close()
        if self._process.is_alive():
            raise survived()


def spawn(warm: Sequence[str] = ()) -> Worker:
    """A worker that is a fork of this process, which has one thread, with limits but no other protection.

    Args:
        warm: modules to import before the fork, out of `WARMABLE`.

    Raises:
        SandboxError: it could not be started.
    """
    for name in (name for name in warm if name in WARMABLE and name not in sys.modules):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
        gc.freeze()
    folder = TemporaryFolder()
    ours, theirs = socket.socketpair()
    with theirs:
        arguments = (theirs, folder.path, _import_path())
        process = multiprocessing.get_context("fork").Process(target=forked.serve_forked, args=arguments)
        process.start()
    return plain.awaited(ours, _Fork(process, folder))


def _import_path() -> list[str]:
    """Where this Python imports from, without the folder of this program and those of the user."""
    packages, prefixes = site_folders(), (sys.prefix, sys.base_prefix)
    return [
        path
        for path in sys.path
        if path
        and (not os.path.isdir(path) or path in packages or any(is_beneath(path, prefix) for prefix in prefixes))
    ]
