"""The zip that students get: the public half of the course, the engine as a wheel, and how to install it.

README.md, CHANGES.md   whatever the course keeps in its folder handout/
assignments/            without the files that work in it left behind; with model answers, if they are released
requirements.txt        what to install: the wheel beside it and the packages that submissions may use, in the releases
                        of constraints.txt
install_torch.py        installs PyTorch's CPU build, on Linux to be run first
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from typing import Final

from autograder.course import REQUIREMENTS, Assignment, Course, functions_of, required_source, required_text
from autograder.errors import UserError
from autograder.packing.contents import CONSTRAINTS, INSTALL_TORCH, folder_files, installation_files
from autograder.packing.engine import engine_wheel
from autograder.packing.packages import allowed_packages

_INSTALLED: Final = """\
# On Linux run `python {install_torch}` first: it installs PyTorch's CPU build of about 200 MB. By itself, pip would
# take a CUDA build of several gigabytes.
--constraint {constraints}
./{wheel}[student]
"""
_ALLOWED: Final = "# What your files may import besides the standard library, torch, numpy, matplotlib and otter:"


ANSWERS: Final = "ANSWERS.md"  # in an assignment's folder


def handout_files(course: Course, answers_of: Sequence[Assignment] = ()) -> dict[str, bytes]:
    """The content of every file in the zip, by its path there.

    Args:
        course: the public half is enough.
        answers_of: the assignments whose model answers are released.

    Raises:
        UserError: a stub is not a stub any more, the README does not name a package that submissions may use, or the
            engine's wheel cannot be made.
    """
    for assignment in course.assignments:
        _require_unwritten(assignment)
    packages = _allowed(course)
    files = dict(folder_files(course.folder / "handout", ""))
    for assignment in course.assignments:
        files.update(folder_files(assignment.public, f"assignments/{assignment.name}/"))
    for assignment in answers_of:
        if not assignment.answers.is_file():
            raise UserError(f"{assignment.answers} is missing: {assignment.name} has no answers to release")
        files[f"assignments/{assignment.name}/{ANSWERS}"] = assignment.answers.read_bytes()
    wheel, content = engine_wheel()
    requirements = _INSTALLED.format(install_torch=INSTALL_TORCH, constraints=CONSTRAINTS, wheel=wheel) + packages
    return {**files, wheel: content, **installation_files(course), REQUIREMENTS: requirements.encode()}


def _allowed(course: Course) -> str:
    """The lines of the packages that submissions may use, which the README has to name."""
    packages = allowed_packages(course)
    readme = course.folder / "handout" / "README.md"
    words = set(re.findall(r"[\w-]+(?:\.[\w-]+)*", required_text(readme).casefold())) if readme.exists() else None
    for package in packages:
        if words is not None and package.name.casefold() not in words:
            raise UserError(f"{readme} does not name {package.name}, which {REQUIREMENTS} lets students use")
    return "".join(f"{line}\n" for line in [_ALLOWED, *map(str, packages)]) if packages else ""


def _require_unwritten(assignment: Assignment) -> None:
    """Refuse an assignment that somebody has solved in place: students must get the stub.

    Raises:
        UserError: a function is written, or the notebook's functions are not those of the stub.
    """
    stub = required_source(assignment.stub)
    functions = functions_of(assignment.contract)
    for node in ast.parse(stub).body:
        if isinstance(node, ast.FunctionDef) and node.name in functions and not _is_stub(node):
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


def _is_stub(node: ast.FunctionDef) -> bool:
    """Whether a function has at most a docstring before a `raise`."""
    return len(node.body) <= 2 and isinstance(node.body[-1], ast.Raise)
