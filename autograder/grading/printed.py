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
from typing import Any, Final, NamedTuple, TextIO

import msgspec

from autograder.intake.records import Source
from autograder.worker import source as worker_source
from autograder.worker import wire

_SECONDS: Final = 5.0  # for all calls together, with the start of a process; what was printed by then is shown
_MOST_LINES: Final = 4
_LONGEST_LINE: Final = 160
_MOST_CHARACTERS: Final = 4096  # of what a call prints; enough for the lines that are shown
_PRINTS: Final = ("print", "stdout", "stderr", "display")

Call = tuple[str, ...]  # lines of Python


class _Piece(NamedTuple):
    """Text that a call has printed, sent as it is printed: the next line may never come."""

    call: int
    text: str


def printed(source: Source, calls: Sequence[Call]) -> dict[Call, tuple[str, ...]]:
    """The first lines that each call prints, for the calls that print something.

    Args:
        source: the student's.
        calls: lines that can be pasted below an import of the student's module, or in their notebook.
    """
    if not calls or not any(word in text for _, text in source.cells for word in _PRINTS):
        return {}
    task = {"stem": source.stem, "cells": source.cells, "by_statement": not source.is_notebook, "calls": calls}
    texts = [""] * len(calls)
    for piece in _pieces(json.dumps(task)):
        if 0 <= piece.call < len(texts):
            texts[piece.call] += piece.text
    return {call: lines for call, text in zip(calls, texts, strict=True) if (lines := _first_lines(text))}


def _pieces(task: str) -> list[_Piece]:
    """What the calls print until they are all made, or their time is over."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(
            command, input=task.encode(), env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
        output = done.stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    pieces = []
    for line in output.splitlines():
        with contextlib.suppress(msgspec.DecodeError):  # half a line, or one that the student's program wrote itself
            pieces.append(msgspec.json.decode(line, type=_Piece))
    return pieces


def _first_lines(text: str) -> tuple[str, ...]:
    lines = [line[:_LONGEST_LINE] for line in text.splitlines() if line.strip()]
    more = len(lines) > _MOST_LINES
    return (*lines[:_MOST_LINES], *(["..."] if more else []))


class _Forwarding(io.TextIOBase):
    """A standard stream whose text is forwarded, up to a length."""

    def __init__(self, call: int, out: TextIO) -> None:
        self._call = call
        self._out = out
        self._left = _MOST_CHARACTERS

    def write(self, text: str) -> int:
        """Forward the text."""
        if self._left > 0:
            print(json.dumps(_Piece(self._call, text[: self._left])), file=self._out, flush=True)
        self._left -= len(text)
        return len(text)


def main() -> None:
    """Run the source, then each call, and write what each prints, a JSON list of call and text in each line."""
    task: dict[str, Any] = json.load(sys.stdin)
    cells = [(label, text) for label, text in task["cells"]]
    order = wire.Load(task["stem"], cells, _SECONDS, _SECONDS, task["by_statement"])
    out = sys.stdout
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        module = worker_source.fresh_module(task["stem"])
        worker_source.run(module, order)
        for number, call in enumerate(task["calls"]):
            # In a notebook the functions stand already; of a file they are imported by the call itself.
            names = {} if task["by_statement"] else dict(vars(module))
            _make(call, names, _Forwarding(number, out))


def _make(call: Sequence[str], names: dict[str, Any], stream: _Forwarding) -> None:
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(BaseException):
            exec("\n".join(call), names)


if __name__ == "__main__":
    main()
