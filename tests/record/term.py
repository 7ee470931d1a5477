"""A term of a small course: hand-ins, runs and decisions."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.helpers.quick_grading import Done, QuickRuns
from tests.helpers.small_course import RIGHT, WRONG, hand_in, make_course

__all__ = ["RIGHT", "STUB", "WRONG", "Term", "as_older_version"]
STUB: Final = "def halve(x):\n    raise NotImplementedError\n"


class Term:
    """A folder with a course, hand-ins in `class` and a record in `out`."""

    def __init__(self, folder: Path, runs: QuickRuns, names: Sequence[str] = ("halving",), out: str = "out") -> None:
        self.folder = folder
        self.out = folder / out  # the record
        self._runs = runs
        if not (folder / "course").exists():
            make_course(folder, names)

    @property
    def decisions(self) -> Path:
        """The file of the decisions."""
        return self.folder / "course" / "decisions.toml"

    @property
    def suite(self) -> Path:
        """The hidden suite."""
        return self.folder / "course/solutions/halving/test_halving.py"

    def hand_in(self, student: str, text: str) -> None:
        """Hand a file in."""
        hand_in(self.folder, student, text)

    def grade(self, *options: str, path: str = "class", kill_at: int | None = None, out: str = "out") -> Done:
        """Grade what was handed in."""
        return self.run("grade", path, "--out", out, "--course", "course", "--jobs", "1", *options, kill_at=kill_at)

    def run(self, *arguments: str, kill_at: int | None = None, largest_file: int | None = None) -> Done:
        """Run a command."""
        return self._runs.run(self.folder, *arguments, kill_at=kill_at, largest_file=largest_file)

    @property
    def files(self) -> dict[str, bytes]:
        """All files of the record, without its locks."""
        paths = [path for path in self.out.rglob("*") if path.is_file() and "lock" not in path.name]
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in paths}

    @property
    def views(self) -> dict[str, bytes]:
        """What people read of the record."""
        return {name: data for name, data in self.files.items() if name.partition("/")[0] not in ("state", "runs")}

    def graded(self, *options: str, path: str = "class") -> str:
        """Grade, which must go well, and return what was said."""
        done = self.grade(*options, path=path)
        assert (done.code, done.errors) == (0, "")
        return done.output

    def override(self, student: str, *lines: str) -> None:
        """Append an override by hand."""
        text = [f'[[override]]\nstudent = "{student}"\nassignment = "halving"\nwhy = "so be it"', *lines, ""]
        before = self.decisions.read_text() if self.decisions.exists() else ""
        self.decisions.write_text(before + "\n".join(text))

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """The rows of grades.csv by student."""
        with (self.out / "grades.csv").open(newline="") as file:
            return {row["student"]: row for row in csv.DictReader(file)}

    @property
    def marks(self) -> dict[str, str]:
        """The marks that count."""
        return {student: row["halving"] for student, row in self.rows.items()}

    def feedback(self, student: str) -> dict[str, Any]:
        """A student's results.json."""
        document: dict[str, Any] = json.loads((self.out / "students" / student / "results.json").read_text())
        return document

    def run_file(self, number: int, name: str = "run.json") -> str:
        """A file of a run."""
        return (self.out / "runs" / str(number) / name).read_text()


def as_older_version(out: Path) -> None:
    """Rewrite a record as results folders were before there were records."""
    document = json.loads((out / "class.json").read_text())
    for student in document["students"]:
        for name in student["work"]:
            new = out / "state" / name / f"{student['key']}.json"
            (attempt,) = json.loads(new.read_text())
            old = hashlib.sha256(student["student"].encode()).hexdigest()[:32]
            kept = {key: attempt[key] for key in ("fingerprint", "result", "timing")}
            new.with_name(f"{old}.json").write_text(json.dumps(kept))
            new.unlink()
    students = [
        {key: student[key] for key in ("student", "id", "email")}
        | {"work": {name: {"maximum": 100, "handed_in": work["handed_in"]} for name, work in student["work"].items()}}
        for student in document["students"]
    ]
    (out / "class.json").write_text(json.dumps(students))
    (out / "timings.csv").write_text("")
    (out / "state/people.json").unlink()
    (out / "state/published.json").unlink()
    for name in ("runs", "state/hand-ins", "state/circumstances"):
        shutil.rmtree(out / name)
    (out / "parts.csv").unlink()
