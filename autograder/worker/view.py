"""What is visible inside: a few folders, read-only, at the same paths as outside."""

from __future__ import annotations

import dataclasses
import json
from typing import Final, NamedTuple

USER_INSIDE: Final = 1000  # the user that a process is in one of our user namespaces


class Bind(NamedTuple):
    """A file, or a folder with everything below it."""

    source: str  # outside, without symbolic links
    target: str  # inside


class Symlink(NamedTuple):
    """A symbolic link."""

    path: str
    to: str


@dataclasses.dataclass(frozen=True)
class View:
    """The file system as seen from inside; /proc and an empty, writable /tmp are added to it."""

    symlinks: tuple[Symlink, ...]
    binds: tuple[Bind, ...]  # mounted in this order, after /tmp
    devices: tuple[str, ...]  # device files, at the same path inside
    folders: tuple[str, ...]  # empty folders to mount over

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
