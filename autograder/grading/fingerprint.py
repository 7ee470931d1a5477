"""What a result depends on, as hashes: while they are equal, grading again would give the same result."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, fields, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograder.course import Assignment, Course
from autograder.intake.records import NOT_TOLD, Source

if TYPE_CHECKING:  # it needs numpy, and most that reads fingerprints does not
    from autograder.grading.budget import Limits

_ENGINE: Final = Path(__file__).resolve().parent.parent
_LIBRARIES: Final = ("torch", "numpy", "hypothesis")  # their versions are looked up: importing torch takes a second


@dataclass(frozen=True)
class Fingerprint:
    """One field per cause, under the names that people know them by."""

    submission: str
    suite: str
    engine: str
    limits: str
    protection: str  # the name of the level

    def changes_since(self, earlier: Fingerprint) -> list[str]:
        """The names of what has changed."""
        pairs = zip(fields(self), astuple(self), astuple(earlier), strict=True)
        return [field.name for field, now, then in pairs if now != then]


class Fingerprints:
    """The fingerprints of all that a run may grade.

    Make it before the suites are loaded: a file that is saved in between then counts as changed in the next run.
    """

    def __init__(self, course: Course, limits: Limits, level: str) -> None:
        """Read the files of the suites and of the engine."""
        self._suites = {assignment.name: _hash_of_suite(assignment) for assignment in course.assignments}
        self.engine = engine_fingerprint()
        self._limits = _hash_of(astuple(limits))
        self._level = level

    def of_suite(self, assignment: str) -> str:
        """What the shape of a result depends on: parts, promises, marks."""
        return _hash_of([self._suites[assignment], self.engine])

    def of(self, source: Source) -> Fingerprint:
        """What a result for this source depends on."""
        suite = self._suites[source.stem]
        graded = asdict(replace(source, handed=NOT_TOLD))
        return Fingerprint(_hash_of(graded), suite, self.engine, self._limits, self._level)


def rehearsal_fingerprint(assignment: Assignment, seed: str) -> str:
    """What the draws of a suite and the answers of its reference depend on.

    Another build of the same release of torch rounds otherwise at most, which no check may notice.
    """
    releases = [metadata.version(name).partition("+")[0] for name in _LIBRARIES]
    return _hash_of([_hash_of_suite(assignment), seed, releases, _python_and_engine()])


def engine_fingerprint() -> str:
    """Of the engine, the Python that runs it, and the libraries that marks depend on."""
    return _hash_of([[metadata.version(name) for name in _LIBRARIES], _python_and_engine()])


@functools.cache
def _python_and_engine() -> tuple[str, str]:
    """As this process began with them: what is saved later it does not run."""
    return str(sys.version_info[:2]), _hash_of_files(_ENGINE.rglob("*.py"), _ENGINE)


def _hash_of_suite(assignment: Assignment) -> str:
    return _hash_of_files(assignment.graded_by(), assignment.course)


def _hash_of_files(paths: Iterable[Path], root: Path) -> str:
    """Of their names under a folder and what they hold; where that folder lies does not matter."""
    existing = sorted(path for path in paths if path.is_file())
    return _hash_of(
        [(path.relative_to(root).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in existing]
    )


def _hash_of(value: Any) -> str:
    """Half characters, which no encoding holds, are hashed by their numbers."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode("ascii")).hexdigest()
