"""Running a few lines after a submission in a worker: what they print, and how they end. No mark depends on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import msgspec

from autograder.grading.budget import Limits
from autograder.grading.calls import CallKey
from autograder.grading.link import CannotLoad, Link, WorkerLost
from autograder.intake.records import Source
from autograder.sandbox import Worker
from autograder.worker import wire

_FUNCTION: Final = "_what_happens"
_MOST: Final = 20_000  # characters
_SHOWING: Final = f"""
def {_FUNCTION}(code):
    import ast, contextlib, io, traceback
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            tree = ast.parse(code)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "<call>", "exec"), globals())
            if last is not None:
                print(repr(eval(compile(ast.Expression(last.value), "<call>", "eval"), globals())))
        except BaseException:
            traceback.print_exc()
    return printed.getvalue()[:{_MOST}]
"""


def what_happens(source: Source, spawn: Callable[[], Worker], limits: Limits, code: str) -> str:
    """What lines of Python print after a submission, the value of the last included, and the traceback if they raise.

    Whatever it says was said by the student's own process.

    Args:
        source: the submission.
        spawn: starts a worker.
        limits: of the time that it may take.
        code: the lines.
    """
    extended = replace(source, cells=(*source.cells, ("shown", _SHOWING)))
    link = Link(extended, spawn, limits, [_FUNCTION])
    call = CallKey(msgspec.msgpack.encode(wire.Call(_FUNCTION, [code], [], ["value"], False)), 0)
    try:
        link.open()
        link.send([call], limits.call)
        answer = link.receive(limits.check)[1].answer
    except CannotLoad as error:
        return str(error)
    except WorkerLost as lost:
        return "it took too long, and was ended" if lost.overrun else "it ended the program"
    except wire.WireError:
        return "it sent what is no answer"
    finally:
        link.close()
    if answer.status == "returned" and isinstance(answer.value, str):
        return answer.value
    return answer.raised.message if answer.raised else f"it could not be run ({answer.status})"
