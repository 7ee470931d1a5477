"""Only one run at a time writes to a results folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from autograder.errors import UserError
from autograder.system.atomic import make_folder

_SECONDS_TO_WAIT: Final = 3.0  # the processes of a run that was just killed may still hold the lock


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """Lock the folder against other runs; the system releases the lock when this process dies, however it dies.

    Raises:
        UserError: another run holds the lock, or the folder cannot be written to.
    """
    make_folder(folder / "state")
    lock = FileLock(folder / "state" / "lock")
    try:
        lock.acquire(timeout=_SECONDS_TO_WAIT)
    except Timeout:
        raise UserError(
            f"another run is writing to {folder}: wait until it has finished, or name another folder with --out"
        ) from None
    except OSError as error:
        raise UserError(f"{folder} cannot be locked against other runs: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()
