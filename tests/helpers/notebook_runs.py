"""Running students' notebooks in a real Jupyter kernel, and otter on them."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.helpers.command import reference

# What ipykernel 7.3 and later say of themselves whatever the notebook does, and otter's export passes on as a warning.
OF_THE_KERNEL = "Kernel is running over TCP without encryption"


@dataclass(frozen=True)
class Executed:
    """A notebook after all its cells have run."""

    notebook: Any
    folder: Path

    def text(self, source: str) -> str:
        """What the one cell with this in its source printed and showed, without indentation."""
        (cell,) = [cell for cell in self.notebook.cells if source in cell.source and cell.cell_type == "code"]
        shown = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
        return flat("\n".join(shown))

    def pictures(self) -> list[Any]:
        """The cells that draw."""
        return [cell for cell in self.notebook.cells if "import pictures" in cell.source]

    def warnings(self) -> list[str]:
        """What was written to stderr."""
        outputs = [output for cell in self.notebook.cells for output in cell.get("outputs", [])]
        texts = [output.text for output in outputs if output.get("name") == "stderr"]
        return [text for text in texts if OF_THE_KERNEL not in text]


def flat(text: str) -> str:
    """The lines without indentation: otter indents what it shows."""
    return "\n".join(line.strip() for line in text.splitlines())


def read(folder: Path) -> Any:
    """The notebook in an assignment's folder."""
    return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)


def save(notebook: Any, folder: Path) -> None:
    """Write the notebook as a student saves it."""
    nbformat.write(notebook, folder / f"{folder.name}.ipynb")


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


def execute(folder: Path, *, cells: int | None = None, environment: dict[str, str] | None = None) -> Executed:
    """Run the notebook of an assignment's folder from top to bottom, or its first cells; an error ends it."""
    notebook = read(folder)
    notebook.cells = notebook.cells[:cells]
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, **(environment or {})})
    return Executed(notebook, folder)


def otter(*arguments: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """What otter's command says, without indentation."""
    done = subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return flat(textwrap.dedent(done.stdout))
