"""The levels of protection, best first, and words for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from .errors import SandboxError

Outer = Literal["bwrap", "unshare", "none", "no zygote"]


@dataclasses.dataclass(frozen=True)
class Level:
    """One way to keep a worker from everything else."""

    number: int  # 1 is the best
    name: str
    outer: Outer  # what stands around the zygote
    namespaces: bool  # whether each worker has namespaces and mounts of its own
    user_per_worker: bool
    protects: str
    leaves_open: str

    @property
    def sandboxed(self) -> bool:
        """Whether a worker is kept from the files and processes of the user at all."""
        return self.outer != "no zygote"

    @property
    def scratch(self) -> bool:
        """Whether a worker can write temporary files, of limited size in all."""
        return self.outer != "none"

    def at_least(self, other: Level) -> bool:
        """Whether it protects as well as the other, or better."""
        return self.number <= other.number


LEVELS: Final[tuple[Level, ...]] = (
    Level(
        1,
        "bwrap",
        "bwrap",
        True,
        False,
        "bubblewrap, and in it namespaces of its own for every worker, seccomp and Landlock",
        "nothing that is known; only a fault in the kernel would let a worker out",
    ),
    Level(
        2,
        "namespaces",
        "unshare",
        True,
        False,
        "a view of its own made without bubblewrap, namespaces for every worker, seccomp and Landlock",
        "nothing that is known; with bubblewrap installed, a tested tool would build the view",
    ),
    Level(
        3,
        "bwrap-flat",
        "bwrap",
        False,
        False,
        "bubblewrap around all workers together; seccomp and Landlock keep them from each other",
        "workers share process numbers and mounts, and can make many files; nested user namespaces would part them",
    ),
    Level(
        4,
        "uid",
        "none",
        False,
        True,
        "a user of its own for every worker, seccomp and Landlock",
        "a worker can tell which files exist, and cannot write temporary files; user namespaces would help",
    ),
    Level(
        5,
        "filters",
        "none",
        False,
        False,
        "seccomp and Landlock, as the same user",
        "a worker can tell which files exist, can start many threads, and cannot write temporary files; "
        "user namespaces would help",
    ),
    Level(
        6,
        "none",
        "no zygote",
        False,
        False,
        "NOT SANDBOXED: limits on memory and time only",
        "a submission can read and change everything that you can; grade on Linux, or in a container",
    ),
)

BY_NAME: Final[Mapping[str, Level]] = MappingProxyType({level.name: level for level in LEVELS})
MINIMUM: Final[Level] = BY_NAME["filters"]


def named(name: str) -> Level:
    """The level of that name.

    Raises:
        SandboxError: there is none.
    """
    if name not in BY_NAME:
        raise SandboxError(f"no protection level is called {name!r}: choose from {', '.join(BY_NAME)}")
    return BY_NAME[name]
