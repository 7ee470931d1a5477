"""Zips for elsewhere: the files of folders, the engine as a wheel, and an archive of the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from autograder.course import Course
from autograder.errors import UserError

CONSTRAINTS: Final = "constraints.txt"
_LEFT_BEHIND: Final = (".pyc", ".zip")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of every file in a zip, which is as early as a zip can say
_EPOCH_SECONDS: Final = "315532800"  # the same since 1970


def zip_path(name: str) -> Path:
    """Where to write a zip.

    Raises:
        UserError: the name does not end in .zip, or its folder is not there.
    """
    path = Path(name)
    if path.suffix != ".zip":
        raise UserError(f"{path} is no name of a zip: it must end in .zip")
    if not path.resolve().parent.is_dir():
        raise UserError(f"{path.parent} is no folder")
    return path


def write_zip(path: Path, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    """Write the files by their paths in the zip; the same files make the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = (0o755 if name in executable else 0o644) << 16
            entry.create_system = 3  # Unix, whatever the zip is written on
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def folder_files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, without hidden ones, links, and what runs and exports leave behind."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.suffix not in _LEFT_BEHIND:
            yield prefix + inside.as_posix(), path.read_bytes()


def course_files(course: Course) -> Iterator[tuple[str, bytes]]:
    """Both halves of the course as a grader elsewhere needs them: without test submissions. Nothing for students."""
    for assignment in course.assignments:
        yield from folder_files(assignment.public, f"assignments/{assignment.name}/")
        for path in assignment.graded_by():
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(course.folder).as_posix(), path.read_bytes()


def constraints_of(course: Course) -> bytes:
    """The releases that the course is tested with, as a file for pip; empty where it names none."""
    path = course.folder / CONSTRAINTS
    return path.read_bytes() if path.is_file() else b""


def engine_wheel() -> tuple[str, bytes]:
    """The engine's wheel, name and content, made from a copy of its sources alone.

    Raises:
        UserError: it cannot be built.
    """
    project = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as scratch:
        copy, out = Path(scratch) / "project", Path(scratch) / "out"
        for path in (project / "pyproject.toml", project / "README.md", *sorted(project.glob("autograder/**/*.py"))):
            target = copy / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_file():
                target.write_bytes(path.read_bytes())
                target.chmod(0o644)
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
        command += ["--wheel-dir", str(out), str(copy)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH_SECONDS}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        built = sorted(out.glob("*.whl"))
        if done.returncode or not built:
            said = (done.stderr.strip().splitlines() or ["no wheel came of it"])[-1]
            raise UserError(
                f"no wheel can be built from {project} (an engine's checkout, with setuptools at hand): {said}"
            )
        return built[0].name, built[0].read_bytes()
