"""Processor time of this process and of all that it has started, also of what has ended and of what it never saw."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def counted() -> Iterator[tuple[Callable[[], float], str]]:
    """Count from here on, in a control group of its own where the system lets us, as it lets root on Linux.

    Yields:
        What tells the seconds, and what they lack: "" where nothing.
    """
    home = _own_group()
    group = home and _new_group(home)
    if home is None or group is None:
        yield _waited_for, "without the sandbox, which nobody counts here: that takes root, and control groups"
        return
    try:
        yield lambda: _seconds(group), ""
    finally:
        _move(home)
        with suppress(OSError):  # something that it started still runs
            group.rmdir()


def _own_group() -> Path | None:
    """The folder of the control group that this process is in; None where there is none."""
    try:
        return _group_of_this_process()
    except (OSError, StopIteration):
        return None


def _new_group(home: Path) -> Path | None:
    """A group in it, to which this process was moved; None where it may not be."""
    group = home / f"benchmark_{os.getpid()}"
    try:
        group.mkdir()
        _move(group)
    except OSError:
        return None
    return group


def _group_of_this_process() -> Path:
    mounts = (line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines())
    root = next(mount[1] for mount in mounts if mount[2] == "cgroup2")
    groups = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    return Path(root + next(line.removeprefix("0::") for line in groups if line.startswith("0::")))


def _move(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")


def _seconds(group: Path) -> float:
    lines = (group / "cpu.stat").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("usage_usec")) / 1e6


def _waited_for() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
