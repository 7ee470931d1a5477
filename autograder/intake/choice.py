"""Choosing the file that counts when several were handed in for one assignment; a note tells which one it was.

The newest readable attempt counts. Within an attempt preference goes to the later upload of a file, then to a file that
defines something, then to the one with less left to write (so that an empty file or an untouched stub beside the work
does no harm), then to the one higher up, then to the later of numbered copies. A file of any other name counts if it is
the only one, and defines functions of this assignment alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from autograder.intake.attempts import Attempt
from autograder.intake.file_names import (
    EXPORTED,
    SUFFIXES,
    WorkName,
    is_other_archive,
    other_document,
    resembles,
    suffix_of,
    work_name,
)
from autograder.intake.files import source_in
from autograder.intake.notebooks import defined_names
from autograder.intake.records import Absent, Handed, Source
from autograder.intake.times import local_time
from autograder.intake.walk import Contents, Placed
from autograder.text import first_few

_NOT_WRITTEN: Final = re.compile(r"^[ \t]*raise NotImplementedError", re.M)  # unless commented out
_DEFINED: Final = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]|^[ \t]*\w+[ \t]*=|\blambda\b", re.M)
_MOST_READ: Final = 12  # files for one assignment
_MOST_NAMED: Final = 3

Functions = Mapping[str, Set[str]]  # of every assignment of the course, graded or not, by its name
NOT_KNOWN: Final[Functions] = MappingProxyType({})


class _Candidate(NamedTuple):
    """A file that may count."""

    attempt: Attempt
    placed: Placed
    name: WorkName
    order: int  # of discovery

    @property
    def uploaded(self) -> tuple[int, ...]:
        """When it was uploaded, according to the platform and the names of the zips around it; later is larger."""
        stamps = [match.groups() for part in self.placed.folders if (match := EXPORTED.search(part))]
        return (self.placed.uploaded, *(int(number) for number in (stamps[-1] if stamps else ())))


class _Readable(NamedTuple):
    """A candidate that can be read."""

    candidate: _Candidate
    source: Source

    @property
    def left(self) -> int:
        """How many functions are left to write."""
        return sum(len(_NOT_WRITTEN.findall(text)) for _, text in self.source.cells)

    @property
    def defines(self) -> bool:
        """Whether it defines anything."""
        return any(_DEFINED.search(text) for _, text in self.source.cells)


def choose_work(
    assignments: Iterable[str], attempts: Sequence[tuple[Attempt, Contents]], functions: Functions
) -> tuple[Source | Absent, ...]:
    """What a student handed in for each of the assignments, or the reason why there is nothing.

    Args:
        assignments: their names.
        attempts: the student's attempts, in the order of the paths, each with its contents.
        functions: tells what a file of another name is for; may be empty.
    """
    strays = cache(lambda: [(stray, _owners(stray, functions)) for stray in _strays(attempts, functions)])
    return tuple(_chosen(name, attempts, strays) for name in assignments)


def _chosen(
    assignment: str,
    attempts: Sequence[tuple[Attempt, Contents]],
    all_strays: Callable[[], list[tuple[_Candidate, list[str]]]],
) -> Source | Absent:
    candidates = _candidates(assignment, attempts)
    strays = [] if candidates else all_strays()
    if [owners for _, owners in strays] == [[assignment]]:
        candidates = [stray._replace(name=stray.name._replace(assignment=assignment)) for stray, _ in strays]
    if not candidates:
        alone = len(strays) == 1
        unclear = [stray.placed.path for stray, owners in strays if assignment in owners or (alone and not owners)]
        return Absent(_why_nothing(assignment, [contents for _, contents in attempts], unclear))
    readable: list[_Readable] = []
    unreadable: list[tuple[_Candidate, str]] = []
    for candidate in sorted(candidates, key=_reading_order)[:_MOST_READ]:
        work = source_in(candidate.placed.file, assignment, candidate.name.suffix, candidate.placed.path)
        if isinstance(work, Source):
            readable.append(_Readable(candidate, work))
        else:
            unreadable.append((candidate, work.reason))
    if not readable:
        return Absent(_few_reasons(reason for _, reason in unreadable))
    chosen = _best(readable)
    return replace(
        chosen.source,
        notes=(*_notes(chosen, readable, unreadable), *chosen.source.notes),
        handed=_handed(chosen),
    )


def _handed(chosen: _Readable) -> Handed:
    """When the chosen file was handed in: as the platform says, else as otter wrote into the name of its zip."""
    attempt = chosen.candidate.attempt
    stamps = [match.groups() for part in chosen.candidate.placed.folders if (match := EXPORTED.search(part))]
    stamped = local_time(*map(int, stamps[-1][:6])) if stamps else None
    is_local = attempt.is_local if attempt.at else stamped is not None
    participant = next((known.text for known in attempt.person.ids if known.kind == "moodle"), "")
    late = None if attempt.late_seconds is not None else attempt.late
    return Handed(chosen.source.handed.sha256, attempt.at or stamped, attempt.late_seconds, late, participant, is_local)


def _candidates(assignment: str, attempts: Sequence[tuple[Attempt, Contents]]) -> list[_Candidate]:
    files = [(attempt, placed) for attempt, contents in attempts for placed in contents.files]
    return [
        _Candidate(attempt, placed, name, order)
        for order, (attempt, placed) in enumerate(files)
        if (name := work_name(placed.file.name, [assignment]))
    ]


def _strays(attempts: Sequence[tuple[Attempt, Contents]], functions: Functions) -> list[_Candidate]:
    """Scripts and notebooks in the newest attempt that are named after no assignment, where those are known."""
    newest = max((attempt.when for attempt, _ in attempts), default="")
    files = [(attempt, placed) for attempt, contents in attempts for placed in contents.files if attempt.when == newest]
    strays = [
        _Candidate(attempt, placed, WorkName("", suffix, exact=False), order)
        for order, (attempt, placed) in enumerate(files)
        if (suffix := suffix_of(placed.file.name)) and not work_name(placed.file.name, functions)
    ]
    return strays[:_MOST_READ] if functions else []


def _owners(stray: _Candidate, functions: Functions) -> list[str]:
    """The assignments of which a file defines functions."""
    work = source_in(stray.placed.file, "", stray.name.suffix, stray.placed.path)
    if isinstance(work, Absent):
        return []
    defined = set[str]().union(*(defined_names(text) for _, text in work.cells))
    return [assignment for assignment, names in functions.items() if names & defined]


def _reading_order(candidate: _Candidate) -> tuple[object, ...]:
    """The newest and the highest up come first, as of many candidates only some are read."""
    backwards = tuple(-ord(char) for char in candidate.attempt.when) or (0,)
    return backwards, tuple(-number for number in candidate.uploaded), len(candidate.placed.folders), candidate.order


def _best(files: Sequence[_Readable]) -> _Readable:
    newest = max(file.candidate.attempt.when for file in files)
    rest = [file for file in files if file.candidate.attempt.when == newest]
    rest = [file for file in rest if not any(_is_later(other, file) for other in rest)]
    return min(rest, key=_preference)


def _is_later(one: _Readable, other: _Readable) -> bool:
    """Whether one is a later upload of the same kind of file than the other."""
    same_kind = one.candidate.name.suffix == other.candidate.name.suffix
    return same_kind and one.candidate.uploaded > other.candidate.uploaded


def _preference(file: _Readable) -> tuple[int, ...]:
    name = file.candidate.name
    return (
        not file.defines,
        file.left,
        len(file.candidate.placed.folders),
        -name.number,
        not name.exact,
        SUFFIXES.index(name.suffix),
        file.candidate.order,
    )


def _notes(
    chosen: _Readable, files: Sequence[_Readable], unreadable: Sequence[tuple[_Candidate, str]]
) -> Iterator[str]:
    """Notes for the student on the file that was chosen."""
    attempt, placed = chosen.candidate.attempt, chosen.candidate.placed
    if attempt.note:
        yield attempt.note
    others = [file for file in files if file.source.cells != chosen.source.cells]
    older = [file for file in others if file.candidate.attempt.when < attempt.when]
    if older:
        attempts = len({file.candidate.attempt.when for file in older}) + 1
        yield f"{attempts} attempts were handed in: the newest was graded"
    if beside := [file for file in others if file not in older]:
        newest = "the newest, " if any(_is_later(chosen, file) for file in beside) else ""
        yield f"{_listed([chosen, *beside])} handed in: {newest}{placed.path}{',' if newest else ''} was graded"
    yield from first_few((_unreadable_note(one, reason, chosen) for one, reason in unreadable), _MOST_NAMED)
    if placed.file.note:
        yield f"{placed.path} {placed.file.note}"
    if not chosen.candidate.name.exact:
        yield f"{placed.path} was graded as {chosen.source.file_name}"


def _unreadable_note(candidate: _Candidate, reason: str, chosen: _Readable) -> str:
    path = chosen.candidate.placed.path
    if candidate.attempt.when > chosen.candidate.attempt.when:
        return f"the newest attempt cannot be graded: {reason}; {path} from an earlier one was graded"
    return f"{reason}; {path} was graded"


def _listed(files: Sequence[_Readable]) -> str:
    """The paths of these files, as the beginning of a sentence."""
    in_order = sorted(files, key=lambda file: (SUFFIXES.index(file.candidate.name.suffix), file.candidate.order))
    paths = list(dict.fromkeys(file.candidate.placed.path for file in in_order))
    if len(paths) == 1:
        return f"several files named {paths[0]} were"
    if len(paths) > _MOST_NAMED:
        return f"{', '.join(first_few(paths, _MOST_NAMED))} were"
    return f"{', '.join(paths[:-1])} and {paths[-1]} were {'both' if len(paths) == 2 else 'all'}"


def _why_nothing(assignment: str, contents: Sequence[Contents], unclear: Iterable[str] = ()) -> str:
    """The reason why there is no file for an assignment, with names of files that may have been intended for it."""
    files = [placed for one in contents for placed in one.files]
    alike = [placed for placed in files if resembles(placed.file.name, assignment)]
    documents = [(placed.path, kind) for placed in alike if (kind := other_document(placed.file.name))]
    names = [placed.path for placed in alike if not other_document(placed.file.name)] + [*unclear]
    folders = [name for one in contents for name in one.folders if work_name(name, [assignment])]
    archives = [placed.path for placed in files if is_other_archive(placed.file.name)]
    reasons = [f"{name} is a folder, not a file" for name in folders]
    reasons += [f"{name} is {kind}: hand in {assignment}.py or {assignment}.ipynb" for name, kind in documents]
    reasons += [f"{name} is not named {assignment}.py or {assignment}.ipynb" for name in names]
    reasons += [f"{name} is not a zip and was not opened: hand in the files themselves" for name in archives]
    reasons += [reason for one in contents for reason in one.refused]
    missing = f"{assignment} was not handed in"
    return f"{missing}: {_few_reasons(reasons)}" if reasons else missing


def _few_reasons(reasons: Iterable[str]) -> str:
    return "; ".join(first_few(dict.fromkeys(reasons), _MOST_NAMED))
