"""What `autograder check` costs a student at home, compared with a process that loads torch and trains for one step."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.bare import processor_seconds

_ONE_STEP: Final = """
import torch
model = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
torch.nn.functional.mse_loss(model(torch.ones(4, 2)), torch.zeros(4, 1)).backward()
optimizer.step()
"""


def ratio(project: Path, times: int = 3) -> float:
    """Processor time of `autograder check` of one right file, relative to that of one training step; the least of each.

    Args:
        project: the course.
        times: how often each is run.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder, "training_loop.py")
        reference = project / "solutions" / "training_loop" / "training_loop.py"
        work.write_text(reference.read_text(encoding="utf-8"), encoding="utf-8")
        check = [str(Path(sys.executable).with_name("autograder")), "check", str(work), "--course", str(project)]
        step = [sys.executable, "-c", _ONE_STEP]
        return min(_seconds(check) for _ in range(times)) / min(_seconds(step) for _ in range(times))


def _seconds(command: list[str]) -> float:
    before = processor_seconds(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return processor_seconds(resource.RUSAGE_CHILDREN) - before
