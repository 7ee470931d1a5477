"""What was handed in and how it was graded, kept on disk: a run goes on where it stopped, and the next one grades only
what changed.
"""

from __future__ import annotations

import glob
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.grading.fingerprint import Fingerprint, Fingerprints
from autograder.grading.tasks import Broke, Graded
from autograder.intake.records import NOT_TOLD, Handed, Source
from autograder.record.json_files import from_json, json_text, read_record, write_record
from autograder.results import AssignmentResult, Protection, Timing
from autograder.system.atomic import make_folder, remove_unfinished, write_atomically

_PROTECTION: Final = "protection.json"
_HAND_INS: Final = "hand-ins"
_MOST_NAMED: Final = 5  # students who are regraded for the same reason


@dataclass(frozen=True)
class Attempt:
    """One hand-in of one student for one assignment, and what grading it gave."""

    fingerprint: Fingerprint
    result: AssignmentResult | None  # None where grading itself failed
    timing: Timing | None
    handed: Handed = NOT_TOLD
    run: int = 0  # in which it was last given as the newest
    late: bool | None = None  # as the platform says, where it does not say by how much
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
class ProtectionUsed:
    """How student code was kept apart in a run."""

    level: str
    protection: Protection


@dataclass(frozen=True)
class _Blank:
    """The parts and checks of an assignment, for students who handed in nothing."""

    suite: str  # its fingerprint
    result: AssignmentResult


class Archive:
    """The folder `state` of a record, as any command reads it: a file for each student and assignment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def attempts(self, person: str, assignment: str) -> tuple[Attempt, ...]:
        """A student's attempts at an assignment, in the order in which they became known."""
        return read_record(self._path(person, assignment), tuple[Attempt, ...]) or ()

    def blanks(self) -> dict[str, AssignmentResult]:
        """What each assignment that was ever graded looks like without work, by its name."""
        files = sorted(self.folder.glob("*.blank.json"))
        kept = {path.name.removesuffix(".blank.json"): read_record(path, _Blank) for path in files}
        return {name: blank.result for name, blank in kept.items() if blank}

    def source(self, attempt: Attempt) -> Source | None:
        """What was handed in, None if it is not kept (by an older version)."""
        source = read_record(self.folder / _HAND_INS / attempt.text, Source) if attempt.text else None
        return source and replace(source, handed=attempt.handed)

    def join(self, other: str, person: str) -> None:
        """Give a student the attempts of another key, under which the same student was known."""
        for path in self.folder.glob(f"*/{glob.escape(other)}.json"):
            assignment = path.parent.name
            ours = self.attempts(person, assignment)
            theirs = [one for one in self.attempts(other, assignment) if one not in ours]
            write_record(self._path(person, assignment), sorted([*ours, *theirs], key=lambda one: one.run))

    def drop(self, person: str) -> None:
        """Forget the attempts under a key."""
        for path in self.folder.glob(f"*/{glob.escape(person)}.json"):
            path.unlink()

    def _path(self, person: str, assignment: str) -> Path:
        return self.folder / assignment / f"{person}.json"


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
        self.circumstances: dict[str, str] = {}  # sha256 of what each assignment is graded with in this run
        self._fingerprints = fingerprints
        self._fresh = fresh
        self._run = run
        self.kept = 0  # how many results were found
        self._looked_for = 0
        self._regraded: defaultdict[tuple[str, str], list[str]] = defaultdict(list)  # by assignment and reason
        remove_unfinished(folder.glob("*"))

    def find(self, person: str, source: Source) -> Graded | None:
        """The earlier result for the same submission under the same circumstances."""
        self._looked_for += 1
        if self._fresh:
            return None
        path = self._path(person, source.stem)
        if not path.exists():
            return None
        attempts = self.attempts(person, source.stem)
        now = self._fingerprints.of(source)
        # The same text under the same circumstances, or else what is nearest to it.
        nearest = sorted(
            attempts, key=lambda one: (one.fingerprint == now, one.fingerprint.submission == now.submission)
        )
        reason = self._reason_to_regrade(nearest[-1], now) if nearest else "its earlier result cannot be read"
        if reason:
            self._regraded[source.stem, reason].append(person)
            return None
        self.kept += 1
        found = nearest[-1]
        assert found.result is not None
        assert found.timing is not None
        return Graded(found.result, found.timing)

    def keep(self, person: str, source: Source, outcome: Graded | Broke, late: bool | None = None) -> None:
        """Write down what grading a hand-in gave.

        Raises:
            UserError: it cannot be written.
        """
        circumstances = self.circumstances.get(source.stem, "")
        attempt = Attempt(
            self._fingerprints.of(source),
            None,
            None,
            source.handed,
            self._run,
            late,
            self._keep_text(source),
            circumstances,
        )
        if isinstance(outcome, Broke):
            attempt = replace(attempt, detail=outcome.detail)
        else:
            attempt = replace(attempt, result=outcome.result, timing=outcome.timing)
        self._put(person, source.stem, attempt)

    def note_given(self, person: str, source: Source, late: bool | None) -> None:
        """Note that a hand-in was given again whose result is kept: it is the newest again where no time says so."""
        fingerprint = self._fingerprints.of(source)
        attempts = self.attempts(person, source.stem)
        same = [one for one in attempts if one.fingerprint == fingerprint]
        known = next((one for one in same if one.handed.at == source.handed.at), same[-1])
        if known is not attempts[-1] or (known.handed, known.late) != (source.handed, late):
            self._put(person, source.stem, replace(known, handed=source.handed, late=late, run=self._run))

    def _put(self, person: str, assignment: str, attempt: Attempt) -> None:
        others = [one for one in self.attempts(person, assignment) if not _same_hand_in(one, attempt)]
        write_record(self._path(person, assignment), [*others, attempt])

    def put_result(self, person: str, source: Source, outcome: Graded | Broke) -> None:
        """Write down a new result of an attempt that was not given in this run; its place among them stays."""
        attempts = list(self.attempts(person, source.stem))
        fingerprint = self._fingerprints.of(source)
        for place, one in enumerate(attempts):
            if one.fingerprint.submission == fingerprint.submission:
                result, timing = (None, None) if isinstance(outcome, Broke) else (outcome.result, outcome.timing)
                circumstances = self.circumstances.get(source.stem, "")
                attempts[place] = replace(
                    one, fingerprint=fingerprint, result=result, timing=timing, circumstances=circumstances
                )
        write_record(self._path(person, source.stem), attempts)

    def stale_attempts(self, person: str, assignment: str, besides: Source) -> Iterator[Source]:
        """The other attempts whose results are of another suite or engine, and that can be graded again."""
        ours = self._fingerprints.of(besides).submission
        for attempt in self.attempts(person, assignment):
            source = None if attempt.fingerprint.submission == ours else self.source(attempt)
            if source and (self._fresh or attempt.broke or self._fingerprints.of(source) != attempt.fingerprint):
                yield source

    def blank(self, assignment: str) -> AssignmentResult | None:
        """What the assignment looks like for a student who handed in nothing; None if that is not known any more."""
        kept = read_record(self._blank_path(assignment), _Blank)
        return kept.result if kept and kept.suite == self._fingerprints.of_suite(assignment) else None

    def keep_blank(self, result: AssignmentResult) -> None:
        """Write down what an assignment looks like for a student who handed in nothing."""
        write_record(
            self._blank_path(result.assignment), _Blank(self._fingerprints.of_suite(result.assignment), result)
        )

    def keep_circumstances(self, circumstances: dict[str, object]) -> None:
        """Write down what each assignment is graded with in this run."""
        for assignment, record in circumstances.items():
            self.circumstances[assignment] = self._keep_by_content("circumstances", json_text(record))

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
        return self._keep_by_content(_HAND_INS, _text_of(source))

    def _keep_by_content(self, kind: str, text: str) -> str:
        """Write a file under the sha256 of its text, and return that."""
        name = hashlib.sha256(text.encode()).hexdigest()
        path = self.folder / kind / name
        if not path.exists():
            make_folder(path.parent)
            write_atomically(path, text)
        return name


