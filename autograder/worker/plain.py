"""A worker with limits and no other protection, for machines where nothing better is available.

Arguments: the engine's folder, further import paths, the socket's descriptor, or `share` if the socket comes over the
standard input (Windows), and `warm` or `cold`: whether to load what submissions use.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from typing import Final

from . import limits
from .control import Serve, come_up
from .warm_up import train_once

_SECONDS_BETWEEN_LOOKS: Final = 1.0  # between two looks at the parent: costs nothing, and a worker is soon gone


def main(serve: Serve | None = None) -> None:
    """Import everything, say so, and serve.

    Args:
        serve: what to do with the socket, by default `worker.serve.serve`.
    """
    sock, warm_up = _socket(sys.argv[3]), sys.argv[4] == "warm"
    sys.argv[:] = [""]

    def settle() -> Serve:
        _end_with_parent()
        serving = serve or _default_serve()
        if warm_up:
            train_once()
        # From here on: what a loaded interpreter maps, many gigabytes with some builds of torch, is not the student's.
        limits.limit_resources(limits.memory_limit(), None)
        return serving

    come_up(sock, settle)


def _default_serve() -> Serve:
    from .serve import serve

    return serve


def _socket(argument: str) -> socket.socket:
    if sys.platform == "win32":
        return socket.fromshare(sys.stdin.buffer.read())
    return socket.socket(fileno=int(argument))


def _end_with_parent() -> None:
    """Leave nothing running if the grader is killed; off Linux the only way is to look again and again."""
    if sys.platform == "linux":
        from . import isolation

        isolation.die_with_parent()
    elif sys.platform != "win32":
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
