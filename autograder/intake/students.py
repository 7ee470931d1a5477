"""Finding the students in the paths that an instructor names: a folder each, or single files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from autograder.errors import UserError
from autograder.intake.files import SUFFIXES, read_source
from autograder.intake.records import Absent, HandIn, Source

_DEPTH: Final = 4
_NOT_WRITTEN: Final = "raise NotImplementedError"


def find_hand_ins(paths: Iterable[Path], assignments: tuple[str, ...]) -> list[HandIn]:
    """The students in these paths, by name, each with what was handed in for every assignment.

    A folder that holds files of the assignments is a student's; any other folder is a class of such
    folders; a single file belongs to the student named by its folder.

    Raises:
        UserError: a path does not exist, is a file of no assignment, or no student is found.
    """
    files: dict[str, dict[Path, None]] = {}
    for path in paths:
        for student, found in _students_in(path, assignments):
            files.setdefault(student, {}).update(dict.fromkeys(found))
    if not files:
        raise UserError(
            f"no student in {', '.join(map(str, paths))}: a student is a folder with {assignments[0]}.py or the like"
        )
    return [HandIn(student, tuple(_work(name, files[student]) for name in assignments)) for student in sorted(files)]


def _students_in(path: Path, assignments: tuple[str, ...]) -> Iterator[tuple[str, list[Path]]]:
    if path.is_file():
        if path.stem not in assignments or path.suffix not in SUFFIXES:
            names = ", ".join(f"{name}.py" for name in assignments)
            raise UserError(f"{path} is the file of no assignment: expected one of {names} (or .ipynb)")
        yield Path(os.path.abspath(path)).parent.name, [path]  # not resolved: a link is its owner's
        return
    if not path.is_dir():
        raise UserError(f"{path} does not exist")
    folders = _folders(path)
    if not folders or any(_is_work(entry, assignments) for entry in _entries(path)):
        yield path.resolve().name, list(_files_beneath(path, _DEPTH))
        return
    for folder in folders:
        yield folder.name, list(_files_beneath(folder, _DEPTH))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _folders(folder: Path) -> list[Path]:
    return [
        Path(entry.path)
        for entry in _entries(folder)
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "__"))
    ]


def _is_work(entry: os.DirEntry[str], assignments: tuple[str, ...]) -> bool:
    path = Path(entry.name)
    return path.suffix in SUFFIXES and path.stem in assignments and not entry.is_dir(follow_symlinks=False)


def _files_beneath(folder: Path, depth: int) -> Iterator[Path]:
    """The files in a folder, those in folders beneath it after its own."""
    yield from (Path(entry.path) for entry in _entries(folder) if not entry.is_dir(follow_symlinks=False))
    if depth:
        for inner in _folders(folder):
            yield from _files_beneath(inner, depth - 1)


def _work(assignment: str, files: Iterable[Path]) -> Source | Absent:
    """What a student handed in for an assignment; a copy in a deeper folder counts only if there is none above."""
    found: dict[str, Path] = {}
    for path in files:
        if path.stem == assignment and path.suffix in SUFFIXES:
            found.setdefault(path.suffix, path)
    read = [read_source(found[suffix], assignment) for suffix in SUFFIXES if suffix in found]
    sources = [work for work in read if isinstance(work, Source)]
    if len(sources) == 2:
        return _better_of(*sources)
    if sources:
        return sources[0]
    return read[0] if read else Absent(f"{assignment} was not handed in")


def _better_of(script: Source, notebook: Source) -> Source:
    """Of a `.py` and a notebook the one with less left to write: an untouched stub beside the work does no harm."""
    left = [sum(text.count(_NOT_WRITTEN) for _, text in work.cells) for work in (script, notebook)]
    chosen = notebook if left[1] < left[0] else script
    note = f"{script.file_name} and {notebook.file_name} were both handed in: {chosen.file_name} was graded"
    return replace(chosen, notes=(note,))
