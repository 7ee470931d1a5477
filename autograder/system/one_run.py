"""Only one run at a time writes to a record, one process to a file, and nobody reads views while they change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from autograder.errors import RecordBusy, UserError
from autograder.system.atomic import file_mode, make_folder

_SECONDS_TO_WAIT: Final = 3.0  # the processes of a run that was just killed may still hold the lock
_SECONDS_TO_READ: Final = 60.0  # more than it takes to replace the views of any class
_VIEWS: Final = "views.lock"
LOCKS: Final = ("lock", _VIEWS)  # in the folder `state`


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
    advice = "wait until it has finished, as --wait SECONDS does, or name another folder with --out"
    with _locked(folder / "state" / "lock", folder, f"another run is writing to {folder}: {advice}", wait):
        yield


@contextmanager
def views_of(folder: Path) -> Iterator[None]:
    """Keep others from changing a record's views, or from reading them while they change.

    Raises:
        RecordBusy: somebody has been at it for a minute.
        UserError: the folder cannot be written to.
    """
    busy = f"another command is at {folder}: try again"
    with _locked(folder / "state" / _VIEWS, folder, busy, _SECONDS_TO_READ):
        yield


@contextmanager
def only_writer_of(path: Path) -> Iterator[None]:
    """Lock a file against other writers that ask.

    Raises:
        RecordBusy: another one holds the lock.
        UserError: nothing can be written beside the file.
    """
    lock = path.with_name(f".{path.name}.lock")
    with _locked(lock, path, f"another command is writing to {path}: try again", _SECONDS_TO_WAIT):
        yield


@contextmanager
def _locked(path: Path, what: Path, busy: str, wait: float) -> Iterator[None]:
    try:
        lock = FileLock(path, mode=file_mode(path.parent))
        lock.acquire(timeout=max(wait, _SECONDS_TO_WAIT))
    except Timeout:
        raise RecordBusy(busy) from None
    except OSError as error:
        raise UserError(f"{what} cannot be locked against others: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()
