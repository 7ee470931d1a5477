"""The zip that students get: the public half of the course, the engine as a wheel, and what a new environment needs.

README.md, CHANGES.md   whatever the course keeps in its folder handout/
assignments/            as it stands, without what work in it left behind
requirements.txt        what to install: the wheel beside it, held to the releases of constraints.txt
"""

from __future__ import annotations

import ast
import json

from autograder.course import Assignment, Course, required_source
from autograder.errors import UserError
from autograder.packing import CONSTRAINTS, constraints_of, engine_wheel, folder_files


def handout_files(course: Course) -> dict[str, bytes]:
    """The contents of every file in the zip, by its path there.

    Raises:
        UserError: a stub is not a stub any more, or the engine's wheel cannot be built.
    """
    for assignment in course.assignments:
        _require_unwritten(assignment)
    files = dict(folder_files(course.folder / "handout", ""))
    for assignment in course.assignments:
        files.update(folder_files(assignment.public, f"assignments/{assignment.name}/"))
    wheel, content = engine_wheel()
    files[wheel] = content
    held_to = ""
    if constraints := constraints_of(course):
        files[CONSTRAINTS] = constraints
        held_to = f"--constraint {CONSTRAINTS}\n"
    files["requirements.txt"] = f"{held_to}./{wheel}[student]\n".encode()
    return files


def _require_unwritten(assignment: Assignment) -> None:
    """Somebody may have tried the assignment where it stands: what students get must be the stub.

    Raises:
        UserError: a function is written, or the notebook has another one than the stub.
    """
    stub = required_source(assignment.stub)
    functions = {node.name for node in _functions(required_source(assignment.contract))}
    for node in _functions(stub):
        if node.name in functions and not _is_stub(node):
            raise UserError(f"{assignment.stub}: `{node.name}` is written; students get this file, so restore the stub")
    if not assignment.notebook.is_file():
        return
    for cell in json.loads(assignment.notebook.read_text(encoding="utf-8"))["cells"]:
        if "otter_answer_cell" in cell["metadata"].get("tags", ()) and "".join(cell["source"]) not in stub:
            raise UserError(f"{assignment.notebook} has other functions than the stub; run `autograder notebooks`")


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]


def _is_stub(node: ast.FunctionDef) -> bool:
    """Whether a function has a docstring and a `raise` and nothing more."""
    return len(node.body) <= 2 and isinstance(node.body[-1], ast.Raise)
