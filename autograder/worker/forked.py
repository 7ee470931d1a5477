"""A worker that is a fork of the process that checks, on a student's own machine: nothing is imported once more."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import confine, isolation, limits
from .control import Serve, come_up
from .serve import serve

assert sys.platform == "linux"


def serve_forked(sock: socket.socket, folder: str, import_path: Sequence[str]) -> NoReturn:
    """Settle in a folder as a program of its own, with limits and no other protection, and serve.

    Args:
        sock: the worker's end of the socket pair; every other descriptor is closed.
        folder: where it may write.
        import_path: where modules are imported from.
    """

    def settle() -> Serve:
        isolation.die_with_parent()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        isolation.default_signals((signal.SIGTERM, signal.SIGHUP))
        isolation.close_descriptors([sock.fileno()])
        isolation.silence()
        os.setsid()
        confine.settle(folder)
        sys.path[:] = import_path
        limits.limit_resources(limits.memory_limit(), None)
        return serve

    come_up(sock, settle)
