"""The runs of a record, in `runs/<n>/`: what was graded when and with what. Times live there and nowhere else."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Final

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading.tasks import Place
from autograder.record.json_files import read_record
from autograder.results import Protection, Timing
from autograder.system.atomic import make_folder
from autograder.text import csv_cell

RUNS: Final = "runs"
RUN_FILE: Final = "run.json"
LOG: Final = "log.txt"
_PUBLISHED: Final = "state/published.json"
_ENGINE: Final = "autograder-kit"  # as it is installed
_LIBRARIES: Final = ("torch", "numpy", "hypothesis")  # looked up: importing them takes seconds
_GIT_SECONDS: Final = 10.0


@dataclass(frozen=True)
class GivenPath:
    """A path that a run was given."""

    path: str
    sha256: str  # of a file, or of a folder's files and their names


@dataclass(frozen=True)
class CourseState:
    """Which version of the course graded."""

    commit: str  # "" where the course is not under git
    clean: bool | None  # whether nothing differed from it; None where that is not known


@dataclass(frozen=True)
class Run:
    """A run of `autograder grade`."""

    number: int
    begun: str  # times in UTC
    ended: str
    options: tuple[str, ...]  # as given
    paths: tuple[GivenPath, ...]
    roster: GivenPath | None
    decisions: GivenPath | None
    versions: Mapping[str, str]
    course: CourseState
    protection: str  # the name of the level
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """Which run everybody may see."""

    run: int


def run_folder(record: Path, number: int) -> Path:
    """The folder of a run."""
    return record / RUNS / str(number)


def finished_runs(record: Path) -> list[int]:
    """The numbers of the runs that came to their end."""
    return sorted(number for number in _numbers(record) if (run_folder(record, number) / RUN_FILE).is_file())


def next_run(record: Path) -> int:
    """The number of a run that begins: no other had it, not even one that was killed."""
    return max(_numbers(record), default=0) + 1


def read_run(record: Path, number: int) -> Run:
    """A run.

    Raises:
        UserError: there is none of this number, or it cannot be read.
    """
    run = read_record(run_folder(record, number) / RUN_FILE, Run)
    if run is None:
        known = ", ".join(map(str, finished_runs(record))) or "none"
        raise UserError(f"{record} has no run {number} that can be read: it has {known}")
    return run


def published_run(record: Path) -> int | None:
    """The number of the run that was published last, None if none was."""
    published = read_record(record / _PUBLISHED, Published)
    return published.run if published else None


def publication(number: int) -> tuple[str, Published]:
    """The file, by its path in the record, that says which run is published."""
    return _PUBLISHED, Published(number)


def now() -> str:
    """The time, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def versions() -> dict[str, str]:
    """The versions of all that marks depend on."""
    libraries = {name: metadata.version(name) for name in _LIBRARIES}
    return {"engine": metadata.version(_ENGINE), "python": platform.python_version(), **libraries}


def machine() -> str:
    """What this runs on."""
    return f"{sys.platform} {platform.machine()}"


def this_place(protection: Protection) -> Place:
    """This machine, where students' code is kept apart like that."""
    return Place(machine(), tuple(versions().items()), protection)


def course_state(course: Course) -> CourseState:
    """The commit of the course, and whether its two halves are as committed."""
    commit = _git(course.folder, "rev-parse", "HEAD")
    if not commit:
        return CourseState("", None)
    changes = _git(course.folder, "status", "--porcelain", "--", "assignments", "solutions", "decisions.toml")
    return CourseState(commit.strip(), None if changes is None else not changes.strip())


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        line = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(line, capture_output=True, text=True, timeout=_GIT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def given_path(path: Path, without: Path) -> GivenPath:
    """A path with the sha256 of what is in it.

    Args:
        path: a file or folder that was given.
        without: the record, which may lie in it.
    """
    return GivenPath(str(path), _sha256_of_folder(path, without.resolve()) if path.is_dir() else _sha256(path))


def _sha256_of_folder(folder: Path, without: Path) -> str:
    total = hashlib.sha256()
    for above, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if Path(above, name).resolve() != without)
        for name in sorted(names):
            path = Path(above, name)
            total.update(os.fsencode(f"{path.relative_to(folder)}\0{_sha256(path)}\n"))
    return total.hexdigest()


def _sha256(path: Path) -> str:
    """Of a file; "" for what is not one, or cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def timings_csv(timings: Mapping[tuple[str, str], Timing]) -> str:
    """What grading each hand-in cost, by student and assignment."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", "assignment", "seconds", "student_seconds", "student_cpu_seconds", "calls", "workers"])
    for (student, assignment), timing in sorted(timings.items()):
        seconds = (timing.seconds, timing.student_seconds, timing.student_cpu_seconds)
        rounded = [f"{figure:.3f}" for figure in seconds]
        writer.writerow([csv_cell(student), assignment, *rounded, timing.calls, timing.workers])
    return text.getvalue()


class RunLog:
    """`log.txt` of a run: a line with a time for all that was said, also of a run that is killed."""

    def __init__(self, record: Path, number: int) -> None:
        """Begin it.

        Raises:
            UserError: the folder cannot be made.
        """
        folder = run_folder(record, number)
        make_folder(folder)
        self._path = folder / LOG

    def __call__(self, text: str) -> None:
        """Add a line; a log that cannot be written stops nothing."""
        try:
            with self._path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{now()} {text}\n")
        except OSError:
            return


def _numbers(record: Path) -> Iterable[int]:
    return [int(path.name) for path in (record / RUNS).glob("*") if path.name.isdecimal()]
