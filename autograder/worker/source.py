"""Runs a student's source piece by piece: the cells of a notebook, or the statements of a file.

A piece that raises is reported, and what the others define still counts. Magics and shell lines are skipped, and
nothing under ``if __name__ == "__main__"`` runs, because the module is named after its file.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import codeop
import inspect
import linecache
import signal
import sys
import threading
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec

from . import demonstrations, names, wire
from .exceptions import line_of, place, summary
from .magics import parsed, without_magics

_IDLE: Final = 0.1  # a cell that computes for a smaller share of its time is waiting for something
_MOST_PATIENCE: Final = 4.0  # on a busy machine a cell gets at most so many times its seconds
_WORTH_WAITING: Final = 0.1  # seconds: with less of its time left, a cell is interrupted at once
# Nobody goes on writing here: a bracket that is not closed is told as that, not as input that is incomplete.
_OF_A_PROMPT: Final = codeop.PyCF_ALLOW_INCOMPLETE_INPUT | codeop.PyCF_DONT_IMPLY_DEDENT  # type: ignore[attr-defined]
_UNREADABLE: Final = (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError)


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


class _Piece(NamedTuple):
    """What is run in one go."""

    label: str
    source: str | ast.Module
    line: int = 1
    code: types.CodeType | None = None  # None where it is still to be compiled


@dataclass
class _Progress:
    """How running the source went so far."""

    left: float  # seconds
    pieces: list[_Piece] = field(default_factory=list)
    problems: dict[int, wire.Problem] = field(default_factory=dict)  # by the piece's number
    slow: list[int] = field(default_factory=list)
    not_run: int = sys.maxsize  # the first piece that was not run to its end because time was up

    def count(self, number: int, seconds: float) -> None:
        """A piece took so many seconds."""
        self.left -= seconds
        if seconds > demonstrations.SLOW:
            self.slow.append(number)
        if self.left <= 0:
            self.not_run = number if number in self.problems else number + 1


def fresh_module(stem: str) -> types.ModuleType:
    """An empty module for a submission, listed in `sys.modules` so that dataclasses and pickle find it."""
    module = types.ModuleType(stem)
    module.__file__ = f"{stem}.py"
    vars(module).update(get_ipython=lambda: _Inert(), display=_Inert())
    sys.modules[stem] = module
    return module


def run(module: types.ModuleType, order: wire.Load) -> wire.Loaded:
    """Run the source in the module's namespace; exceptions are reported, not raised."""
    compiler = codeop.Compile()
    compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    compiler.flags &= ~_OF_A_PROMPT
    progress = _Progress(order.total)
    for label, source in order.cells:
        for piece in _pieces(compiler, label, without_magics(source, f"{order.stem}.py"), order.by_statement):
            progress.pieces.append(piece)
            number = len(progress.pieces) - 1
            if number in order.left_out or progress.left <= 0:
                continue
            start, used = time.monotonic(), time.process_time()
            try:
                with interrupted_after(min(order.seconds, progress.left + _WORTH_WAITING)):
                    _run_piece(module, compiler, piece)
            except BaseException as error:
                progress.problems[number] = _problem(piece, error, order)
            progress.count(number, _seconds_taken(time.monotonic() - start, time.process_time() - used))
    if progress.not_run < len(progress.pieces):
        piece = progress.pieces[progress.not_run]
        reason = f"{wire.OUT_OF_TIME}: running the file took all {order.total:g} s"
        progress.problems[progress.not_run] = wire.Problem(line_of(piece.label, piece.line), reason)
    return _report(module, order, progress)


def _pieces(compiler: codeop.Compile, label: str, text: str, by_statement: bool) -> Iterator[_Piece]:
    """What is run of a cell, or of a file: all of it, or its statements, if all of them can be compiled."""
    linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
    tree = parsed(text) if by_statement else None
    if tree is None:
        yield _Piece(label, text)
        return
    # A text alone does nothing, but for the first, the docstring.
    bodies = [ast.Module([node], []) for place, node in enumerate(tree.body) if place == 0 or not _is_text(node)]
    try:
        if "__future__" in text:
            compiler(text, label, "exec")  # such imports must come first
        codes = [_compiled(compiler, body, label) for body in bodies]
    except _UNREADABLE:
        yield _Piece(label, text)
        return
    for body, code in zip(bodies, codes, strict=True):
        yield _Piece(label, body, body.body[0].lineno, code)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _compiled(compiler: codeop.Compile, source: str | ast.Module, label: str) -> types.CodeType:
    return compiler(source, label, "exec")  # type: ignore[arg-type]


def _run_piece(module: types.ModuleType, compiler: codeop.Compile, piece: _Piece) -> None:
    code = piece.code or _compiled(compiler, piece.source, piece.label)
    if code.co_flags & inspect.CO_COROUTINE:
        coroutine = types.FunctionType(code, vars(module))()
        asyncio.run(coroutine)
    else:
        exec(code, vars(module))


def _problem(piece: _Piece, error: BaseException, order: wire.Load) -> wire.Problem:
    is_unusable = order.by_statement and isinstance(piece.source, str) and isinstance(error, _UNREADABLE)
    return wire.Problem(place(error, piece.label), summary(error), _lacked(error), unusable=is_unusable)


def _lacked(error: BaseException) -> str:
    """The name that was not defined where the exception was raised, "" for other exceptions."""
    return error.name if isinstance(error, NameError) and type(error.name) is str else ""


def _seconds_taken(waited: float, computed: float) -> float:
    """The time that a piece took itself, on a machine that may have kept it waiting."""
    return waited if computed < _IDLE * waited else max(computed, waited / _MOST_PATIENCE)


def _report(module: types.ModuleType, order: wire.Load, progress: _Progress) -> wire.Loaded:
    """What is told of the run, with what is missing because of each problem."""
    if not progress.problems and not progress.slow:
        return wire.Loaded([])
    known = [names.names_of(piece.source) for piece in progress.pieces]
    missing = names.needed(known, order.names) - vars(module).keys() - vars(builtins).keys()
    problems = []
    for number, problem in sorted(progress.problems.items()):
        failed = range(number, len(known)) if number == progress.not_run else [number]
        lost = sorted({name for piece in failed for name in names.undefined_by(known, piece, missing)})
        problems.append(msgspec.structs.replace(problem, lost=lost[: wire.MOST_LOST]))
    if len(problems) > wire.MOST_PROBLEMS:
        problems = sorted(problems, key=lambda problem: not problem.lost)[: wire.MOST_PROBLEMS]
    return wire.Loaded(problems, demonstrations.repeatable(known, progress.slow, order.names))


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
