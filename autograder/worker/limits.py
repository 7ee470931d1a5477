"""Limits on what a process uses, as far as the system has them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

try:
    # Imported here already: the user that a worker becomes may not be able to read this Python.
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_MEBIBYTE: Final = 1024 * 1024
# Enough for pictures and files of data. Scratch space is memory, and every worker may fill its own.
SCRATCH_BYTES: Final = 64 * _MEBIBYTE
# On top of what is mapped at the start. It bounds address space, in which the stack of every thread counts for 8 MiB.
EXTRA_MEMORY: Final = 2048 * _MEBIBYTE
# Submissions open a handful; all workers together must not fill the system's table of open files.
_MOST_DESCRIPTORS: Final = 256
# Threads that no worker may take, where the user's limit is shared: the grader needs some to start the next worker.
SPARED_THREADS: Final = 32


def memory_limit() -> int | None:
    """Bytes of address space that this process may come to use. Needs /proc; None anywhere but on Linux."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + EXTRA_MEMORY


def threads_of(user: int) -> int:
    """How many threads this user has, as the kernel counts them for its limit; those that /proc does not show are not
    counted. Linux only.
    """
    return sum(_threads(folder, user) for folder in Path("/proc").glob("[0-9]*"))


def _threads(process: Path, user: int) -> int:
    try:
        lines = (process / "status").read_text(errors="replace").splitlines()
    except OSError:
        return 0  # it has ended
    fields = dict(line.split(":\t", 1) for line in lines if line.startswith(("Uid:\t", "Threads:\t")))
    return int(fields["Threads"]) if int(fields["Uid"].split()[0]) == user else 0


def most_threads() -> int | None:
    """How many threads this user may have, None without such a limit: the kernel never counts those of root."""
    if resource is None or sys.platform == "win32" or own_user() == 0:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    return None if soft == resource.RLIM_INFINITY else soft


def own_user() -> int:
    """The number of the user that runs this process; 0 on Windows, which counts nobody's threads."""
    if sys.platform == "win32":
        return 0
    return os.getuid()


def with_those_of_others(threads: int) -> int:
    """What to limit this user to, so that one more process may have so many threads, and all together some are left."""
    most, wanted = most_threads(), threads_of(own_user()) + threads
    return wanted if most is None else min(wanted, most - SPARED_THREADS)


def limit_resources(memory: int | None, threads: int | None) -> None:
    """Limit address space (bytes), file size, descriptors, core files and, if given, threads.

    Processor time has no limit here: with one, the clock of a process becomes coarse.
    """
    if resource is None or sys.platform == "win32":
        return
    limits = {
        resource.RLIMIT_FSIZE: SCRATCH_BYTES,
        resource.RLIMIT_NOFILE: _MOST_DESCRIPTORS,
        resource.RLIMIT_CORE: 0,
    }
    if memory is not None:
        limits[resource.RLIMIT_AS] = memory
    if threads is not None:
        limits[resource.RLIMIT_NPROC] = threads
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))
