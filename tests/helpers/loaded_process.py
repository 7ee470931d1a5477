"""A process that has the command's libraries loaded, and forks a run of the command on request.

A run in a fork starts in milliseconds instead of seconds; in everything else it is a process like any other. Argument:
the number of the control socket.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import os
import pkgutil
import signal
import socket
import sys
import traceback
from typing import Final

import msgspec

LARGEST: Final = 1 << 20  # bytes of a request


class Request(msgspec.Struct):
    """A run of the command. With it come descriptors for its output, its errors, and its end."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]


def main() -> None:
    """Load, and serve until the control socket is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the runs here
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LARGEST, 3)
        if not message:
            os._exit(0)
        if os.fork() == 0:
            control.close()
            _run(msgspec.msgpack.decode(message, type=Request), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _load() -> None:
    from autograder import commands
    from autograder.sandbox import forked
    from autograder.worker.warm_up import train_once

    forked.prepare()
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"autograder.commands.{module.name}")
    for name in ("autograder.commands.grade", "autograder.grading.protection", "hypothesis", "pytest", "torch"):
        importlib.import_module(name)
    train_once()
    gc.collect()
    gc.freeze()


def _run(request: Request, output: int, errors: int, end: int) -> None:
    """Become the run, and tell how it ended: its process number when it begins, its exit code when it ends."""
    code = 1
    try:
        os.write(end, f"{os.getpid()}\n".encode())
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.chdir(request.folder)
        os.environ.clear()
        os.environ.update(request.environment)
        os.dup2(output, 1)
        os.dup2(errors, 2)
        sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), line_buffering=False)  # noqa: SIM115
        sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), errors="backslashreplace", line_buffering=True)  # noqa: SIM115
        sys.argv = ["autograder", *request.arguments]
        sys.path[0] = request.folder
        code = _main()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os.write(end, f"{code}\n".encode())
        os._exit(code)


def _main() -> int:
    from autograder.cli import main as command

    try:
        return command()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except BaseException:
        traceback.print_exc()
        return 1


if __name__ == "__main__":
    main()
