"""Run students' notebooks in a real Jupyter kernel, and otter on them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

from tests.helpers.command import reference

# What Jupyter writes whatever the notebook does, and otter's export passes on as a warning: ipykernel since 7.3 when a
# kernel starts, pyzmq on a busy machine when one stops.
_JUPYTERS_OWN: Final = (
    "Kernel is running over TCP without encryption",
    "zmq.error.ZMQError: Socket operation on non-socket",
)
# The course is the one around the notebook. With several threads each, torch's processes wait for each other's cores:
# a notebook that trains networks took six times as long.
_ENVIRONMENT: Final = {"AUTOGRADER_COURSE": "", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Executed:
    """A notebook after all its cells have run."""

    notebook: Any
    folder: Path
    seconds: float  # by the clock

    def text(self, source: str) -> str:
        """The output of the one cell with this in its source, without indentation."""
        (cell,) = [cell for cell in self.notebook.cells if source in cell.source and cell.cell_type == "code"]
        texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
        return _without_indentation("\n".join(texts))

    def pictures(self) -> list[Any]:
        """The cells that draw."""
        return [cell for cell in self.notebook.cells if "import pictures" in cell.source]

    def warnings(self) -> list[str]:
        """What was written to stderr, but for Jupyter's own warnings."""
        outputs = [output for cell in self.notebook.cells for output in cell.get("outputs", [])]
        texts = [output.text for output in outputs if output.get("name") == "stderr"]
        return [text for text in texts if not any(own in text for own in _JUPYTERS_OWN)]


def read(folder: Path) -> Any:
    """The notebook in an assignment's folder."""
    return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]


def save(notebook: Any, folder: Path) -> None:
    """Write the notebook as a student saves it."""
    nbformat.write(notebook, folder / f"{folder.name}.ipynb")  # type: ignore[no-untyped-call]


def answers(notebook: Any) -> list[Any]:
    """The cells in which students write."""
    return [cell for cell in notebook.cells if "otter_answer_cell" in cell.metadata.get("tags", [])]


def fill_in(folder: Path) -> None:
    """Write the reference into the cells of the notebook."""
    notebook = read(folder)
    first, *others = answers(notebook)
    first.source = reference(folder.name)
    for cell in others:
        cell.source = ""
    save(notebook, folder)


def execute(folder: Path, *, cells: int | None = None, environment: Mapping[str, str] | None = None) -> Executed:
    """Run the notebook in an assignment's folder.

    Args:
        folder: the folder.
        cells: how many of its cells to run, or how many at its end not to run if negative; all by default.
        environment: variables to set.

    Raises:
        CellExecutionError: a cell raised.
    """
    notebook = read(folder)
    notebook.cells = notebook.cells[:cells]
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    start = time.monotonic()
    client.execute(env={**os.environ, **_ENVIRONMENT, **(environment or {})})
    return Executed(notebook, folder, time.monotonic() - start)


def otter(*arguments: str, cwd: Path) -> str:
    """The output of otter's command, without indentation."""
    run = subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=cwd,
        env={**os.environ, **_ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return _without_indentation(run.stdout)


def _without_indentation(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())
