"""The master notebook that `otter assign` reads: handout, functions with their solutions, checks and pictures.

Its raw cells are otter's markup. It holds the reference, so it is only ever written to a scratch folder.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.intake.notebooks import IGNORED_TAG
from autograder.notebooks.pieces import Pieces
from autograder.notebooks.story import Prose, Work
from autograder.pictures import Picture

Cell = dict[str, Any]
Notebook = dict[str, Any]

_LOCKED: Final = {"editable": False, "deletable": False}
_CONFIG: Final = """\
# ASSIGNMENT CONFIG
name: {name}
generate: true
export_cell:
  pdf: false
  instructions: Hand in the zip or just this notebook.
tests:
  files: true
  ok_format: false
"""
_TEST: Final = """\
def test_{part}(env):
    try:
        from autograder.otter.checks import check_part
    except ImportError as error:
        how = "install the course as its README.md says, and choose its .venv as the kernel here"
        raise ImportError(f"{{error}}: {{how}}") from None
    check_part({name!r}, {part!r}, env)
"""


@dataclass(frozen=True)
class Part:
    """A part as the notebook shows it."""

    name: str
    promises: tuple[str, ...]  # of its public checks
    calls: tuple[str, ...]  # the functions of the contract that these checks call
    new: tuple[str, ...]  # those of them that students write in this part
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Material:
    """Everything that a notebook is built from."""

    name: str
    story: Sequence[Prose | Work]
    stub: Pieces
    reference: Pieces
    parts: dict[str, Part]  # by name, in order


def master_notebook(material: Material) -> Notebook:
    """The master notebook in nbformat 4.4, the last version whose cells need no ids."""
    return {
        "cells": list(_cells(material)),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 4,
    }


def as_text(notebook: Notebook) -> str:
    """The text of a notebook's file; equal notebooks have equal texts."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cells(material: Material) -> Iterator[Cell]:
    yield _raw(_CONFIG.format(name=material.name))
    is_set_up = False
    for piece in material.story:
        if isinstance(piece, Prose):
            yield _markdown(piece.text)
            continue
        if not is_set_up:
            yield _code(material.stub.rest)
        # The first function of the reference comes with the imports and helpers that all of them need.
        yield from _part(material, material.parts[piece.part], "" if is_set_up else material.reference.rest)
        is_set_up = True


def _part(material: Material, part: Part, needed: str) -> Iterator[Cell]:
    number = list(material.parts).index(part.name) + 1
    yield _raw(f"# BEGIN QUESTION\nname: {part.name}")
    yield _markdown(_heading(part, number, len(material.parts)))
    if part.new or needed:
        yield _raw("# BEGIN SOLUTION")
        for name in part.new:
            yield _code(_solved(material.stub.functions[name], f"{needed}\n\n\n{material.reference.functions[name]}"))
            needed = ""
        yield _raw("# END SOLUTION")
    yield _raw("# BEGIN TESTS")
    yield _code(_TEST.format(name=material.name, part=part.name))
    yield _raw("# END TESTS")
    yield _raw("# END QUESTION")
    for picture in part.pictures:
        yield from _picture(picture)


def _heading(part: Part, number: int, parts: int) -> str:
    promises = "\n".join(f"- {promise}" for promise in part.promises)
    test = f"{_task(part)} The check below tests whether your code\n\n{promises}"
    return f"### Part {number} of {parts}: {part.name}\n\n{test}"


def _task(part: Part) -> str:
    if part.new:
        return f"Write {_enumerated(part.new)}."
    if part.calls:
        return f"There is nothing new to write here: this part is about {_enumerated(part.calls)} again."
    return "There is nothing to write here."


def _enumerated(functions: Sequence[str]) -> str:
    *others, last = (f"`{name}`" for name in functions)
    return f"{', '.join(others)} and {last}" if others else last


def _solved(stub: str, solution: str) -> str:
    """A cell that otter cuts down to the stub; until then the reference's definition comes last, and so counts."""
    return f"{stub}\n# BEGIN SOLUTION NO PROMPT\n{solution}\n# END SOLUTION"


def _picture(picture: Picture) -> Iterator[Cell]:
    yield _markdown(picture.caption)
    call = f"pictures.{picture.name}({', '.join(picture.functions)})"
    yield _code(f"import pictures\n\n{call}", tags=[IGNORED_TAG], **_LOCKED)


def _raw(source: str) -> Cell:
    return {"cell_type": "raw", "metadata": {}, "source": inspect.cleandoc(source)}


def _markdown(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str, **metadata: Any) -> Cell:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}
