"""Results kept on disk, so that a run goes on where it stopped, and the next one regrades only what changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from autograder.grading.fingerprint import Fingerprint, Fingerprints
from autograder.grading.tasks import Broke, Graded
from autograder.intake.records import Source
from autograder.results import AssignmentResult, Protection, Timing
from autograder.system.atomic import make_folder, remove_unfinished, write_atomically

_PROTECTION: Final = "protection.json"
_Kind = TypeVar("_Kind")
_MOST_NAMED: Final = 5  # students who are regraded for the same reason


@dataclass(frozen=True)
class _Record:
    """What is kept of one student's assignment."""

    fingerprint: Fingerprint
    result: AssignmentResult | None  # None where grading itself failed
    timing: Timing | None

    @property
    def broke(self) -> bool:
        return self.result is None or self.result.broke


@dataclass(frozen=True)
class _Blank:
    """The parts and checks of an assignment, for students who handed in nothing."""

    suite: str  # its fingerprint
    result: AssignmentResult


@dataclass(frozen=True)
class ProtectionUsed:
    """How student code was kept apart in a run."""

    level: str
    protection: Protection


class KeptResults:
    """The folder `state` of a results folder: a file for each student and assignment."""

    def __init__(self, folder: Path, fingerprints: Fingerprints, *, fresh: bool) -> None:
        """Read what an earlier run left.

        Args:
            folder: where the files are.
            fingerprints: what results depend on in this run.
            fresh: whether to forget the results of every submission that is looked up.
        """
        self._folder = folder
        self._fingerprints = fingerprints
        self._fresh = fresh
        self._kept = 0
        self._looked_for = 0
        self._regraded: defaultdict[tuple[str, str], list[str]] = defaultdict(list)  # by assignment and reason
        remove_unfinished(folder.glob("*"))

    def find(self, student: str, source: Source) -> Graded | None:
        """The earlier result for the same submission under the same circumstances."""
        self._looked_for += 1
        path = self._path(student, source.stem)
        if self._fresh:
            path.unlink(missing_ok=True)
        if not path.exists():
            return None
        record = _read(path, _Record)
        reason = self._reason_to_regrade(record, source)
        if record is None or record.result is None or record.timing is None or reason:
            self._regraded[source.stem, reason].append(student)
            return None
        self._kept += 1
        return Graded(record.result, record.timing)

    def keep(self, student: str, source: Source, outcome: Graded | Broke) -> None:
        """Write it to disk.

        Raises:
            UserError: it cannot be written.
        """
        result, timing = (None, None) if isinstance(outcome, Broke) else (outcome.result, outcome.timing)
        record = _Record(self._fingerprints.of(source), result, timing)
        path = self._path(student, source.stem)
        make_folder(path.parent)
        _write(path, record)

    def blank(self, assignment: str) -> AssignmentResult | None:
        """What the assignment looks like for a student who handed in nothing; None if that is not known any more."""
        kept = _read(self._blank_path(assignment), _Blank)
        return kept.result if kept and kept.suite == self._fingerprints.of_suite(assignment) else None

    def keep_blank(self, result: AssignmentResult) -> None:
        """Write down what an assignment looks like for a student who handed in nothing."""
        kept = _Blank(self._fingerprints.of_suite(result.assignment), result)
        make_folder(self._folder)
        _write(self._blank_path(result.assignment), kept)

    def account(self) -> list[str]:
        """What is regraded and why, and how much is kept, as lines for people; none in a first run."""
        lines = []
        for (assignment, reason), students in self._regraded.items():
            if len(students) > _MOST_NAMED:
                lines.append(f"regraded: {assignment} of {len(students)} students ({reason})")
            else:
                lines += [f"regraded: {student} {assignment} ({reason})" for student in students]
        if self._kept or lines:
            lines.append(f"kept: {self._kept} of {self._looked_for}")
        return lines

    def _reason_to_regrade(self, record: _Record | None, source: Source) -> str:
        if record is None:
            return "its earlier result cannot be read"
        changes = self._fingerprints.of(source).changes_since(record.fingerprint)
        if changes:
            return f"{' and '.join(changes)} changed"
        return "the grader broke" if record.broke else ""

    def _blank_path(self, assignment: str) -> Path:
        return self._folder / f"{assignment}.blank.json"

    def _path(self, student: str, assignment: str) -> Path:
        """By a hash of the name: no two students share one, whoever else is in the class."""
        name = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / assignment / f"{name}.json"


def protection_used(folder: Path) -> ProtectionUsed | None:
    """The protection of the last run in this folder that graded something, None if that is not known."""
    return _read(folder / _PROTECTION, ProtectionUsed)


def note_protection(folder: Path, used: ProtectionUsed) -> None:
    """Write down the protection of a run."""
    make_folder(folder)
    _write(folder / _PROTECTION, used)


def _write(path: Path, record: object) -> None:
    write_atomically(path, json.dumps(msgspec.to_builtins(record), indent=1) + "\n")


def _read(path: Path, kind: type[_Kind]) -> _Kind | None:
    """The record in a file, None if this version cannot read it."""
    try:
        return msgspec.convert(json.loads(path.read_bytes()), kind)
    except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None
