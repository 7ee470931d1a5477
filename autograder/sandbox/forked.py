"""Workers for a student's own work on their own machine: forks of this process, where the system has them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence

from autograder.worker.kernel import Unavailable

from . import command_line, plain
from .worker_process import Worker

Spawn = Callable[[Sequence[str]], Worker]  # modules to import beforehand, out of `WARMABLE`


def prepare() -> None:
    """Have libraries that are not loaded yet start no threads: a process with more than one cannot be forked."""
    os.environ.update(command_line.ONE_THREAD, MPLBACKEND="Agg")


def spawner() -> Spawn:
    """What starts a worker for work that may see everything that this process knows, as fast as this system can."""
    if sys.platform == "linux":
        from autograder.worker.zygote import warm_up

        from .forking import spawn

        with contextlib.suppress(Unavailable):  # a library was loaded before `prepare`, and runs threads
            warm_up()
            return spawn
    return lambda warm: plain.spawn(command_line.PLAIN, warm_up=True)
