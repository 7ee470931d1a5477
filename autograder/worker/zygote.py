"""A process that has everything imported and warmed up, and forks a worker on request.

Arguments: the engine's folder, further import paths, the control socket's number, the confinement of its workers.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
from typing import Final

import msgspec

from . import confine, garbage, isolation, landlock, prove
from .control import READY, WARMABLE, Confinement, Request, Serve, report
from .kernel import Unavailable
from .warm_up import train_once

assert sys.platform == "linux"

_USERS: Final = 4096  # before a user comes round again; far more than there are workers at a time
_REQUEST_SIZE: Final = 4096  # bytes; a request with every warmable module has under a hundred


def main(serve: Serve | None = None) -> None:
    """Warm up, say so over the control socket, and serve it until it is closed.

    Args:
        serve: what a worker does with its socket, by default `worker.serve.serve`.
    """
    control = socket.socket(fileno=int(sys.argv[3]))
    try:
        confinement = Confinement.from_json(sys.argv[4])
        _detach()
        if confinement.warm_up:
            with garbage.looked_for_rarely():
                serve = serve or _default_serve()
                warm_up()
    except BaseException as error:
        report(control, error)
        os._exit(1)
    control.sendall(READY + str(landlock.abi()).encode())
    Spawner(confinement, serve).run(control)
    # A normal exit would take torch apart first, which takes longer than everything else.
    os._exit(0)


def _detach() -> None:
    """End with the trusted side, leave no zombies, and ignore the terminal's Ctrl-C."""
    isolation.die_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _default_serve() -> Serve:
    from .serve import serve

    return serve


def warm_up() -> None:
    """Load what submissions use.

    Raises:
        Unavailable: threads are still running, which a fork would not copy.
    """
    import torch

    from . import harmless

    torch.set_num_interop_threads(1)
    train_once()
    harmless.prepare()
    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:
        raise Unavailable(f"the warm-up left {threads - 1} threads running")
    garbage.all_is_loaded()


class Spawner:
    """Forks workers on request."""

    def __init__(self, confinement: Confinement, serve: Serve | None) -> None:
        self._confinement = confinement
        self._serve = serve
        # Zygotes that run at the same time start from different users.
        self._next_user = os.getpid()

    def run(self, control: socket.socket) -> None:
        """Start a worker for each message, until the other end is closed."""
        decoder = msgspec.msgpack.Decoder(Request)
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, _REQUEST_SIZE, 1, socket.MSG_CMSG_CLOEXEC)
            if not message:
                return
            with socket.socket(fileno=descriptors[0]) as sock:
                try:
                    self._start(control, sock, decoder.decode(message))
                except (OSError, Unavailable) as error:
                    report(sock, error)

    def _start(self, control: socket.socket, sock: socket.socket, request: Request) -> None:
        for name in WARMABLE:
            if name in request.warm and name not in sys.modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)
                gc.freeze()
        serve = prove.prove if request.prove else self._serve
        if serve is None:
            raise Unavailable("this zygote only runs trials")
        allotment = confine.Allotment(os.getpid(), self._user())
        if os.fork() == 0:
            control.close()
            confine.start(self._confinement, allotment, sock, serve)

    def _user(self) -> int | None:
        if self._confinement.first_user is None:
            return None
        self._next_user += 1
        return self._confinement.first_user + self._next_user % _USERS