def read_circumstances(state: Path, name: str) -> dict[str, object]:
    """What an attempt was graded with; empty if that is not known."""
    try:
        data = (state / "circumstances" / name).read_bytes() if name else b""
    except OSError:
        return {}
    return from_json(data, dict[str, object]) or {}


def text_sha256(source: Source) -> str:
    """The sha256 of what is graded of a hand-in: the name under which its text is kept."""
    return hashlib.sha256(_text_of(source).encode()).hexdigest()


def newest_last(attempts: Sequence[Attempt]) -> list[Attempt]:
    """The attempts by the time of handing in where both have one, or else in the order in which they were given."""
    ordered: list[Attempt] = []
    for attempt in attempts:
        place = len(ordered)
        while place > 0 and _is_before(attempt, ordered[place - 1]):
            place -= 1
        ordered.insert(place, attempt)
    return ordered


def protection_used(folder: Path) -> ProtectionUsed | None:
    """The protection of the last run in this folder that graded something, None if that is not known."""
    return read_record(folder / _PROTECTION, ProtectionUsed)


def note_protection(folder: Path, used: ProtectionUsed) -> None:
    """Write down the protection of a run."""
    write_record(folder / _PROTECTION, used)


def all_attempts(archive: Archive, people: Iterable[str], assignments: Sequence[str]) -> Iterator[Attempt]:
    """The attempts of these people at these assignments."""
    for person in people:
        for assignment in assignments:
            yield from archive.attempts(person, assignment)


def _text_of(source: Source) -> str:
    return json_text(replace(source, handed=NOT_TOLD))


def _is_before(one: Attempt, other: Attempt) -> bool:
    return one.handed.at is not None and other.handed.at is not None and one.handed.at < other.handed.at


def _same_hand_in(one: Attempt, other: Attempt) -> bool:
    """The same text at the same time; without a time the same text."""
    same_text = one.fingerprint.submission == other.fingerprint.submission
    return same_text and (one.handed.at == other.handed.at or None in (one.handed.at, other.handed.at))
