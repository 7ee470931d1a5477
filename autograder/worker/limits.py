"""Limits on what a process uses, where the system knows them."""

from __future__ import annotations

import os
import sys
from typing import Final

try:
    # Now: where each worker has a user of its own, that user may not be able to read this Python.
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_MEBIBYTE: Final = 1024 * 1024
SCRATCH_BYTES: Final = 64 * _MEBIBYTE
EXTRA_MEMORY: Final = 2048 * _MEBIBYTE
_MOST_DESCRIPTORS: Final = 256


def memory_limit() -> int | None:
    """Bytes of address space that this process may come to use. Needs /proc; None elsewhere than on Linux."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + EXTRA_MEMORY


def limit_resources(memory: int | None, processes: int | None) -> None:
    """Limit address space (bytes), file size, descriptors, core files and, where asked for, threads.

    There is no limit of processor time: with one, the clock of a process becomes coarse.
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
