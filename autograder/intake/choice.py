"""Choosing what counts, where several files were handed in for one assignment; whatever is chosen, a note says so.

The newest attempt counts, of those that can be read. Within one attempt the later upload of a file counts, then one
that defines something, then the file with less left to write (so that an empty file or an untouched stub beside the
work does no harm), then the one higher up, then the later of numbered copies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt
from autograder.intake.file_names import EXPORTED, SUFFIXES, WorkName, is_other_archive, resembles, work_name
from autograder.intake.files import source_in
from autograder.intake.records import Absent, Source
from autograder.intake.walk import Contents, Placed

_NOT_WRITTEN: Final = re.compile(r"^[ \t]*raise NotImplementedError", re.M)  # one that is commented out is not left
_DEFINED: Final = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]|^[ \t]*\w+[ \t]*=|\blambda\b", re.M)
_MOST_READ: Final = 12  # files for one assignment
_MOST_NAMED: Final = 3


class _Candidate(NamedTuple):
    """A file that may be the one."""

    attempt: Attempt
    placed: Placed
    name: WorkName
    order: int  # in which it was found

    @property
    def uploaded(self) -> tuple[int, ...]:
        """When it was handed in, as far as the platform or the names of its zips tell; later is larger."""
        stamps = [found.groups() for part in self.placed.folders if (found := EXPORTED.search(part))]
        return (self.placed.uploaded, *(int(number) for number in (stamps[-1] if stamps else ())))


class _Read(NamedTuple):
    """A file that can be read."""

    candidate: _Candidate
    source: Source

    @property
    def left(self) -> int:
        """How much is left to write."""
        return sum(len(_NOT_WRITTEN.findall(text)) for _, text in self.source.cells)

    @property
    def defines(self) -> bool:
        """Whether it defines anything."""
        return any(_DEFINED.search(text) for _, text in self.source.cells)


def choose_work(assignment: str, found: Sequence[tuple[Attempt, Contents]]) -> Source | Absent:
    """What a student handed in for an assignment, or why there is nothing.

    Args:
        assignment: its name.
        found: the student's attempts, in the order of the paths, and what lies in each.
    """
    candidates = _candidates(assignment, found)
    if not candidates:
        return Absent(_why_nothing(assignment, [contents for _, contents in found]))
    good: list[_Read] = []
    bad: list[tuple[_Candidate, str]] = []
    for candidate in sorted(candidates, key=_promise)[:_MOST_READ]:
        work = source_in(candidate.placed.file, assignment, candidate.name.suffix, candidate.placed.path)
        if isinstance(work, Source):
            good.append(_Read(candidate, work))
        else:
            bad.append((candidate, work.reason))
    if not good:
        return Absent(_some([reason for _, reason in bad]))
    chosen = _best(good)
    return replace(chosen.source, notes=(*_notes(chosen, good, bad), *chosen.source.notes))


def _candidates(assignment: str, found: Sequence[tuple[Attempt, Contents]]) -> list[_Candidate]:
    placed = [(attempt, place) for attempt, contents in found for place in contents.files]
    return [
        _Candidate(attempt, place, name, order)
        for order, (attempt, place) in enumerate(placed)
        if (name := work_name(place.file.name, [assignment]))
    ]


def _promise(candidate: _Candidate) -> tuple[object, ...]:
    """What is read first, where there are many: the newest, the highest up."""
    backwards = tuple(-ord(char) for char in candidate.attempt.when) or (0,)
    return backwards, tuple(-number for number in candidate.uploaded), len(candidate.placed.folders), candidate.order


def _best(good: Sequence[_Read]) -> _Read:
    newest = max(read.candidate.attempt.when for read in good)
    rest = [read for read in good if read.candidate.attempt.when == newest]
    rest = [read for read in rest if not any(_is_later(other, read) for other in rest)]
    return min(rest, key=_preference)


def _is_later(one: _Read, other: _Read) -> bool:
    """Whether one is a later upload of the same kind of file."""
    same_kind = one.candidate.name.suffix == other.candidate.name.suffix
    return same_kind and one.candidate.uploaded > other.candidate.uploaded


def _preference(read: _Read) -> tuple[int, ...]:
    name = read.candidate.name
    return (
        not read.defines,
        read.left,
        len(read.candidate.placed.folders),
        -name.number,
        not name.exact,
        SUFFIXES.index(name.suffix),
        read.candidate.order,
    )


def _notes(chosen: _Read, good: Sequence[_Read], bad: Sequence[tuple[_Candidate, str]]) -> list[str]:
    attempt, path = chosen.candidate.attempt, chosen.candidate.placed.path
    notes = [attempt.note] if attempt.note else []
    others = [read for read in good if read.source.cells != chosen.source.cells]
    older = [read for read in others if read.candidate.attempt.when < attempt.when]
    if older:
        attempts = len({read.candidate.attempt.when for read in older}) + 1
        notes.append(f"{attempts} attempts were handed in: the newest was graded")
    if beside := [read for read in others if read not in older]:
        newest = "the newest, " if any(_is_later(chosen, read) for read in beside) else ""
        notes.append(f"{_listed([chosen, *beside])} handed in: {newest}{path} was graded")
    for candidate, reason in bad[:_MOST_NAMED]:
        newer = "the newest attempt cannot be graded: " if candidate.attempt.when > attempt.when else ""
        notes.append(f"{newer}{reason}; {path}{' of an earlier one' if newer else ''} was graded")
    if note := chosen.candidate.placed.file.note:
        notes.append(f"{path} {note}")
    if not chosen.candidate.name.exact:
        notes.append(f"{path} was taken for {chosen.source.file_name}")
    return notes


def _listed(read: Sequence[_Read]) -> str:
    """The paths of some files, as a sentence begins with them."""
    in_order = sorted(read, key=lambda one: (SUFFIXES.index(one.candidate.name.suffix), one.candidate.order))
    paths = list(dict.fromkeys(one.candidate.placed.path for one in in_order))
    if len(paths) == 1:
        return f"several {paths[0]} were"
    if len(paths) > _MOST_NAMED:
        return f"{', '.join(paths[:_MOST_NAMED])} and {len(paths) - _MOST_NAMED} more were"
    return f"{', '.join(paths[:-1])} and {paths[-1]} were {'both' if len(paths) == 2 else 'all'}"


def _why_nothing(assignment: str, contents: Sequence[Contents]) -> str:
    """The reason why there is no file for an assignment; it names what may have been meant for it."""
    said = f"{assignment} was not handed in"
    names = [placed.path for found in contents for placed in found.files if resembles(placed.file.name, assignment)]
    folders = [name for found in contents for name in found.folders if work_name(name, [assignment])]
    reasons = [f"{name} is a folder, not a file" for name in folders]
    reasons += [f"{name} is not named {assignment}.py or {assignment}.ipynb" for name in names]
    archives = [placed.path for found in contents for placed in found.files if is_other_archive(placed.file.name)]
    reasons += [f"{name} is no zip, and is not looked into: hand in the files themselves" for name in archives]
    reasons += [reason for found in contents for reason in found.refused]
    return f"{said}: {_some(reasons)}" if reasons else said


def _some(reasons: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(reasons))
    more = [f"and {len(distinct) - _MOST_NAMED} more"] if len(distinct) > _MOST_NAMED else []
    return "; ".join([*distinct[:_MOST_NAMED], *more])
