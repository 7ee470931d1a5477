"""Only one run at a time writes to a record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from autograder.errors import RecordBusy, UserError
from autograder.system.atomic import file_mode, make_folder

_SECONDS_TO_WAIT: Final = 3.0  # the processes of a run that was just killed may still hold the lock


@contextmanager
def only_run_in(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Lock the folder against other runs; the system releases the lock when this process dies, however it dies.

    Args:
        folder: of the record.
        wait: how many seconds to wait for another run to finish.

    Raises:
        RecordBusy: another run holds the lock.
        UserError: the folder cannot be written to.
    """
    make_folder(folder / "state")
    lock = FileLock(folder / "state" / "lock", mode=file_mode(folder / "state"))
    try:
        lock.acquire(timeout=max(wait, _SECONDS_TO_WAIT))
    except Timeout:
        raise RecordBusy(
            f"another run is writing to {folder}: wait until it has finished, as --wait SECONDS does, or name another "
            "folder with --out"
        ) from None
    except OSError as error:
        raise UserError(f"{folder} cannot be locked against other runs: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()
