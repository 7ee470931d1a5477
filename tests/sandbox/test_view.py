"""What workers see where Python lies in the folder that is graded, and by whatever path Python was started."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from autograder.sandbox import SandboxError, choose
from tests.helpers.command import PROJECT
from tests.helpers.workers import give_up, program

levels = pytest.mark.parametrize("name", ["bwrap", "namespaces", "filters"])

# Prints what a worker at a level answers to a piece of Python, or why there is none.
_ASK = """
import json, sys
from autograder.sandbox import SandboxError, Zygote
level, program, code = sys.argv[1:]
zygote = Zygote(program=program, warm_up=False)
try:
    zygote.start(level)
    with zygote.spawn() as worker:
        worker.sock.sendall(json.dumps(code).encode() + b"\\n")
        print(worker.sock.makefile().readline())
except SandboxError as error:
    print(json.dumps(["unavailable", str(error)]))
zygote.close()
"""
# What grading imports of an environment.
_IMPORT = "import msgspec, sys; answer = [sys.prefix, msgspec.__name__]"


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A folder that is an environment, with the one package that a sandbox needs, and holds hand-ins as well."""
    packages = tmp_path / "class" / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    packages.mkdir(parents=True)
    shutil.copytree(Path(msgspec.__file__).parent, packages / "msgspec")
    (tmp_path / "class" / "bin").mkdir()
    (tmp_path / "class" / "bin" / "python").symlink_to(os.path.join(sys.base_prefix, "bin", "python3"))
    (tmp_path / "class" / "pyvenv.cfg").write_text(f"home = {sys.base_prefix}/bin\n")
    (tmp_path / "class" / "ada").mkdir()
    (tmp_path / "class" / "ada" / "training_loop.py").write_text("secret = 42\n")
    return tmp_path / "class"


def answer(python: Path | str, level: str, code: str) -> Sequence[object]:
    """What a worker answers where the grader runs on this Python."""
    run = subprocess.run(
        [python, "-c", _ASK, level, program(level), code],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    kind, *rest = json.loads(run.stdout)
    if kind == "unavailable" and "msgspec" not in rest[0]:
        give_up(level, rest[0])
    return [kind, *rest]


@levels
def test_an_environment_around_a_class_shows_no_hand_in(environment: Path, name: str) -> None:
    work = environment / "ada" / "training_loop.py"
    kind, error, *_ = answer(environment / "bin" / "python", name, f"answer = open({str(work)!r}).read()")
    assert (kind, error) in [("error", "FileNotFoundError"), ("error", "PermissionError")]


@levels
def test_an_environment_within_a_class_shows_no_hand_in(environment: Path, name: str) -> None:
    within = environment.rename(environment.parent / ".venv")
    (environment / "ada").mkdir(parents=True)
    work = environment / "ada" / "training_loop.py"
    work.write_text("secret = 42\n")
    within = within.rename(environment / ".venv")
    kind, error, *_ = answer(within / "bin" / "python", name, f"answer = open({str(work)!r}).read()")
    assert (kind, error) in [("error", "FileNotFoundError"), ("error", "PermissionError")]


def test_the_folder_of_an_environment_can_be_hidden_although_python_is_in_it() -> None:
    """Nothing but the way to Python is seen of it."""
    refused = ""
    try:
        choose("bwrap", hidden=[Path(sys.prefix).parent, Path(sys.prefix)]).zygote.close()
    except SandboxError as error:
        refused = str(error)
    assert "can list" not in refused
    if refused:
        give_up("bwrap", refused)


@levels
def test_a_file_among_the_packages_of_python_refuses_the_level(name: str) -> None:
    with pytest.raises(SandboxError, match=r"can read"):
        choose(name, hidden=[Path(os.path.realpath(os.__file__))])


@levels
@pytest.mark.parametrize("path", ["y/../class/bin/python", "class/bin/../../class/bin/python", "link/bin/python"])
def test_python_can_be_started_by_any_path(environment: Path, name: str, path: str) -> None:
    (environment.parent / "y").mkdir()
    (environment.parent / "link").symlink_to("class")
    kind, value = answer(f"{environment.parent}/{path}", name, _IMPORT)
    assert (kind, value) == ("answer", [str(environment), "msgspec"])
