"""Building an assignment's notebook and its otter tests with `otter assign`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.course import COURSE_VARIABLE, Assignment
from autograder.errors import UserError
from autograder.intake.notebooks import IGNORED_TAG
from autograder.notebooks.master import Notebook, as_text, master_notebook
from autograder.notebooks.material import material_of
from autograder.system.cores import cores

Built = dict[Path, str]  # the text of every file that is built, by its path in the course


def build(assignments: Sequence[Assignment]) -> list[Built]:
    """Of each assignment the notebook and the test files, which hold nothing of the reference, not yet written.

    Raises:
        UserError: an assignment's files do not fit each other, or otter refuses the master notebook.
    """
    masters = [as_text(master_notebook(material_of(assignment))) for assignment in assignments]
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(_build, assignments, masters))


def _build(assignment: Assignment, text: str) -> Built:
    with tempfile.TemporaryDirectory() as scratch:
        master = Path(scratch) / assignment.notebook.name
        master.write_text(text, encoding="utf-8")
        _assign(master, assignment.course)
        student = Path(scratch) / "dist" / "student"
        built = {assignment.notebook: _finished(student / master.name)}
        for path in sorted((student / assignment.otter_tests.name).glob("*.py")):
            built[assignment.otter_tests / path.name] = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
        return built


def stale(assignment: Assignment, built: Built) -> list[Path]:
    """The files that are not as built: other text, missing, or left over from a part that is gone."""
    changed = [path for path, text in built.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return changed + [path for path in sorted(assignment.otter_tests.glob("*.py")) if path not in built]


def write(assignment: Assignment, built: Built) -> None:
    """Make the files as built."""
    for path in stale(assignment, built):
        if path in built:
            path.parent.mkdir(exist_ok=True)
            path.write_text(built[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def _assign(master: Path, course: Path) -> None:
    """Run `otter assign`, which also runs the tests on the notebook with the reference filled in."""
    command = [sys.executable, "-m", "otter", "assign", master.name, "dist"]
    # The folder is a scratch one, and the tests look for the course around it.
    environment = {**os.environ, COURSE_VARIABLE: str(course)}
    done = subprocess.run(command, cwd=master.parent, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-20:])
        raise UserError(f"`otter assign` refuses the notebook of {master.stem}: {said}")


def _finished(path: Path) -> str:
    """The student's notebook, with the cells that otter put in marked as none of the student's work."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell["metadata"].get("editable") is False:
            cell["metadata"]["tags"] = [IGNORED_TAG]
    return as_text(notebook)
