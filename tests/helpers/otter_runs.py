"""The real `otter run` on a submission, as a person would run it and as a container does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.helpers.command import run_command

UNWRITTEN: Final = "def halve(x):\n    raise NotImplementedError\n"
_SECONDS: Final = 300.0  # ample for any run


@dataclass(frozen=True)
class OtterRun:
    """A finished `otter run`."""

    code: int
    output: str
    errors: str
    folder: Path

    @property
    def wrote_results(self) -> bool:
        """Whether there is a results.json."""
        return (self.folder / "results.json").exists()

    @property
    def document(self) -> dict[str, Any]:
        """The results.json that it wrote."""
        document: dict[str, Any] = json.loads((self.folder / "results.json").read_text(encoding="utf-8"))
        return document

    @property
    def marks(self) -> dict[str, tuple[float, float]]:
        """The marks of each part: earned, and possible."""
        return {test["name"]: (test["score"], test["max_score"]) for test in self.document["tests"]}

    @property
    def texts(self) -> dict[str, str]:
        """What a student reads about each part."""
        assert {test["visibility"] for test in self.document["tests"]} == {"visible"}
        return {test["name"]: test["output"] for test in self.document["tests"]}

    @property
    def last_error(self) -> str:
        """The last line on the standard error."""
        return self.errors.strip().splitlines()[-1]


def otter_run(autograder: Path, submission: Path, *options: str) -> OtterRun:
    """Run otter on a submission, in its folder, with a folder of its own for temporary files."""
    (submission.parent / "tmp").mkdir()
    command = ["-m", "otter", "run", "-a", str(autograder), *options, submission.name]
    return _run(command, submission.parent, results=submission.parent)


def container_run(autograder: Path, submission: Path) -> OtterRun:
    """Run what the zip has for a container, with the folder /autograder elsewhere."""
    place = submission.parent / "autograder"
    for name in ("submission", "results", "tmp"):
        (place / name).mkdir(parents=True)
    with zipfile.ZipFile(autograder) as archive:
        archive.extractall(place / "source")
    (place / "submission_metadata.json").write_text("{}")
    submission.rename(place / "submission" / submission.name)
    program = (place / "source/run_otter.py").read_text().replace("/autograder", str(place))
    return _run(["-c", program], place, results=place / "results")


def _run(arguments: Sequence[str], folder: Path, results: Path) -> OtterRun:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return OtterRun(done.returncode, done.stdout, done.stderr, results)


def make_zip(course: Path, folder: Path, *options: str) -> Path:
    """The zip of a course, made by the command."""
    path = folder / "otter.zip"
    run = run_command("otter", "--out", path, "--course", course, *options, cwd=folder)
    assert run.code == 0, run.errors
    return path


def written(path: Path, text: str) -> Path:
    """A file with this text."""
    path.write_text(text, encoding="utf-8")
    return path


def notebook(*cells: str, kernel: str = "python3") -> str:
    """A notebook of these code cells."""
    fields: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    document = {
        "cells": [{**fields, "source": cell} for cell in cells],
        "metadata": {"kernelspec": kernelspec},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    return json.dumps(document)


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
