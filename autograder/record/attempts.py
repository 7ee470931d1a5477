"""What was handed in and how it was graded, as it is kept on disk and as any command reads it."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from autograder.errors import UserError
from autograder.grading.fingerprint import Fingerprint
from autograder.intake.records import NOT_TOLD, Handed, Source
from autograder.record.json_files import from_json, json_text, read_record, write_record
from autograder.record.shared_checks import SharedChecks
from autograder.results import AssignmentResult, Timing

HAND_INS: Final = "hand-ins"
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Attempt:
    """One hand-in of one student for one assignment, and what grading it gave."""

    fingerprint: Fingerprint
    result: AssignmentResult | None  # None where grading itself failed
    timing: Timing | None
    handed: Handed = NOT_TOLD
    run: int = 0  # in which it was last given as the newest
    late: bool | None = None  # as older versions noted it; now `handed` has it
    text: str = ""  # sha256 of the text that was graded, under which it is kept; "" if it is not
    circumstances: str = ""  # sha256 of what it was graded with, under which that is kept
    detail: str = ""  # what broke, for the instructor

    @property
    def broke(self) -> bool:
        """Whether the grader failed in it."""
        return self.result is None or self.result.broke

    @property
    def file_sha256(self) -> str:
        """Of the bytes as they were downloaded, or of the text where nobody told."""
        return self.handed.sha256 or self.text


@dataclass(frozen=True)
class Blank:
    """The parts and checks of an assignment, for students who handed in nothing."""

    suite: str  # its fingerprint
    result: AssignmentResult


class Archive:
    """The folder `state` of a record, as any command reads it: a file for each student and assignment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checks = SharedChecks()

    def attempts(self, person: str, assignment: str) -> tuple[Attempt, ...]:
        """A student's attempts at an assignment, in the order in which they became known.

        Raises:
            UserError: they cannot be read, which is not the same as none.
        """
        path = self.path(person, assignment)
        if not path.exists():
            return ()
        return tuple(map(self.shared, _readable(path, read_record(path, tuple[Attempt, ...]))))

    def shared(self, attempt: Attempt) -> Attempt:
        """The attempt, whose checks take no memory of their own where others had equal ones."""
        return replace(attempt, result=self._checks.of(attempt.result)) if attempt.result else attempt

    def blanks(self) -> dict[str, AssignmentResult]:
        """What each assignment that was ever graded looks like without work, by its name.

        Raises:
            UserError: that of one cannot be read.
        """
        files = sorted(self.folder.glob("*.blank.json"))
        kept = {path.name.removesuffix(".blank.json"): _readable(path, read_record(path, Blank)) for path in files}
        return {name: blank.result for name, blank in kept.items()}

    def source(self, attempt: Attempt) -> Source | None:
        """What was handed in, None if it is not kept (by an older version)."""
        source = read_record(self.folder / HAND_INS / attempt.text, Source) if attempt.text else None
        return source and replace(source, handed=attempt.handed)

    def join(self, other: str, person: str) -> None:
        """Give a student the attempts of another key, under which the same student was known."""
        for path in self.folder.glob(f"*/{glob.escape(other)}.json"):
            assignment = path.parent.name
            ours = self.attempts(person, assignment)
            theirs = [one for one in self.attempts(other, assignment) if one not in ours]
            write_record(self.path(person, assignment), sorted([*ours, *theirs], key=lambda one: one.run))

    def drop(self, person: str) -> None:
        """Forget the attempts under a key."""
        for path in self.folder.glob(f"*/{glob.escape(person)}.json"):
            path.unlink()

    def path(self, person: str, assignment: str) -> Path:
        return self.folder / assignment / f"{person}.json"


def read_circumstances(state: Path, name: str) -> dict[str, object]:
    """What an attempt was graded with; empty if that is not known."""
    try:
        data = (state / "circumstances" / name).read_bytes() if name else b""
    except OSError:
        return {}
    return from_json(data, dict[str, object]) or {}


def text_sha256(source: Source) -> str:
    """The sha256 of what is graded of a hand-in: the name under which its text is kept."""
    return hashlib.sha256(text_of(source).encode()).hexdigest()


def newest_last(attempts: Sequence[Attempt]) -> list[Attempt]:
    """The attempts by the time of handing in where both have one, or else in the order in which they were given."""
    ordered: list[Attempt] = []
    for attempt in attempts:
        place = len(ordered)
        while place > 0 and _is_before(attempt, ordered[place - 1]):
            place -= 1
        ordered.insert(place, attempt)
    return ordered


def all_attempts(archive: Archive, people: Iterable[str], assignments: Sequence[str]) -> Iterator[Attempt]:
    """The attempts of these people at these assignments."""
    for person in people:
        for assignment in assignments:
            yield from archive.attempts(person, assignment)


def text_of(source: Source) -> str:
    return json_text(replace(source, handed=NOT_TOLD))


def _readable(path: Path, kept: Kind | None) -> Kind:
    if kept is None:
        raise UserError(f"{path} cannot be read: put it back from a copy, or grade what it is about again")
    return kept


def _is_before(one: Attempt, other: Attempt) -> bool:
    return one.handed.at is not None and other.handed.at is not None and one.handed.at < other.handed.at
