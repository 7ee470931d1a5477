"""The levels of protection, best first, and how they are described to people."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from .errors import SandboxError

Outer = Literal["bwrap", "unshare", "none", "no zygote"]


@dataclasses.dataclass(frozen=True)
class Level:
    """One way to keep a worker away from everything else."""

    number: int  # 1 is the best
    name: str
    outer: Outer  # what stands around the zygote
    namespaces: bool  # whether each worker has its own namespaces and mounts
    user_per_worker: bool
    protects: str  # what stands in the way, after the name in the first line of output
    leaves_open: str  # what a worker can still do, and what would prevent it

    @property
    def sandboxed(self) -> bool:
        """Whether a worker is kept away from the user's files and processes at all."""
        return self.outer != "no zygote"

    @property
    def scratch(self) -> bool:
        """Whether a worker can write temporary files, up to a total size."""
        return self.outer != "none"

    def at_least(self, other: Level) -> bool:
        """Whether it protects as well as the other level, or better."""
        return self.number <= other.number


LEVELS: Final[tuple[Level, ...]] = (
    Level(
        1,
        "bwrap",
        "bwrap",
        True,
        False,
        "bubblewrap, and in it namespaces of its own for every worker, seccomp and Landlock",
        "nothing known; only a bug in the kernel would let a worker out",
    ),
    Level(
        2,
        "namespaces",
        "unshare",
        True,
        False,
        "a private view of the file system, and in it namespaces of its own for every worker, seccomp and Landlock",
        "nothing known; with bubblewrap installed, a widely tested tool would build that view",
    ),
    Level(
        3,
        "uid",
        "none",
        False,
        True,
        "a separate user for every worker, seccomp and Landlock",
        "a worker can tell which files exist (and cannot write temporary files); user namespaces would prevent that",
    ),
    Level(
        4,
        "filters",
        "none",
        False,
        False,
        "seccomp and Landlock alone, every worker as the same user",
        "a worker can tell which files exist (and cannot write temporary files; where root grades, its threads are "
        "bounded by memory only); "
        "user namespaces would prevent that",
    ),
    Level(
        5,
        "none",
        "no zygote",
        False,
        False,
        "NOT SANDBOXED: limits on memory and time only",
        "a submission can read and change everything that you can: grade on Linux, or in a container",
    ),
)

BY_NAME: Final[Mapping[str, Level]] = MappingProxyType({level.name: level for level in LEVELS})
MINIMUM: Final[Level] = BY_NAME["filters"]


def named(name: str) -> Level:
    """The level with this name.

    Raises:
        SandboxError: there is no such level.
    """
    if name not in BY_NAME:
        raise SandboxError(f"there is no protection level {name!r}: choose from {', '.join(BY_NAME)}")
    return BY_NAME[name]
