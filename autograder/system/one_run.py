"""One run at a time into a results folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from autograder.errors import UserError
from autograder.system.atomic import make_folder

_PATIENCE: Final = 3.0  # seconds: the processes of a run that was just killed may still hold the lock


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """Hold the folder against other runs; the system lets go of it when this process dies, however it dies.

    Raises:
        UserError: another run holds it, or it cannot be written to.
    """
    make_folder(folder / "state")
    lock = FileLock(folder / "state" / "lock")
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        raise UserError(
            f"another run is writing to {folder}: wait until it is done, or name another folder with --out"
        ) from None
    except OSError as error:
        raise UserError(f"{folder} cannot be locked against other runs: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()
