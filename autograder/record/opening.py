"""Opening a record: one run at a time, what a killed one had begun is finished, and older versions are taken over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.record.attempts import Archive
from autograder.record.people import People, read_people, write_people
from autograder.record.takeover import take_over
from autograder.results import AssignmentResult
from autograder.system.atomic import remove_unfinished, write_atomically
from autograder.system.one_run import LOCKS, only_run_in, views_of
from autograder.system.together import finish_together, has_begun, put_in_place, stage

_STAGING: Final = "state/views"
_FORGETTING: Final = "forgetting"


@dataclass(frozen=True)
class Record:
    """A record that this process alone may write to."""

    folder: Path
    people: People

    @property
    def state(self) -> Path:
        """Where everything is kept that views are made from."""
        return self.folder / "state"

    @property
    def called(self) -> dict[str, str]:
        """What everybody is called where marks are given without names, by key."""
        return {person.key: person.called for person in self.people}

    @property
    def archive(self) -> Archive:
        """What was handed in and graded."""
        return Archive(self.state)

    def keep_people(self) -> None:
        """Write everybody down; whatever kills this, nobody's work is lost."""
        for gone, kept in self.people.merged:
            self.archive.join(gone, kept)
        self.people.give_numbers()
        write_people(self.state / "people.json", self.people)
        for gone, _ in self.people.merged:
            self.archive.drop(gone)

    def blanks(self, order: Iterable[str]) -> dict[str, AssignmentResult]:
        """What each assignment of the record looks like without work, in the order of the course."""
        blanks = self.archive.blanks()
        return {name: blanks[name] for name in dict.fromkeys([*order, *blanks]) if name in blanks}

    def write_views(self, files: Iterable[tuple[str, str]], gone: Iterable[str] = ()) -> None:
        """Replace views, all of them or none.

        Args:
            files: their paths in the record, and their texts, which may be made as they are asked for.
            gone: paths of those that are to be removed.

        Raises:
            UserError: they cannot be written.
        """
        staging = self.folder / _STAGING
        staged = stage(self.folder, staging, files, gone)
        with views_of(self.folder):
            put_in_place(self.folder, staging, staged)


@contextmanager
def open_record(folder: Path, tell: Callable[[str], None], *, wait: float = 0.0) -> Iterator[Record]:
    """A record, made if it does not exist.

    Args:
        folder: where it is.
        tell: is told what was taken over.
        wait: how many seconds to wait for another run to finish.

    Raises:
        RecordBusy: another run holds it.
        UserError: it cannot be read or written.
    """
    with only_run_in(folder, wait):
        finish_together(folder, folder / _STAGING)
        if (folder / "state" / _FORGETTING).exists():
            forget(folder / "state")
        remove_unfinished([folder, folder / "state", *(folder / "students").glob("*")])
        if taken := take_over(folder):
            tell(f"note: the results of {taken} students that an older version had written were taken over")
        yield Record(folder, read_people(folder / "state" / "people.json"))


def settle(folder: Path) -> None:
    """Finish what a killed run had begun to write, before its views are read.

    Raises:
        RecordBusy: another run is at it.
    """
    if has_begun(folder / _STAGING):
        with only_run_in(folder):
            finish_together(folder, folder / _STAGING)


@contextmanager
def unchanging(folder: Path) -> Iterator[None]:
    """Views of a record that no run changes while they are read; a record that only can be read is just read.

    Raises:
        RecordBusy: another run is changing them.
    """
    settle(folder)
    with ExitStack() as lock:
        if (folder / "state").is_dir() and os.access(folder / "state", os.W_OK):
            lock.enter_context(views_of(folder))
        yield


def forget(state: Path) -> None:
    """Forget everybody and everything that was graded; what remains of the record is the history of its runs.

    Whoever opens a record in which this was interrupted finishes it: half of a record would give other marks.
    """
    write_atomically(state / _FORGETTING, "")
    for path in state.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in (*LOCKS, _FORGETTING):
            path.unlink()
    (state / _FORGETTING).unlink()
