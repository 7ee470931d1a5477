"""What was handed in and how it was graded, kept on disk: a run goes on where it stopped, and the next one grades only
what changed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from autograder.errors import UserError
from autograder.grading.fingerprint import Fingerprint, Fingerprints
from autograder.grading.tasks import Broke, Graded, Place
from autograder.intake.records import Source
from autograder.record.attempts import HAND_INS, Archive, Attempt, Blank, text_of
from autograder.record.json_files import json_text, read_record, write_record
from autograder.results import AssignmentResult, Protection
from autograder.system.atomic import make_folder, remove_unfinished, write_atomically

_PROTECTION: Final = "protection.json"
_MOST_NAMED: Final = 5  # students who are regraded for the same reason


@dataclass(frozen=True)
class ProtectionUsed:
    """How student code was kept apart in a run."""

    level: str
    protection: Protection


class KeptResults(Archive):
    """The same, for a run that grades."""

    def __init__(self, folder: Path, fingerprints: Fingerprints, *, fresh: bool, run: int = 1) -> None:
        """Read what earlier runs left.

        Args:
            folder: where the files are.
            fingerprints: what results depend on in this run.
            fresh: whether to forget the results of every submission that is looked up.
            run: its number.
        """
        super().__init__(folder)
        # sha256 of what each assignment is graded with in this run, by where it is: None for this machine
        self._circumstances: dict[tuple[Place | None, str], str] = {}
        self._fingerprints = fingerprints
        self._fresh = fresh
        self._run = run
        self.kept = 0  # how many results were found
        self._looked_for = 0
        self._regraded: defaultdict[tuple[str, str], list[str]] = defaultdict(list)  # by assignment and reason
        self._known: dict[tuple[str, str], tuple[Attempt, ...]] = {}  # by student and assignment
        remove_unfinished(folder.glob("*"))

    def attempts(self, person: str, assignment: str) -> tuple[Attempt, ...]:
        """The same; each file is read once in a run."""
        key = person, assignment
        if key not in self._known:
            self._known[key] = super().attempts(person, assignment)
        return self._known[key]

    def _earlier(self, person: str, assignment: str) -> tuple[Attempt, ...]:
        """The attempts at what is graded now; none if they cannot be read, and then they are put aside."""
        try:
            return self.attempts(person, assignment)
        except UserError:
            return ()

    def is_kept(self, person: str, source: Source) -> bool:
        """Whether there is an earlier result for the same submission under the same circumstances."""
        attempt, reason = self._nearest(person, source)
        return attempt is not None and not reason and not self._fresh

    def find(self, person: str, source: Source) -> Graded | None:
        """That result, which is counted as kept; where there is none, the reason is noted."""
        self._looked_for += 1
        if self._fresh:
            return None
        attempt, reason = self._nearest(person, source)
        if reason or attempt is None:
            if reason:
                self._regraded[source.stem, reason].append(person)
            return None
        self.kept += 1
        assert attempt.result is not None
        assert attempt.timing is not None
        return Graded(attempt.result, attempt.timing)

    def _nearest(self, person: str, source: Source) -> tuple[Attempt | None, str]:
        """The attempt with the same text under the same circumstances, or else the nearest, and why it does not do."""
        if not self.path(person, source.stem).exists():
            return None, ""
        now = self._fingerprints.of(source)
        attempts = sorted(
            self._earlier(person, source.stem),
            key=lambda one: (one.fingerprint == now, one.fingerprint.submission == now.submission),
        )
        if not attempts:
            return None, "its earlier result cannot be read"
        return attempts[-1], self._reason_to_regrade(attempts[-1], now)

    def keep(self, person: str, source: Source, outcome: Graded | Broke, *, given: bool = True) -> None:
        """Write down what grading a hand-in gave.

        Args:
            person: the key of the student.
            source: what was graded.
            outcome: what it gave.
            given: whether it was given in this run, so that it is the newest; else its place among the attempts stays.

        Raises:
            UserError: it cannot be written.
        """
        place = outcome.place if isinstance(outcome, Graded) else None
        circumstances = self._circumstances.get((place, source.stem), "")
        fingerprint = self._fingerprints.of(source)
        graded: dict[str, Any] = {"fingerprint": fingerprint, "circumstances": circumstances, "detail": ""}
        if isinstance(outcome, Broke):
            graded |= {"result": None, "timing": None, "detail": outcome.detail}
        else:
            graded |= {"result": outcome.result, "timing": outcome.timing}
        attempts = self._earlier(person, source.stem)
        if given:
            empty = Attempt(fingerprint, None, None, source.handed, self._run, text=self._keep_text(source))
            self._put(person, source.stem, replace(empty, **graded))
        else:
            same = fingerprint.submission
            again = [replace(one, **graded) if one.fingerprint.submission == same else one for one in attempts]
            self._write(person, source.stem, again)

    def note_given(self, person: str, source: Source) -> None:
        """Note that a hand-in was given again whose result is kept: it is the newest again where no time says so."""
        fingerprint = self._fingerprints.of(source)
        attempts = self.attempts(person, source.stem)
        same = [one for one in attempts if one.fingerprint == fingerprint]
        known = next((one for one in same if one.handed.at == source.handed.at), same[-1])
        if known is not attempts[-1] or known.handed != source.handed:
            self._put(person, source.stem, replace(known, handed=source.handed, run=self._run))

    def _put(self, person: str, assignment: str, attempt: Attempt) -> None:
        """Write down an attempt as the newest."""
        others = [one for one in self._earlier(person, assignment) if not _same_hand_in(one, attempt)]
        self._write(person, assignment, [*others, attempt])

    def _write(self, person: str, assignment: str, attempts: Sequence[Attempt]) -> None:
        path = self.path(person, assignment)
        if (person, assignment) not in self._known and path.exists():  # it could not be read: somebody else may
            path.replace(path.with_name(f"{path.name}.unreadable-{self._run}"))
        write_record(path, attempts)
        self._known[person, assignment] = tuple(map(self.shared, attempts))

    def stale_attempts(self, person: str, assignment: str, besides: Source) -> Iterator[Source]:
        """The other attempts whose results are of another suite or engine, and that can be graded again."""
        ours = self._fingerprints.of(besides).submission
        for attempt in self._earlier(person, assignment):
            source = None if attempt.fingerprint.submission == ours else self.source(attempt)
            if source and (self._fresh or attempt.broke or self._fingerprints.of(source) != attempt.fingerprint):
                yield source

    def blank(self, assignment: str) -> AssignmentResult | None:
        """What the assignment looks like for a student who handed in nothing; None if that is not known any more."""
        kept = read_record(self._blank_path(assignment), Blank)
        return kept.result if kept and kept.suite == self._fingerprints.of_suite(assignment) else None

    def keep_blank(self, result: AssignmentResult) -> None:
        """Write down what an assignment looks like for a student who handed in nothing."""
        write_record(self._blank_path(result.assignment), Blank(self._fingerprints.of_suite(result.assignment), result))

    def keep_circumstances(self, circumstances: dict[str, object], place: Place | None = None) -> None:
        """Write down what each assignment is graded with in this run, at a place."""
        for assignment, record in circumstances.items():
            name = self._keep_by_content("circumstances", json_text(record))
            self._circumstances[place, assignment] = name

    def knows(self, place: Place | None) -> bool:
        """Whether it is written down what this place grades with."""
        return place is None or any(known == place for known, _ in self._circumstances)

    def account(self) -> list[str]:
        """What is regraded and why, and how much is kept, as lines for people; none in a first run."""
        lines = []
        for (assignment, reason), students in self._regraded.items():
            if len(students) > _MOST_NAMED:
                lines.append(f"regraded: {assignment} of {len(students)} students ({reason})")
            else:
                lines += [f"regraded: {student} {assignment} ({reason})" for student in students]
        if self.kept or lines:
            lines.append(f"kept: {self.kept} of {self._looked_for}")
        return lines

    def _reason_to_regrade(self, attempt: Attempt, now: Fingerprint) -> str:
        if changes := now.changes_since(attempt.fingerprint):
            return f"{' and '.join(changes)} changed"
        return "the grader broke" if attempt.broke else ""

    def _blank_path(self, assignment: str) -> Path:
        return self.folder / f"{assignment}.blank.json"

    def _keep_text(self, source: Source) -> str:
        return self._keep_by_content(HAND_INS, text_of(source))

    def _keep_by_content(self, kind: str, text: str) -> str:
        """Write a file under the sha256 of its text, and return that."""
        name = hashlib.sha256(text.encode()).hexdigest()
        path = self.folder / kind / name
        if not path.exists():
            make_folder(path.parent)
            write_atomically(path, text)
        return name


def protection_used(folder: Path) -> ProtectionUsed | None:
    """The protection of the last run in this folder that graded something, None if that is not known."""
    return read_record(folder / _PROTECTION, ProtectionUsed)


def note_protection(folder: Path, used: ProtectionUsed) -> None:
    """Write down the protection of a run."""
    write_record(folder / _PROTECTION, used)


def _same_hand_in(one: Attempt, other: Attempt) -> bool:
    """The same text at the same time; without a time the same text."""
    same_text = one.fingerprint.submission == other.fingerprint.submission
    return same_text and (one.handed.at == other.handed.at or None in (one.handed.at, other.handed.at))
