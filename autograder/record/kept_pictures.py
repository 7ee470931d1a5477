"""Pictures of students' functions, kept beside their hand-ins until what they are drawn by changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from autograder.course import Assignment
from autograder.record.attempts import Attempt
from autograder.record.json_files import read_record, write_record


class KeptPicture(NamedTuple):
    """A picture that was drawn from a student's functions."""

    name: str
    caption: str  # Markdown, of the course
    alt: str
    png: str  # in base64


@dataclass(frozen=True)
class _Kept:
    drawn_by: str
    pictures: tuple[KeptPicture, ...]


class PictureArchive:
    """The pictures of an assignment in a record."""

    def __init__(self, state: Path, assignment: Assignment) -> None:
        """Read by what they are drawn now."""
        self._folder = state / "pictures" / assignment.name
        files = (assignment.pictures, assignment.contract)
        self._files = [hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in files]

    @property
    def can_draw(self) -> bool:
        """Whether the assignment has pictures."""
        return bool(self._files[0])

    def of(self, attempt: Attempt, functions: Sequence[str]) -> tuple[KeptPicture, ...] | None:
        """The pictures of these functions as an attempt has them, None where they were not drawn.

        Args:
            attempt: whose.
            functions: that were asked for.
        """
        kept = read_record(self._path(attempt), _Kept) if attempt.text else None
        return kept.pictures if kept and kept.drawn_by == self._drawn_by(functions) else None

    def keep(self, attempt: Attempt, functions: Sequence[str], pictures: tuple[KeptPicture, ...]) -> None:
        """Keep them, those that could not be drawn as none.

        Raises:
            UserError: they cannot be written.
        """
        write_record(self._path(attempt), _Kept(self._drawn_by(functions), pictures))

    def _path(self, attempt: Attempt) -> Path:
        return self._folder / f"{attempt.text}.json"

    def _drawn_by(self, functions: Sequence[str]) -> str:
        return hashlib.sha256("\0".join([*self._files, *functions]).encode()).hexdigest()
