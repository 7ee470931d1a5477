"""Limits on what a process uses, as far as the system has them."""

from __future__ import annotations

import os
import sys
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


def memory_limit() -> int | None:
    """Bytes of address space that this process may come to use. Needs /proc; None anywhere but on Linux."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + EXTRA_MEMORY


def limit_resources(memory: int | None, processes: int | None) -> None:
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
    if processes is not None:
        limits[resource.RLIMIT_NPROC] = processes
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))
