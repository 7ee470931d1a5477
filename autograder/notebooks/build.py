"""Build an assignment's notebook and its otter tests with `otter assign`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from autograder.course import COURSE_VARIABLE, Assignment
from autograder.errors import UserError
from autograder.grading.symptoms import hints_text
from autograder.intake.notebooks import IGNORED_TAG
from autograder.notebooks.master import Notebook, as_text, master_notebook
from autograder.notebooks.material import material_of
from autograder.system.cores import cores

_START: Final = """\
# Run this cell first: it makes the checks ready.
from pathlib import Path
from types import SimpleNamespace

_problem = ""
try:
    import autograder
    import otter
except ImportError as error:
    _problem = f"{{error}}: install the course as its README.md says, and choose its .venv as the kernel here"
if not Path("tests").is_dir():
    _problem = (
        "This notebook is not in the folder of its assignment, where its checks are. Move it back to "
        "assignments/{name} (on Colab: upload that folder too), open it there, and run all cells."
    )
if _problem:
    from html import escape

    def _say(*part, **options):
        # as HTML, lines are broken between words
        display({{"text/plain": _problem, "text/html": f"<p>{{escape(_problem)}}</p>"}}, raw=True)

    _say()
    grader = SimpleNamespace(check=_say, export=_say)
else:
    grader = otter.Notebook("{name}.ipynb")"""
_END: Final = """\
# Save your notebook first, then run this cell to export your submission.
grader.export(pdf=False)
if not _problem:
    from autograder.otter.checks import check_saved

    check_saved("{name}")"""

Built = dict[Path, str]  # the text of every built file, by its path


def build(assignments: Sequence[Assignment]) -> list[Built]:
    """The notebook and test files of each assignment, which hold nothing of the reference; nothing is written yet.

    Raises:
        UserError: a file is missing or does not fit the others, or `otter assign` fails.
    """
    masters = [as_text(master_notebook(material_of(assignment))) for assignment in assignments]
    with ThreadPoolExecutor(cores()) as pool:
        built = list(pool.map(_build, assignments, masters))
    hints = ({assignment.hints: hints_text(assignment)} for assignment in assignments)
    return [one | more for one, more in zip(built, hints, strict=True)]


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
    """The files that differ from what was built, are missing, or belong to a part that no longer exists."""
    changed = [path for path, text in built.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return changed + [path for path in sorted(assignment.otter_tests.glob("*.py")) if path not in built]


def write(assignment: Assignment, built: Built) -> None:
    """Write what was built, and delete the tests of parts that no longer exist."""
    for path in stale(assignment, built):
        if path in built:
            path.parent.mkdir(exist_ok=True)
            path.write_text(built[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def _assign(master: Path, course: Path) -> None:
    """Run `otter assign`, which also runs the tests on a copy of the notebook that holds the reference."""
    command = [sys.executable, "-m", "otter", "assign", master.name, "dist"]
    # The tests would look for the course around the scratch folder.
    environment = {**os.environ, COURSE_VARIABLE: str(course)}
    done = subprocess.run(command, cwd=master.parent, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        output = " ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-20:])
        raise UserError(f"`otter assign` failed on the notebook of {master.stem}: {output}")


def _finished(path: Path) -> str:
    """The student's notebook, with the cells that otter added tagged so that grading ignores them.

    The first says in a line what is missing where otter would end in a traceback; the last also checks what was saved.
    """
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    added = [
        cell for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["metadata"].get("editable") is False
    ]
    for cell in added:
        cell["metadata"]["tags"] = [IGNORED_TAG]
    added[0]["source"] = _START.format(name=path.stem).splitlines(keepends=True)
    added[-1]["source"] = _END.format(name=path.stem).splitlines(keepends=True)
    return as_text(notebook)
