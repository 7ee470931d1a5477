"""What a suite drew and its reference answered, kept as data beside the suite: neither is worked out twice.

It lies in `solutions/.rehearsed/`, in a file per assignment whose name says what it depends on: suite, seed, engine and
libraries. A file that is missing, stale or damaged is made anew. Beside draws and answers it holds which calls each
check makes of right work: a check of which both are known is not run with the reference again.

What explains failures is drawn when it is first needed, by any of several processes: it lies in a folder of the same
name, in a file per check.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallKey
from autograder.grading.case_data import Case, Modules, decoded, encoded
from autograder.grading.fingerprint import rehearsal_fingerprint
from autograder.system.atomic import write_bytes_atomically

FOLDER: Final = ".rehearsed"
_OLD_ONES: Final = 3  # files of an assignment that stay beside the newest: another seed, another Python
_IGNORED: Final = b"*\n"  # for git: this is made, and none of its business
_Count = Annotated[int, msgspec.Meta(ge=0)]


class _Content(msgspec.Struct, array_like=True):
    """What a file holds after the hash of these bytes."""

    cases: dict[str, list[Any]]  # by the identity of the check
    answers: list[tuple[bytes, bytes]]  # an encoded call, and the reference's reply
    calls: dict[str, list[tuple[_Count, _Count]]]  # of a check, likewise: places among the answers, and occurrences


class KeptRehearsal:
    """What is known of the draws and answers of one suite."""

    def __init__(self, content: bytes = b"") -> None:
        """Take the bytes of a file; nothing is known if they are not what `content` makes."""
        self.answers: dict[bytes, bytes] = {}  # the reference's reply to an encoded call
        self._cases: dict[str, list[Any]] = {}
        self._calls: dict[str, tuple[CallKey, ...]] = {}
        digest, data = content[:32], content[32:]
        if hashlib.sha256(data).digest() == digest:
            with suppress(msgspec.DecodeError, IndexError, RecursionError):
                kept = msgspec.msgpack.decode(data, type=_Content)
                calls = {
                    check: tuple(CallKey(kept.answers[place][0], occurrence) for place, occurrence in planned)
                    for check, planned in kept.calls.items()
                }
                self.answers, self._cases, self._calls = dict(kept.answers), kept.cases, calls

    @property
    def content(self) -> bytes:
        """All that is known, as bytes: the same for the same suite."""
        places = {call: place for place, call in enumerate(self.answers)}
        calls = {
            check: [(places[call.data], call.occurrence) for call in planned] for check, planned in self._calls.items()
        }
        data = msgspec.msgpack.encode(_Content(self._cases, list(self.answers.items()), calls))
        return hashlib.sha256(data).digest() + data

    @property
    def size(self) -> tuple[int, int, int]:
        """How many answers are known, and of how many checks the cases, and the calls."""
        return len(self.answers), len(self._cases), len(self._calls)

    def cases(self, check: str, modules: Modules | None = None) -> tuple[Case, ...] | None:
        """The cases that a check draws, by its identity; None if they are not known. For `modules` see `decoded`."""
        return decoded(self._cases[check], modules) if check in self._cases else None

    def keep_cases(self, check: str, cases: Sequence[Case], modules: Modules | None = None) -> None:
        """Keep the cases of a check, if they are data. For `modules` see `encoded`."""
        data = encoded(cases, modules)
        if data is not None:
            self._cases[check] = data

    def calls(self, check: str) -> tuple[CallKey, ...] | None:
        """The calls that a check makes of right work; None if they are not known."""
        return self._calls.get(check)

    def keep_calls(self, check: str, calls: Sequence[CallKey]) -> None:
        """Keep the calls of a check, the answers to which are known."""
        self._calls[check] = tuple(calls)


class KeptCases:
    """Cases in a folder, in a file per name: several processes read and write them at once."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made as soon as there is something to keep."""
        self._folder = folder
        self._modules: Modules | None = None

    def suite_is_loaded(self) -> None:
        """From now on take records for those of the modules that are loaded now: another course may load its own."""
        self._modules = dict(sys.modules)

    def cases(self, name: str) -> tuple[Case, ...] | None:
        """The cases of a name; None if none are kept, or they are damaged."""
        return read_kept(self._file(name)).cases(name, self._modules)

    def keep_cases(self, name: str, cases: Sequence[Case]) -> None:
        """Keep cases, if they are data; where the folder cannot be written, each process draws its own."""
        kept = KeptRehearsal()
        kept.keep_cases(name, cases, self._modules)
        with suppress(OSError, UserError):
            if any(kept.size):
                self._folder.mkdir(mode=0o700, exist_ok=True)
                write_bytes_atomically(self._file(name), kept.content)

    @property
    def files(self) -> list[Path]:
        """All that is kept."""
        return sorted(self._folder.glob("*.msgpack"))

    def _file(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.msgpack"


def kept_file(assignment: Assignment, seed: str) -> Path:
    """Where the rehearsal of a suite is kept."""
    name = f"{assignment.name}-{rehearsal_fingerprint(assignment, seed)[:32]}.msgpack"
    return assignment.private.parent / FOLDER / name


def fresh_folder(kept: Path) -> Path:
    """The folder of cases that explain failures, beside the file of a rehearsal."""
    return kept.with_suffix("")


def read_kept(path: Path) -> KeptRehearsal:
    """What is kept in a file; nothing if it is missing or damaged."""
    try:
        return KeptRehearsal(path.read_bytes())
    except OSError:
        return KeptRehearsal()


def write_kept(path: Path, kept: KeptRehearsal) -> None:
    """Keep a rehearsal for the next run; where the folder cannot be written, that one works it out again."""
    with suppress(OSError, UserError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        ignored = path.with_name(".gitignore")
        if not ignored.exists():
            write_bytes_atomically(ignored, _IGNORED)
        write_bytes_atomically(path, kept.content)
        assignment = path.name.rpartition("-")[0]
        kept_ones = sorted(path.parent.glob(f"{assignment}-*.msgpack"), key=_when, reverse=True)
        for old in [other for other in kept_ones if other != path][_OLD_ONES:]:
            old.unlink(missing_ok=True)
            shutil.rmtree(fresh_folder(old), ignore_errors=True)


def _when(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another run has just removed it
        return 0.0
