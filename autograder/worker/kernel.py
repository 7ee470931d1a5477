"""Functions of the C library by name, with errors as exceptions."""

from __future__ import annotations

import ctypes
import functools
import os
from typing import Any, Final

_PR_SET_NO_NEW_PRIVS: Final = 38


class Unavailable(Exception):
    """The kernel or the machine lacks a protection; the message says which, in one line."""


@functools.cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def one_line(error: BaseException) -> str:
    """What went wrong, for people: without an error number, and never empty."""
    text = f"{error}"
    if isinstance(error, OSError) and error.strerror:
        text = error.strerror if error.filename is None else f"{error.filename}: {error.strerror}"
    return " ".join(text.split()) or type(error).__name__


def call(function: str, *arguments: int | bytes | Any | None) -> int:
    """Call a C function: integers are passed as C longs, bytes as strings, None as a null pointer.

    Returns:
        The number that the function returns.

    Raises:
        OSError: it returned a negative number.
    """
    converted = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = int(getattr(_library(), function)(*converted))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{function}: {os.strerror(error)}")
    return result


def refuse_new_privileges() -> None:
    """Let no program started from here gain privileges from its file; seccomp and Landlock require it."""
    call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
