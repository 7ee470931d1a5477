"""The notebooks and otter tests in assignments/: what is in them, and what must not be."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import ASSIGNMENTS, PROJECT

PATTERNS = ("*/*.ipynb", "*/tests/*.py")
ADDED_BY_OTTER = ("grader = otter.Notebook(", "grader.", "# Save your notebook first")
NO_SECRET = (*ADDED_BY_OTTER, "import ", "from ")
MIN_LENGTH = 25  # many files have the same shorter lines of code
BUILT_FILES = [path for pattern in PATTERNS for path in sorted((PROJECT / "assignments").glob(pattern))]
NOTEBOOKS = [path for path in BUILT_FILES if path.suffix == ".ipynb"]


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT / "assignments").as_posix()


def test_every_assignment_has_a_notebook_and_otter_tests() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(ASSIGNMENTS)
    assert {path.parts[-3] for path in BUILT_FILES if path not in NOTEBOOKS} == set(ASSIGNMENTS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_tells_the_whole_handout_in_order(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    position = 0
    for line in path.with_name("README.md").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("<!-- parts:"):
            position = prose.index(line, position)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_makes_each_promise_once(path: Path) -> None:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        _, is_part, promises = "".join(cell["source"]).partition(" The check below tests whether your code\n")
        assert not is_part or len(promises.split("\n- ")) == len(set(promises.split("\n- "))) > 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_bears_no_id_output_or_version(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert all("id" not in cell for cell in notebook["cells"])
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook["cells"])


@pytest.mark.parametrize("path", BUILT_FILES, ids=name_of)
def test_a_built_file_holds_nothing_of_the_hidden_half(path: Path) -> None:
    assert lines_of(path) & (hidden_lines() - public_lines()) == set()


def test_the_search_for_hidden_lines_finds_those_of_a_reference() -> None:
    lines = lines_of(PROJECT / "solutions/training_loop/training_loop.py") & (hidden_lines() - public_lines())
    assert "return torch.stack([x, torch.ones_like(x)], dim=1)" in lines


@functools.cache
def hidden_lines() -> set[str]:
    """The lines of code in the hidden half, but for imports; some of its submissions are notebooks built by otter."""
    paths = [path for path in (PROJECT / "solutions").rglob("*") if path.suffix in (".py", ".ipynb")]
    assert len(paths) > 100
    return {line for path in paths for line in lines_of(path) if not line.startswith(NO_SECRET)}


@functools.cache
def public_lines() -> set[str]:
    """The lines of all that is written by hand for students."""
    paths = [path for path in (PROJECT / "assignments").rglob("*") if path.suffix in (".py", ".md")]
    return set().union(*(lines_of(path) for path in paths if path not in BUILT_FILES))


def lines_of(path: Path) -> set[str]:
    """The longer lines of a file; of a notebook, those of all texts in its cells and metadata."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".ipynb":
        text = "\n".join(texts_in(json.loads(text)))
    return {line.strip() for line in text.splitlines() if len(line.strip()) >= MIN_LENGTH}


def texts_in(value: Any) -> Iterator[str]:
    """All texts in a JSON value; a list of texts is one text in pieces."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield "".join(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)
