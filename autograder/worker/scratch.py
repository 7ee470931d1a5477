"""Places to write to, where workers have no mounts of their own: each is lent to one worker at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from . import isolation
from .kernel import Unavailable


class Slots:
    """Small file systems in memory, made by whoever built the view."""

    def __init__(self, places: Sequence[str]) -> None:
        self._users = dict.fromkeys(places, 0)

    def free_place(self) -> str | None:
        """An empty place that no living worker has; None where there are no places at all.

        Places that a worker left full are emptied meanwhile, by processes of their own: it can take seconds.

        Raises:
            Unavailable: all places are lent, or being emptied.
        """
        for place, user in self._users.items():
            if _is_alive(user):
                continue
            if _is_empty(place):
                return place
            self._users[place] = _start_emptying(place)
        if self._users:
            raise Unavailable(f"all {len(self._users)} places to write to are in use")
        return None

    def lend(self, place: str | None, worker: int) -> None:
        """The place belongs to the process `worker` until that is gone."""
        if place is not None:
            self._users[place] = worker


def _is_alive(process: int) -> bool:
    if process == 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _is_empty(place: str) -> bool:
    with os.scandir(place) as entries:
        return next(entries, None) is None


def _start_emptying(place: str) -> int:
    if sys.platform != "linux":
        raise Unavailable("places to write to are lent on Linux only")
    process = os.fork()
    if process == 0:
        try:
            isolation.close_descriptors([])
            empty(place)
        finally:
            os._exit(0)
    return process


def empty(place: str) -> None:
    """Delete all that a worker left, however deep it nested its folders, and whatever their modes are."""
    while True:
        with os.scandir(place) as entries:
            folders = [entry.path for entry in entries if not _deleted(entry)]
        if not folders:
            return
        for folder in folders:
            os.chmod(folder, 0o700)
            for entry in list(os.scandir(folder)):
                if not _deleted(entry):
                    # Lifted to the top instead of descended into, under a name that no worker can have foreseen.
                    os.chmod(entry.path, 0o700)
                    os.rename(entry.path, os.path.join(place, os.urandom(16).hex()))
            os.rmdir(folder)


def _deleted(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return False
    os.unlink(entry.path)
    return True
