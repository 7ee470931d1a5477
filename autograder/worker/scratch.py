"""Places to write to, where workers have no mounts of their own: each is lent to one worker at a time."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .kernel import Unavailable


class Slots:
    """Small file systems in memory, made by whoever built the view."""

    def __init__(self, places: Sequence[str]) -> None:
        self._users = dict.fromkeys(places, 0)

    def free_place(self) -> str | None:
        """A place that no living worker has, emptied; None where there are no places at all.

        Raises:
            Unavailable: all places are lent.
        """
        for place, user in self._users.items():
            if not _is_alive(user):
                empty(place)
                return place
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


def empty(place: str) -> None:
    """Delete all that a worker left, however deep it nested its folders."""
    moved = 0
    while True:
        with os.scandir(place) as entries:
            folders = [entry.path for entry in entries if not _deleted(entry)]
        if not folders:
            return
        for folder in folders:
            os.chmod(folder, 0o700)
            for name in os.listdir(folder):
                # Lifted to the top instead of descended into; the name is one that no worker's folder has.
                os.rename(os.path.join(folder, name), _free_name(place, moved))
                moved += 1
            os.rmdir(folder)


def _deleted(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return False
    os.unlink(entry.path)
    return True


def _free_name(place: str, number: int) -> str:
    name = os.path.join(place, f"{number}")
    while os.path.lexists(name):
        name += "_"
    return name
