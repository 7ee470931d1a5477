"""What can be seen from inside: a few folders, read-only, at the paths that they have outside."""

from __future__ import annotations

import dataclasses
import json
from typing import Final, NamedTuple

USER_INSIDE: Final = 1000  # who a process is in a user namespace of ours


class Bind(NamedTuple):
    """A file or folder, with all beneath it."""

    source: str  # outside, without symbolic links
    target: str  # inside


class Symlink(NamedTuple):
    """A symbolic link."""

    path: str
    to: str


@dataclasses.dataclass(frozen=True)
class View:
    """The whole file system as it is seen from inside, beside /proc and an empty, writable /tmp."""

    symlinks: tuple[Symlink, ...]
    binds: tuple[Bind, ...]  # mounted in this order, after /tmp
    devices: tuple[str, ...]  # device files, at the same path inside
    folders: tuple[str, ...]  # empty folders, to mount over

    def to_json(self) -> str:
        """As text, for the command line."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> View:
        """The inverse of `to_json`."""
        parts = json.loads(text)
        return cls(
            tuple(Symlink(*pair) for pair in parts["symlinks"]),
            tuple(Bind(*pair) for pair in parts["binds"]),
            tuple(parts["devices"]),
            tuple(parts["folders"]),
        )
