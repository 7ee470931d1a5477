"""Temporary folders of the trusted side; the next run removes those whose owner was killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PREFIX: Final = "autograder-sandbox-"


class TemporaryFolder:
    """A folder that is locked for as long as its owner, or a fork of it, lives.

    Attributes:
        path: its path.
    """

    def __init__(self) -> None:
        while True:
            self.path = tempfile.mkdtemp(prefix=_PREFIX)
            self._lock = _lock(self.path, wait=True)
            if os.path.isdir(self.path):
                return
            self.forget()  # another run swept it away just before it was locked

    def forget(self) -> None:
        """Leave the folder to the other process that also holds it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def close(self) -> None:
        """Remove it. May be called again."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.forget()


@contextlib.contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder, by its path, that is removed afterwards."""
    folder = TemporaryFolder()
    try:
        yield folder.path
    finally:
        folder.close()


def sweep() -> None:
    """Remove this user's folders that nobody holds any more. On Windows, nothing tells them from those in use."""
    if sys.platform == "win32":
        return
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}????????"):
        with contextlib.suppress(OSError):  # in use, or already gone
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
                continue
            lock = _lock(str(path), wait=False)
            shutil.rmtree(path, ignore_errors=True)
            if lock is not None:
                os.close(lock)


def _lock(path: str, *, wait: bool) -> int | None:
    """A descriptor that holds a lock on the folder; None if the folder is gone, or folders cannot be locked here.

    Raises:
        BlockingIOError: somebody else has locked it, and `wait` is false.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
