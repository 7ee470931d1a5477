"""From the zip alone, in an empty folder with a fresh Python: the README's three commands, as typed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from autograder.packing.install_torch import CPU_INDEX, INDEX_VARIABLE
from tests.helpers.command import PROJECT, run_command

MOST_MEGABYTES = 700  # beside torch
ONLY_FOR_GRADERS = ("playwright", "sphinx", "otter", "sqlalchemy")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="types POSIX commands")


def index_of_cpu_builds() -> str:
    """PyTorch's own where it can be reached; else whatever pip is set up with must have the CPU build."""
    try:
        socket.create_connection((CPU_INDEX.split("/")[2], 443), timeout=5).close()
    except OSError:
        return ""
    return CPU_INDEX


@pytest.mark.long
def test_three_typed_commands_lead_to_the_first_check(tmp_path: Path) -> None:
    environment = {INDEX_VARIABLE: index_of_cpu_builds()}
    assert run_command("handout", "--out", tmp_path / "course.zip", cwd=PROJECT, environment=environment).code == 0
    with zipfile.ZipFile(tmp_path / "course.zip") as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "course"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    block = re.findall(r"## Three commands.*?```console\n(.*?)```", readme, re.DOTALL)[0]
    commands = [line.removeprefix("$ ").replace("NAME", "training_loop") for line in block.splitlines()]
    assert len(commands) == 3
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "AUTOGRADER_COURSE")}
    for command, expected in zip(commands, (0, 0, 1), strict=True):
        words = shlex.split(command)
        if words[0] == "python3":
            words[0] = shutil.which("python3.11") or words[0]
        done = subprocess.run(words, cwd=folder, env=clean, capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stdout + done.stderr
        # This machine's pip may be set up with folders that do not have every package.
        lines = [line for line in (done.stdout + done.stderr).splitlines() if "Location 'file://" not in line]
        assert not [line for line in lines if "warning" in line.lower() or "error" in line.lower()]
    assert "train` is not written yet" in done.stdout
    (packages,) = folder.glob(".venv/lib/python*/site-packages")
    assert not [name for name in ONLY_FOR_GRADERS if (packages / name).exists()]
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    torch = sum(path.stat().st_size for path in (packages / "torch").rglob("*") if path.is_file())
    assert (size - torch) / 1e6 < MOST_MEGABYTES
