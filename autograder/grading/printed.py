"""What calls print, for whoever checks their own work and looks for a mistake with `print`.

The calls are made once more, in a process of their own, since a check's own calls are answered without their output.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from typing import Any, Final

from autograder.intake.records import Source
from autograder.worker import source as worker_source
from autograder.worker import wire

_SECONDS: Final = 30.0  # for all calls together
_MOST_LINES: Final = 4
_LONGEST_LINE: Final = 160
_PRINTS: Final = ("print", "stdout", "stderr", "display")

Call = tuple[str, ...]  # lines of Python


def printed(source: Source, calls: Sequence[Call]) -> dict[Call, tuple[str, ...]]:
    """The first lines that each call prints, for the calls that print something.

    Args:
        source: the student's.
        calls: lines that can be pasted below an import of the student's module.
    """
    if not calls or not any(word in text for _, text in source.cells for word in _PRINTS):
        return {}
    task = {"stem": source.stem, "cells": source.cells, "by_statement": not source.is_notebook, "calls": calls}
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(task),
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=True,
        )
        texts = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, ValueError, IndexError):
        return {}  # the report says already that the call hangs, or ends the program
    return {call: lines for call, text in zip(calls, texts, strict=True) if (lines := _first_lines(text))}


def _first_lines(text: str) -> tuple[str, ...]:
    lines = [line[:_LONGEST_LINE] for line in text.splitlines() if line.strip()]
    more = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], *([f"... and {more} more lines"] if more > 0 else []))


def main() -> None:
    """Run the source, then each call, and write what each prints: a JSON list in the last line."""
    task: dict[str, Any] = json.load(sys.stdin)
    cells = [(label, text) for label, text in task["cells"]]
    order = wire.Load(task["stem"], cells, _SECONDS, _SECONDS, task["by_statement"])
    with contextlib.redirect_stdout(io.StringIO()):
        worker_source.run(worker_source.fresh_module(task["stem"]), order)
    sys.stdout.write("\n" + json.dumps([_output(call) for call in task["calls"]]))


def _output(call: Sequence[str]) -> str:
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(BaseException):
            exec("\n".join(call), {})
    return text.getvalue()


if __name__ == "__main__":
    main()
