"""Lines that are harmless on a student's own machine, in a process that is prepared as a worker is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.command import PROJECT

PREPARED = "import sys\nfrom autograder.worker import harmless\n{first}harmless.prepare()\n{lines}"


def run(lines: str, *, first: str = "", cwd: Path = PROJECT) -> str:
    """What this Python prints in a prepared process, after other lines."""
    program = PREPARED.format(first=first, lines=lines)
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("first", ["", "import matplotlib\n", "import matplotlib.pyplot\n"])
def test_any_backend_can_be_named(first: str) -> None:
    lines = """
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
for backend in ("TkAgg", "MacOSX", "module://ipympl.backend_nbagg", "QtAgg"):
    matplotlib.use(backend, force=True)
    plt.switch_backend(backend)
plt.plot([1, 2])
plt.show(block=True)
plt.savefig("/dev/null", format="png")
print(matplotlib.get_backend().lower())
"""
    assert run(lines, first=first) == "agg"


@pytest.mark.parametrize("first", ["", "import torch\ntorch.set_num_interop_threads(1)\n"])
def test_threads_can_be_set_and_stay_one(first: str) -> None:
    lines = """
import torch
torch.set_num_interop_threads(1)
torch.set_num_threads(8)
torch.set_num_interop_threads(4)
print(torch.get_num_threads())
"""
    assert run(lines, first=first) == "1"


def test_a_compiled_function_is_the_function() -> None:
    lines = """
import torch
def plain(x):
    return x
bare = torch.compile(plain)
@torch.compile
def decorated(x):
    return x + 1
@torch.compile(fullgraph=True, mode="max-autotune")
def optional(x):
    return x + 2
layer = torch.nn.Linear(1, 1)
layer.compile()
print(bare is plain, decorated(1), optional(1), torch.compile(layer) is layer)
"""
    assert run(lines) == "True 2 3 True"


def test_the_priority_can_be_lowered() -> None:
    assert run("import os\nprint(os.nice(1))") == "0"


@pytest.mark.parametrize("package", ["multiprocessing", "torch.multiprocessing"])
def test_locks_and_shared_values_are_there_although_there_is_no_shared_memory(package: str) -> None:
    lines = f"""
import {package} as mp
for make in (mp.Lock, mp.RLock, mp.Semaphore, mp.get_context("spawn").Lock):
    with make():
        pass
mp.Event().set()
value = mp.Value("d", 1.5)
with value.get_lock():
    value.value += 1
import torch
from multiprocessing.heap import Arena
print(value.value, list(mp.Array("d", 2)), torch.zeros(1).share_memory_(), Arena._dir_candidates)
"""
    assert run(lines) == "2.5 [0.0, 0.0] tensor([0.]) []"


@pytest.mark.parametrize("options", ["num_workers=2, persistent_workers=True, prefetch_factor=4", "num_workers=2"])
def test_data_is_loaded_without_processes(options: str) -> None:
    lines = f"""
import os
os.fork = None
import torch
from torch.utils.data import DataLoader
print([batch.tolist() for batch in DataLoader(torch.arange(4), 2, False, {options})])
print(DataLoader(torch.arange(4), 2, False, None, None, 3).num_workers)
"""
    assert run(lines) == "[[0, 1], [2, 3]]\n0"
