"""What intake yields: plain records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """What a student handed in for one assignment, as text."""

    stem: str  # the assignment's name
    file_name: str  # as students know it
    cells: tuple[tuple[str, str], ...]  # (label, source): the one text of a .py, or the code cells of a notebook
    notes: tuple[str, ...] = ()  # what the student should know about how it was read

    @property
    def is_notebook(self) -> bool:
        """Whether it came as a notebook."""
        return self.file_name.endswith(".ipynb")


@dataclass(frozen=True)
class Absent:
    """Nothing that can be graded, and why."""

    reason: str


@dataclass(frozen=True)
class HandIn:
    """One student: for every assignment of the course a source, or why there is none."""

    student: str  # no two the same in a class
    work: tuple[Source | Absent, ...]  # in the order of the course
    id: str = ""  # as the platform or the roster has it, "" if unknown; likewise the next
    email: str = ""
    late: bool | None = None  # None where the platform does not say
