"""A share of a class, graded into a folder of its own: what one job of an array of jobs leaves for `merge`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.intake.records import NOT_TOLD, Absent, HandIn, KnownId, Source
from autograder.record.json_files import json_text, read_record, write_record
from autograder.tables.people import Listed

SHARE: Final = "state/share.json"


@dataclass(frozen=True)
class ShareNumber:
    """Which share of how many."""

    index: int  # from 1
    of: int

    def __str__(self) -> str:
        return f"{self.index}/{self.of}"

    def pick(self, hand_ins: Sequence[HandIn]) -> list[tuple[int, HandIn]]:
        """The hand-ins of this share with their places in the class: a student's work stays together."""
        by_name = sorted(range(len(hand_ins)), key=lambda place: hand_ins[place].student)
        return [(place, hand_ins[place]) for place in sorted(by_name[self.index - 1 :: self.of])]


@dataclass(frozen=True)
class SharedWork:
    """What there is of one student for one assignment: a source, or the reason why there is none."""

    source: Source | None
    reason: str = ""


@dataclass(frozen=True)
class SharedHandIn:
    """A student of the share."""

    place: int  # in the class
    key: str  # of the person in the share's record
    student: str  # this and what follows is what intake found
    id: str
    email: str
    late: bool | None
    ids: tuple[KnownId, ...]
    groups: tuple[str, ...]
    work: tuple[SharedWork, ...]

    @property
    def hand_in(self) -> HandIn:
        """The hand-in as intake found it."""
        work = tuple(one.source or Absent(one.reason) for one in self.work)
        return HandIn(self.student, work, self.id, self.email, self.late, self.ids, self.groups)


@dataclass(frozen=True)
class Share:
    """A share that has been graded."""

    number: ShareNumber
    whole: str  # a hash of the class that all shares were cut from
    assignments: tuple[str, ...]
    level: str  # of protection
    limits: Mapping[str, float]
    roster: tuple[Listed, ...]
    hand_ins: tuple[SharedHandIn, ...]


def class_hash(hand_ins: Sequence[HandIn]) -> str:
    """Of a class as all its shares must have seen it: who handed in what."""
    total = hashlib.sha256()
    for hand_in in hand_ins:
        works = [json_text(asdict(replace(work, handed=NOT_TOLD)) if isinstance(work, Source) else work.reason)
                 for work in hand_in.work]  # fmt: skip
        total.update(json_text([hand_in.student, works]).encode())
    return total.hexdigest()


def shared_hand_in(place: int, key: str, hand_in: HandIn) -> SharedHandIn:
    """A hand-in as a share keeps it."""
    work = tuple(SharedWork(one) if isinstance(one, Source) else SharedWork(None, one.reason) for one in hand_in.work)
    ids, groups = hand_in.ids, hand_in.groups
    return SharedHandIn(place, key, hand_in.student, hand_in.id, hand_in.email, hand_in.late, ids, groups, work)


def write_share(folder: Path, share: Share) -> None:
    """Write down that a share is graded."""
    write_record(folder / SHARE, share)


def forget_share(folder: Path) -> None:
    """A share that is being graded is not finished."""
    (folder / SHARE).unlink(missing_ok=True)


def read_shares(folders: Sequence[Path]) -> dict[Path, Share]:
    """All shares of a class, by their folders.

    Raises:
        UserError: one is missing, is there twice, or was cut from something else.
    """
    shares: dict[Path, Share] = {}
    for folder in folders:
        share = read_record(folder / SHARE, Share)
        if share is None:
            raise UserError(f"{folder} is not a share that was graded to its end: run its `grade --shard` again")
        for other, earlier in shares.items():
            if earlier.number == share.number:
                raise UserError(f"{other} and {folder} are both share {share.number}: give each once")
            if what := _difference(earlier, share):
                raise UserError(f"{other} and {folder} are shares of something else: they differ in {what}")
        shares[folder] = share
    of = next(iter(shares.values())).number.of
    missing = sorted(set(range(1, of + 1)) - {share.number.index for share in shares.values()})
    if missing:
        raise UserError(f"{', '.join(f'share {index}/{of}' for index in missing)} missing: give the folders of all")
    return shares


def _difference(one: Share, other: Share) -> str:
    def words() -> Iterator[str]:
        if one.number.of != other.number.of:
            yield "the number of shares"
        if one.whole != other.whole:
            yield "what was handed in"
        if one.assignments != other.assignments:
            yield "the assignments"
        if one.level != other.level:
            yield f"the level of protection ({one.level} and {other.level})"
        if one.limits != other.limits:
            yield "the limits"
        if one.roster != other.roster:
            yield "the roster"

    return " and ".join(words())
