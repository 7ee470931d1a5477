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
from typing import Any, Final

import msgspec
import numpy as np
import torch

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.grading.calls import CallKey
from autograder.grading.fingerprint import rehearsal_fingerprint
from autograder.grading.snapshot import snapshot
from autograder.system.atomic import write_bytes_atomically

FOLDER: Final = ".rehearsed"
_OLD_ONES: Final = 3  # files of an assignment that stay beside the newest: another seed, another Python
_PLAIN: Final = (type(None), bool, int, float, str)
_IGNORED: Final = b"*\n"  # for git: this is made, and none of its business

Case = dict[str, Any]


class _NotData(Exception):
    """A drawn value that cannot be kept as data."""


class _Content(msgspec.Struct, array_like=True):
    """What a file holds after the hash of these bytes."""

    cases: dict[str, list[Any]]  # by the identity of the check
    answers: list[tuple[bytes, bytes]]  # an encoded call, and the reference's reply
    calls: dict[str, list[tuple[int, int]]]  # of a check by its identity: places among the answers, and occurrences


class KeptRehearsal:
    """What is known of the draws and answers of one suite."""

    def __init__(self, content: bytes = b"") -> None:
        """Take the bytes of a file; nothing is known if they are not what `content` makes."""
        self.answers: dict[bytes, bytes] = {}  # the reference's reply to an encoded call
        self._cases: dict[str, list[Any]] = {}
        self._calls: dict[str, tuple[CallKey, ...]] = {}
        digest, data = content[:32], content[32:]
        if hashlib.sha256(data).digest() == digest:
            with suppress(msgspec.DecodeError):
                kept = msgspec.msgpack.decode(data, type=_Content)
                self.answers, self._cases = dict(kept.answers), kept.cases
                for check, calls in kept.calls.items():
                    self._calls[check] = tuple(CallKey(kept.answers[place][0], count) for place, count in calls)

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

    def cases(self, check: str) -> tuple[Case, ...] | None:
        """The cases that a check draws, by its identity; None if they are not known."""
        with suppress(KeyError, _NotData):
            return tuple({name: _decoded(value) for name, value in case} for case in self._cases[check])
        return None

    def keep_cases(self, check: str, cases: Sequence[Case]) -> None:
        """Keep the cases of a check, if they are data that comes back as it was."""
        with suppress(_NotData):
            self._cases[check] = [[(name, _encoded(value)) for name, value in case.items()] for case in cases]
            if snapshot(self.cases(check)) != snapshot(tuple(cases)):
                del self._cases[check]

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

    def cases(self, name: str) -> tuple[Case, ...] | None:
        """The cases of a name; None if none are kept, or they are damaged."""
        return read_kept(self._file(name)).cases(name)

    def keep_cases(self, name: str, cases: Sequence[Case]) -> None:
        """Keep cases, if they are data; where the folder cannot be written, each process draws its own."""
        kept = KeptRehearsal()
        kept.keep_cases(name, cases)
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


def _encoded(value: Any) -> Any:
    """A value as data; what is not a number or a text is a list that begins with what it is.

    Raises:
        _NotData: it is neither a number, a text or an array, nor made of such in lists, tuples and dictionaries.
    """
    if type(value) in _PLAIN and not (type(value) is int and not -(2**63) <= value < 2**64):
        return value
    if type(value) is torch.Tensor and not value.requires_grad:
        return ["torch", *_array(value.numpy())]
    if type(value) is np.ndarray:
        return ["numpy", *_array(value)]
    if type(value) in (list, tuple):
        return [type(value).__name__, [_encoded(item) for item in value]]
    if type(value) is dict:
        return ["dict", [[_encoded(key), _encoded(item)] for key, item in value.items()]]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return ["record", type(value).__module__, type(value).__qualname__, [_encoded(item) for item in value]]
    raise _NotData


def _array(array: np.ndarray) -> tuple[str, str, list[int], bytes]:
    """The entries in the order in which they lie in memory: sums of rows may be rounded by it."""
    order = "C" if array.flags.c_contiguous else "F"
    if array.dtype.kind not in "fiub" or not array.flags.forc:
        raise _NotData
    return array.dtype.str, order, list(array.shape), array.tobytes("A")


def _decoded(data: Any) -> Any:
    """The value that `_encoded` made this data of.

    Raises:
        _NotData: its type is not there any more.
    """
    if not isinstance(data, list):
        return data
    match data:
        case [("torch" | "numpy") as library, dtype, order, shape, entries]:
            array = np.frombuffer(entries, dtype).reshape(shape, order=order).copy("K")
            return torch.from_numpy(array).clone() if library == "torch" else array
        case ["list", items]:
            return [_decoded(item) for item in items]
        case ["tuple", items]:
            return tuple(_decoded(item) for item in items)
        case ["dict", entries]:
            return {_decoded(key): _decoded(item) for key, item in entries}
        case ["record", module, name, items]:
            record = getattr(sys.modules.get(module), name, None)
            if isinstance(record, type) and issubclass(record, tuple) and hasattr(record, "_make"):
                return record._make(map(_decoded, items))
    raise _NotData


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
