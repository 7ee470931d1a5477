"""The zip that students get: the public half of the course, the engine as a wheel, and how to install it.

README.md, CHANGES.md   whatever the course keeps in its folder handout/
assignments/            without the files that work in it left behind
requirements.txt        what to install: the wheel beside it, in the releases of constraints.txt
install_torch.py        installs PyTorch's CPU build, on Linux to be run first
"""

from __future__ import annotations

import ast
import json
from typing import Final

from autograder.course import Assignment, Course, required_source
from autograder.errors import UserError
from autograder.packing.contents import CONSTRAINTS, INSTALL_TORCH, folder_files, installation_files
from autograder.packing.engine import engine_wheel

_REQUIREMENTS: Final = """\
# On Linux run `python {install_torch}` first: it installs PyTorch's CPU build of about 200 MB. By itself, pip would
# take a CUDA build of several gigabytes.
--constraint {constraints}
./{wheel}[student]
"""


def handout_files(course: Course) -> dict[str, bytes]:
    """The content of every file in the zip, by its path there.

    Raises:
        UserError: a stub is not a stub any more, or the engine's wheel cannot be made.
    """
    for assignment in course.assignments:
        _require_unwritten(assignment)
    files = dict(folder_files(course.folder / "handout", ""))
    for assignment in course.assignments:
        files.update(folder_files(assignment.public, f"assignments/{assignment.name}/"))
    wheel, content = engine_wheel()
    requirements = _REQUIREMENTS.format(install_torch=INSTALL_TORCH, constraints=CONSTRAINTS, wheel=wheel)
    return {**files, wheel: content, **installation_files(course), "requirements.txt": requirements.encode()}


def _require_unwritten(assignment: Assignment) -> None:
    """Refuse an assignment that somebody has solved in place: students must get the stub.

    Raises:
        UserError: a function is written, or the notebook's functions are not those of the stub.
    """
    stub = required_source(assignment.stub)
    functions = {node.name for node in _functions(required_source(assignment.contract))}
    for node in _functions(stub):
        if node.name in functions and not _is_stub(node):
            raise UserError(
                f"{assignment.stub}: `{node.name}` is written; restore the stub, since students get this file"
            )
    if not assignment.notebook.is_file():
        return
    for cell in json.loads(assignment.notebook.read_text(encoding="utf-8"))["cells"]:
        if "otter_answer_cell" in cell["metadata"].get("tags", ()) and "".join(cell["source"]) not in stub:
            raise UserError(
                f"{assignment.notebook} does not have the functions of the stub; run `autograder notebooks`"
            )


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]


def _is_stub(node: ast.FunctionDef) -> bool:
    """Whether a function has at most a docstring before a `raise`."""
    return len(node.body) <= 2 and isinstance(node.body[-1], ast.Raise)
