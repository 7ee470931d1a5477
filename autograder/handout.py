"""The zip that students get: the public half of the course, the engine as a wheel, and how to install it.

README.md, CHANGES.md   whatever the course keeps in its folder handout/
assignments/            without the files that work in it left behind; with model answers, if they are released
requirements.txt        what to install: the wheel beside it, PyTorch's CPU build, and the packages that submissions may
                        use, in the releases of constraints.txt
notebook.txt            what to install for the notebooks as well
otter.txt               what to install for them without its dependencies: most of those only graders need
.devcontainer/          the same for whoever works in a container, as in GitHub's Codespaces
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Sequence
from typing import Final

from autograder.course import REQUIREMENTS, Assignment, Course
from autograder.course_files import functions_of, required_source, required_text
from autograder.errors import UserError
from autograder.grading.written import is_stub
from autograder.packing.contents import CONSTRAINTS, folder_files, installation_files
from autograder.packing.engine import engine_wheel
from autograder.packing.install_torch import CPU_INDEX, INDEX_VARIABLE
from autograder.packing.packages import allowed_packages

NOTEBOOK: Final = "notebook.txt"
OTTER: Final = "otter.txt"
_ON_LINUX: Final = 'sys_platform == "linux" and platform_machine == "x86_64"'
_INTEL_MAC: Final = 'sys_platform == "darwin" and platform_machine == "x86_64"'
_OLD_MAC: Final = 'sys_platform == "darwin" and platform_machine == "arm64" and platform_release < "23"'  # macOS 13
_NO_OLD_MAC: Final = 'sys_platform != "darwin" or platform_machine == "arm64" and platform_release >= "23"'
_NO_INTEL_MAC: Final = 'sys_platform != "darwin" or platform_machine != "x86_64"'
# The last releases for these systems; the public checks hold with them.
_OLD_RELEASES: Final = f"""\
torch==2.11.0; {_OLD_MAC}
torch==2.2.2; {_INTEL_MAC}
numpy==1.26.4; {_INTEL_MAC}
"""
_INSTALLED: Final = """\
# On Linux the default index has PyTorch as a CUDA build of several gigabytes; here it is the CPU build.
{index}--constraint {constraints}
{torch}./{wheel}
"""
_FOR_NOTEBOOKS: Final = """\
--constraint {constraints}
./{wheel}[student]
"""
# Otter needs fica, and that asks for sphinx, which otter never imports.
_WITHOUT_DEPENDENCIES: Final = """\
--constraint {constraints}
otter-grader
fica
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
    constraints = installation_files(course)[CONSTRAINTS].decode()
    texts = {
        CONSTRAINTS: _for_old_systems(constraints, [package.name for package in allowed_packages(course)]),
        REQUIREMENTS: _requirements(constraints, wheel) + packages,
        ".devcontainer/devcontainer.json": _devcontainer(),
        NOTEBOOK: _FOR_NOTEBOOKS.format(constraints=CONSTRAINTS, wheel=wheel),
        OTTER: _WITHOUT_DEPENDENCIES.format(constraints=CONSTRAINTS),
    }
    return {**files, wheel: content, **{name: text.encode() for name, text in texts.items()}}


def _requirements(constraints: str, wheel: str) -> str:
    """What to install for the first check; the variable TORCH_INDEX names another index of CPU builds."""
    release = re.search(r"^torch==(\S+)", constraints, re.MULTILINE)
    torch = f"torch=={release[1]}+cpu; {_ON_LINUX}\n" if release else ""
    index = os.environ.get(INDEX_VARIABLE, CPU_INDEX)
    option = f"--extra-index-url {index}\n" if index else ""
    return _INSTALLED.format(index=option, constraints=CONSTRAINTS, torch=torch, wheel=wheel)


def _devcontainer() -> str:
    """What a container does once: the commands of the README."""
    pip = ".venv/bin/pip install --quiet --no-compile"
    commands = ["python3 -m venv .venv", f"{pip} -r {REQUIREMENTS} -r {NOTEBOOK}", f"{pip} --no-deps -r {OTTER}"]
    editor = {
        "extensions": ["ms-python.python", "ms-toolsai.jupyter"],
        "settings": {"python.defaultInterpreterPath": "${containerWorkspaceFolder}/.venv/bin/python"},
    }
    document = {
        "name": "assignments",
        "image": "mcr.microsoft.com/devcontainers/python:3.12",
        "postCreateCommand": " && ".join(commands),
        "customizations": {"vscode": editor},
    }
    return json.dumps(document, indent=2) + "\n"


def _for_old_systems(constraints: str, allowed: Sequence[str]) -> str:
    """The releases to install, and for systems that they leave out the last that there are.

    What submissions may import besides is not held to a release on Intel Macs: the newest may need a newer numpy.
    """
    newest = {"torch": _NO_OLD_MAC, **dict.fromkeys(("numpy", *allowed), _NO_INTEL_MAC)}
    for package, others in newest.items():
        pin = rf"^({re.escape(package)}==\S+)$"
        constraints = re.sub(pin, rf"\1; {others}", constraints, flags=re.MULTILINE | re.IGNORECASE)
    return constraints + (_OLD_RELEASES if constraints else "")


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
        if isinstance(node, ast.FunctionDef) and node.name in functions and not is_stub(node):
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
