"""Runs a student's source: a whole file, or the cells of a notebook one by one.

A cell that raises is reported, and what the other cells define still counts. Magics and shell lines are skipped, and
nothing under ``if __name__ == "__main__"`` runs, because the module is named after its file.
"""

from __future__ import annotations

import ast
import asyncio
import codeop
import inspect
import io
import linecache
import re
import signal
import sys
import threading
import time
import tokenize
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from . import wire

_MAGIC: Final = re.compile(r"\s*(?:%|!|\?|[\w.,:\s\[\]]+=\s*[%!](?!=)|.*[\w)]\?{1,2}\s*$)")
_RUNNABLE_CELL_MAGICS: Final = ("time", "timeit", "capture", "prun")
_WRITING_CELL_MAGICS: Final = ("writefile", "file")
_MESSAGE_LENGTH: Final = 400  # of an exception: a few lines; some libraries put whole arrays into theirs
_IDLE: Final = 0.1  # a cell that computes for a smaller share of its time is waiting for something
_MOST_PATIENCE: Final = 4.0  # on a busy machine a cell gets at most so many times its seconds
_WORTH_WAITING: Final = 0.1  # seconds: with less of its time left, a cell is interrupted at once


class Interrupted(BaseException):
    """The source ran for too long. Not an Exception, so that `except Exception` lets it through."""


class _Inert:
    """Stands in for IPython if a file asks for it: every call does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        return None


def fresh_module(stem: str) -> types.ModuleType:
    """An empty module for a submission, listed in `sys.modules` so that dataclasses and pickle find it."""
    module = types.ModuleType(stem)
    module.__file__ = f"{stem}.py"
    vars(module).update(get_ipython=lambda: _Inert(), display=_Inert())
    sys.modules[stem] = module
    return module


def run(module: types.ModuleType, cells: Sequence[tuple[str, str]], seconds: float) -> list[wire.Problem]:
    """Run the cells in order in the module's namespace; exceptions are returned, not raised."""
    compiler = codeop.Compile()
    compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    problems = []
    for label, source in cells:
        try:
            with interrupted_after(seconds):
                _run_cell(module, compiler, label, source)
        except BaseException as error:
            problems.append(wire.Problem(where=place(error, label), error=summary(error)))
    return problems


def _run_cell(module: types.ModuleType, compiler: codeop.Compile, label: str, source: str) -> None:
    source = without_magics(source, f"{module.__name__}.py")
    linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
    code = compiler(source, label, "exec")
    if code.co_flags & inspect.CO_COROUTINE:
        coroutine = types.FunctionType(code, vars(module))()
        asyncio.run(coroutine)
    else:
        exec(code, vars(module))


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """Raise `Interrupted` in the main thread when time is up, if the system has such a timer.

    On a busy machine, code that computes gets its full share of processor time, within bounds.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    start, used = time.monotonic(), time.process_time()

    def interrupt(signum: int, frame: types.FrameType | None) -> None:
        computed = time.process_time() - used
        is_starved = _IDLE * seconds < computed < seconds - _WORTH_WAITING
        if is_starved and time.monotonic() - start < _MOST_PATIENCE * seconds:
            signal.setitimer(signal.ITIMER_REAL, seconds - computed)
        else:
            raise Interrupted(f"still running after {seconds:g} s")

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def without_magics(source: str, own: str = "") -> str:
    """The source with magics and shell lines replaced by `pass`; line numbers do not change.

    Source that is plain Python is left alone: inside an expression, a line may begin with ``%``. A cell that writes
    the file `own` is part of the work: some notebooks write their functions to a file and import it.
    """
    if _parses(source):
        return source
    # Not splitlines: a string may contain other line separators.
    lines = source.replace("\r\n", "\n").removesuffix("\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].startswith("%%"):
        if not _is_runnable(lines[first][2:].split(), own):
            return ""
        lines[first] = ""
    for number, line in enumerate(lines):
        if _MAGIC.match(line) and _begins_statement(lines[:number]) and not _parses(line.strip()):
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{indent}pass"
            while line.endswith("\\") and number + 1 < len(lines):  # a shell line continues
                number += 1
                line, lines[number] = lines[number], ""
    return "\n".join(lines) + "\n"


def _is_runnable(words: Sequence[str], own: str) -> bool:
    """Whether a cell that begins with this magic is Python code of the submission."""
    name, *rest = words or ("",)
    return name in _RUNNABLE_CELL_MAGICS or (name in _WRITING_CELL_MAGICS and rest[-1:] == [own])


def _parses(source: str) -> bool:
    try:
        compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _begins_statement(lines: list[str]) -> bool:
    """Whether a new statement begins after these lines, instead of the rest of one or of a string."""
    if lines and lines[-1].rstrip().endswith("\\"):
        return False
    try:
        for _ in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
            pass
    except tokenize.TokenError:
        return False
    except SyntaxError:
        return True
    return True


def place(error: BaseException, label: str | None = None) -> str:
    """Where in the student's source an exception was raised, "" if that is unknown."""
    if isinstance(error, SyntaxError) and error.filename == label and error.lineno:
        return _line(label, error.lineno)
    where = ""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in linecache.cache and linecache.cache[name][1:2] == (None,) and trace.tb_lineno:
            where = _line(name, trace.tb_lineno)
        trace = trace.tb_next
    return where or (label or "")


def _line(label: str | None, number: int) -> str:
    return f"{label}, line {number}"


def summary(error: BaseException) -> str:
    """The exception's class and message; never raises, whatever its `__str__` does."""
    return f"{type(error).__name__}: {message(error)}".rstrip(": ")


def message(error: BaseException) -> str:
    """The exception's message, cut if it is long; never raises."""
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)[:_MESSAGE_LENGTH]
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    except BaseException:
        return "(its message could not be read)"
