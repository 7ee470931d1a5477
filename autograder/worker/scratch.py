"""Folders to write to, where workers have no mounts of their own: each is lent to one worker at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from . import isolation
from .kernel import Unavailable


class ScratchFolders:
    """Small file systems in memory, mounted by whoever built the view."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._users = dict.fromkeys(folders, 0)

    def free_folder(self) -> str | None:
        """An empty folder that no living worker has; None if there are no scratch folders at all.

        Folders that a worker left full are emptied meanwhile, each by a process of its own, which can take seconds.

        Raises:
            Unavailable: all folders are lent out or being emptied.
        """
        for folder, user in self._users.items():
            if _is_alive(user):
                continue
            if _is_empty(folder):
                return folder
            self._users[folder] = _start_emptying(folder)
        if self._users:
            raise Unavailable(f"all {len(self._users)} scratch folders are in use")
        return None

    def lend(self, folder: str | None, worker: int) -> None:
        """The folder belongs to the process `worker` until that process is gone."""
        if folder is not None:
            self._users[folder] = worker


def _is_alive(process: int) -> bool:
    if process == 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _is_empty(folder: str) -> bool:
    with os.scandir(folder) as entries:
        return next(entries, None) is None


def _start_emptying(folder: str) -> int:
    if sys.platform != "linux":
        raise Unavailable("scratch folders exist only on Linux")
    process = os.fork()
    if process == 0:
        try:
            isolation.close_descriptors([])
            empty(folder)
        finally:
            os._exit(0)
    return process


def empty(folder: str) -> None:
    """Delete everything a worker left, however deeply nested and whatever the file modes."""
    while True:
        with os.scandir(folder) as entries:
            subfolders = [entry.path for entry in entries if not _deleted(entry)]
        if not subfolders:
            return
        for subfolder in subfolders:
            os.chmod(subfolder, 0o700)
            for entry in list(os.scandir(subfolder)):
                if not _deleted(entry):
                    # Moved to the top instead of descended into, under a name that no worker could have foreseen.
                    os.chmod(entry.path, 0o700)
                    os.rename(entry.path, os.path.join(folder, os.urandom(16).hex()))
            os.rmdir(subfolder)


def _deleted(entry: os.DirEntry[str]) -> bool:
    """Delete it unless it is a folder, and say whether it was deleted."""
    if entry.is_dir(follow_symlinks=False):
        return False
    os.unlink(entry.path)
    return True
