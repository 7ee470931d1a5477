"""What goes into a zip besides the engine: folders of the course, tested releases, and the installer of torch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.course import Course
from autograder.packing import install_torch

CONSTRAINTS: Final = install_torch.CONSTRAINTS
INSTALL_TORCH: Final = Path(install_torch.__file__).name
_LEFT_BEHIND: Final = (".pyc", ".zip")


def folder_files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, without hidden files, links, and what runs and exports leave behind."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.suffix not in _LEFT_BEHIND:
            yield prefix + inside.as_posix(), path.read_bytes()


def course_files(course: Course) -> Iterator[tuple[str, bytes]]:
    """Both halves of the course, without test submissions: what a grader elsewhere needs. Not for students."""
    for assignment in course.assignments:
        yield from folder_files(assignment.public, f"assignments/{assignment.name}/")
        for path in assignment.graded_by():
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(course.folder).as_posix(), path.read_bytes()


def installation_files(course: Course) -> dict[str, bytes]:
    """What installing the engine needs beside its wheel: the installer of torch, and the releases to install.

    The constraints are those of the course, or empty if it has none.
    """
    constraints = course.folder / CONSTRAINTS
    return {
        CONSTRAINTS: constraints.read_bytes() if constraints.is_file() else b"",
        INSTALL_TORCH: Path(install_torch.__file__).read_bytes(),
    }
