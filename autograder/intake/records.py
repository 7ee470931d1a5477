"""Submissions as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple


class Handed(NamedTuple):
    """When a file was handed in, and the file's bytes: for lateness and receipts, never for its marks."""

    sha256: str = ""  # of the bytes as they were downloaded
    at: datetime | None = None  # with its time zone; None if the platform does not tell
    late_seconds: int | None = None  # as the platform says, 0 in time; None if it does not tell
    late: bool | None = None  # likewise, where it does not tell by how much
    participant: str = ""  # the student's number on Moodle, which is of this assignment alone
    is_local: bool = False  # whether the time came without its zone, and was read as this machine's


NOT_TOLD: Final = Handed()


ANY_KIND: Final = "id"  # of an id of which nobody said in which system it holds
OF_ONE_ASSIGNMENT: Final = ("moodle",)  # kinds of numbers that mean somebody else in the next assignment


class KnownId(NamedTuple):
    """An id of a student in one of the systems of a school."""

    kind: str  # canvas, sis, login, email, moodle, github, ...; `id` where nobody says which
    text: str


@dataclass(frozen=True)
class Source:
    """The source that a student handed in for one assignment."""

    stem: str  # the assignment's name
    file_name: str  # as students know it
    cells: tuple[tuple[str, str], ...]  # (label, source): the whole text of a .py, or the code cells of a notebook
    notes: tuple[str, ...] = ()  # for the student, about how the file was chosen and read
    handed: Handed = NOT_TOLD

    @property
    def is_notebook(self) -> bool:
        """Whether it came as a notebook."""
        return self.file_name.endswith(".ipynb")


@dataclass(frozen=True)
class Absent:
    """The reason why there is nothing to grade."""

    reason: str


@dataclass(frozen=True)
class HandIn:
    """A student, and for every assignment of the course a source or the reason why there is none."""

    student: str  # unique in a class
    work: tuple[Source | Absent, ...]  # in the order of the course
    id: str = ""  # from the platform or the roster; "" if unknown
    email: str = ""  # likewise
    late: bool | None = None  # None if the platform does not tell
    ids: tuple[KnownId, ...] = ()  # all that are known
    groups: tuple[str, ...] = ()  # of which the student is a member, where work is handed in by groups
