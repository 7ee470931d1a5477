"""The zip that students get: the public half of the course, the engine as a wheel, and what a new environment needs.

README.md, CHANGES.md   whatever the course keeps in its folder handout/
assignments/            as it stands, without what work in it left behind
requirements.txt        what to install: the wheel beside it, held to the releases of constraints.txt
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.course import Assignment, Course
from autograder.errors import UserError

_LEFT_BEHIND: Final = (".pyc", ".zip")
_CONSTRAINTS: Final = "constraints.txt"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # of every file in the zip, which is as early as a zip can say
_EPOCH_SECONDS: Final = "315532800"  # the same since 1970


def handout_files(course: Course) -> dict[str, bytes]:
    """The contents of every file in the zip, by its path there.

    Raises:
        UserError: a stub is not a stub any more, or the engine's wheel cannot be built.
    """
    for assignment in course.assignments:
        _require_unwritten(assignment)
    files = dict(_folder(course.folder / "handout", ""))
    for assignment in course.assignments:
        files.update(_folder(assignment.public, f"assignments/{assignment.name}/"))
    wheel, content = _wheel()
    files[wheel] = content
    constraints = course.folder / _CONSTRAINTS
    held_to = ""
    if constraints.is_file():
        files[_CONSTRAINTS] = constraints.read_bytes()
        held_to = f"--constraint {_CONSTRAINTS}\n"
    files["requirements.txt"] = f"{held_to}./{wheel}[student]\n".encode()
    return files


def write_zip(path: Path, files: dict[str, bytes]) -> None:
    """Write the files into one folder of the zip's name; the same files make the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, whatever the zip is written on
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def _folder(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, without hidden ones, links, and what runs and exports leave behind."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.suffix not in _LEFT_BEHIND:
            yield prefix + inside.as_posix(), path.read_bytes()


def _require_unwritten(assignment: Assignment) -> None:
    """Somebody may have tried the assignment where it stands: what students get must be the stub.

    Raises:
        UserError: a function is written, or the notebook has another one than the stub.
    """
    stub = assignment.stub.read_text(encoding="utf-8")
    functions = {node.name for node in _functions(assignment.contract.read_text(encoding="utf-8"))}
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


def _wheel() -> tuple[str, bytes]:
    """The engine's wheel, name and content, made from a copy of its sources alone.

    Raises:
        UserError: it cannot be built.
    """
    project = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as scratch:
        copy, out = Path(scratch) / "project", Path(scratch) / "out"
        for path in (project / "pyproject.toml", project / "README.md", *sorted(project.glob("autograder/**/*.py"))):
            target = copy / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_file():
                target.write_bytes(path.read_bytes())
                target.chmod(0o644)
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
        command += ["--wheel-dir", str(out), str(copy)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH_SECONDS}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        built = sorted(out.glob("*.whl"))
        if done.returncode or not built:
            said = (done.stderr.strip().splitlines() or ["no wheel came of it"])[-1]
            raise UserError(
                f"no wheel can be built from {project} (an engine's checkout, with setuptools at hand): {said}"
            )
        return built[0].name, built[0].read_bytes()
