"""Runs of the command in forks of a process that has its libraries loaded; see `loaded_process`."""

from __future__ import annotations

import functools
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from autograder.sandbox.command_line import ONE_THREAD
from tests.helpers.loaded_process import Request

_PROJECT: Final = Path(__file__).resolve().parents[2]
# Variables that Python or a library reads when it starts: with another value, a run has to start anew.
_READ_AT_START: Final = ("PYTHON", "LANG", "LC_", "LD_", "GLIBC", "OMP_", "MKL_", "OPENBLAS_", "NUMEXPR_")


class Finished(NamedTuple):
    """How a run ended."""

    code: int  # that of a run that was killed is -9
    output: str
    errors: str


def can_run_with(environment: Mapping[str, str]) -> bool:
    """Whether a run with this change of the environment may take place in a fork."""
    return sys.platform == "linux" and not any(name.startswith(_READ_AT_START) for name in environment)


def run_loaded(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float) -> Finished:
    """Run the command in this folder, and wait until it has ended.

    Raises:
        subprocess.TimeoutExpired: it takes longer than so many seconds, and was killed.
    """
    request = Request(list(arguments), str(folder.absolute()), dict(environment))
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors, ours:
        with theirs:
            descriptors = [output.fileno(), errors.fileno(), theirs.fileno()]
            socket.send_fds(_control(), [msgspec.msgpack.encode(request)], descriptors)
        code = _end(ours, arguments, seconds)
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode())
    return Finished(code, *texts)


def _end(sock: socket.socket, arguments: Sequence[str], seconds: float) -> int:
    sock.settimeout(seconds)
    with sock.makefile("rb") as stream:
        process = int(stream.readline())
        try:
            line = stream.readline()
        except TimeoutError:
            os.killpg(process, signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(arguments), seconds) from None
    return int(line) if line else -signal.SIGKILL


@functools.cache
def _control() -> socket.socket:
    """The control socket of the loaded process, which ends when this process does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.loaded_process", str(theirs.fileno())],
            cwd=_PROJECT,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    return ours
