"""What a student reads of an exception of their own code: where it was raised, and what it says."""

from __future__ import annotations

import errno
import linecache
import types
from collections.abc import Iterator
from typing import Final

_MESSAGE_LENGTH: Final = 200  # of an exception: a report shows a line of it; some libraries put arrays into theirs
_NETWORK: Final = frozenset(("socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "ftplib", "smtplib"))
_PROCESSES: Final = frozenset(("subprocess", "multiprocessing", "concurrent", "pty"))
_REFUSED: Final = (errno.EPERM, errno.ENOSYS)
_NO_PROCESSES: Final = "starting processes is not allowed in grading"
_NO_NETWORK: Final = "there is no network in grading"


def place(error: BaseException, label: str | None = None) -> str:
    """Where in the student's source an exception was raised, "" if that is unknown."""
    if isinstance(error, SyntaxError) and error.filename == label and error.lineno:
        return line_of(label, error.lineno)
    where = ""
    for frame, number in _frames(error):
        name = frame.f_code.co_filename
        if name in linecache.cache and linecache.cache[name][1:2] == (None,) and number:
            where = line_of(name, number)
    return where or (label or "")


def line_of(label: str | None, number: int) -> str:
    """A line of a cell or a file, as a student reads it."""
    return f"{label}, line {number}"


def summary(error: BaseException) -> str:
    """The exception's class and message; never raises, whatever its `__str__` does."""
    return f"{type(error).__name__}: {message(error)}".rstrip(": ")


def message(error: BaseException) -> str:
    """The exception's message, cut if it is long; never raises."""
    try:
        text = (_refusal(error) or str(error.msg if isinstance(error, SyntaxError) else error))[:_MESSAGE_LENGTH]
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    except BaseException:
        return "(its message could not be read)"


def _refusal(error: BaseException) -> str:
    """What grading does not allow, in words, where the system's own would mislead; "" for other exceptions."""
    if not isinstance(error, OSError):
        return ""
    passed = {str(frame.f_globals.get("__name__")).split(".")[0] for frame, _ in _frames(error)}
    passed.add(type(error).__module__.split(".")[0])
    if passed & _PROCESSES:
        return _NO_PROCESSES
    if passed & _NETWORK or isinstance(error, ConnectionError):
        return _NO_NETWORK
    if error.errno in _REFUSED and error.filename is None:
        return "this is not allowed in grading"
    if error.errno in (errno.EROFS, errno.EACCES) and error.filename is not None:
        return f"in grading, there is no access to {error.filename!r}"
    return ""


def _frames(error: BaseException) -> Iterator[tuple[types.FrameType, int]]:
    """The frames that the exception passed through, from the outside in, each with its line."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
