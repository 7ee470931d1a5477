"""A process that has imported and warmed up everything, and forks a worker whenever it is asked to.

Arguments: the engine's folder, further import paths, the control socket's number, the plan.
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

from . import confine, isolation, landlock, prove
from .kernel import Unavailable
from .plan import READY, WARMABLE, Plan, Request, report
from .scratch import Slots

assert sys.platform == "linux"

_USERS: Final = 4096
_REQUEST_SIZE: Final = 4096


def main(serve: confine.Serve | None = None) -> None:
    """Warm up, say so over the control socket, and serve it until it is closed.

    Args:
        serve: what a worker does with its socket, by default `worker.serve.serve`.
    """
    control = socket.socket(fileno=int(sys.argv[3]))
    try:
        plan = Plan.from_json(sys.argv[4])
        _obey_nobody_else()
        if plan.warm_up:
            serve = serve or _default_serve()
            warm_up()
    except BaseException as error:
        report(control, error)
        os._exit(1)
    control.sendall(READY + str(landlock.abi()).encode())
    Nursery(plan, serve).run(control)
    # An ordinary end would take torch apart first, which takes longer than all the rest.
    os._exit(0)


def _obey_nobody_else() -> None:
    """End with the trusted side, leave no dead children behind, and do not react to its terminal."""
    isolation.die_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _default_serve() -> confine.Serve:
    from .serve import serve

    return serve


def warm_up() -> None:
    """Import what submissions use, and train once: the first step alone costs as much as the import.

    Raises:
        Unavailable: threads were left behind, which a fork would not take along.
    """
    import numpy as np
    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    inputs, targets = torch.ones(4, 2), torch.ones(4, 1)
    layer = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    loss = torch.nn.functional.mse_loss(layer(inputs), targets)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    np.linalg.svd(np.ones((2, 2)))
    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:
        raise Unavailable(f"the warm-up left {threads - 1} threads running")
    gc.collect()
    gc.freeze()


class Nursery:
    """Forks workers as they are asked for."""

    def __init__(self, plan: Plan, serve: confine.Serve | None) -> None:
        self._plan = plan
        self._serve = serve
        self._slots = Slots(plan.slots)
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
            raise Unavailable("this zygote only makes trials")
        own = confine.Own(os.getpid(), self._slots.free_place(), self._user())
        worker = os.fork()
        if worker == 0:
            control.close()
            confine.start(self._plan, own, sock, serve)
        self._slots.lend(own.place, worker)

    def _user(self) -> int | None:
        if self._plan.first_user is None:
            return None
        self._next_user += 1
        return self._plan.first_user + self._next_user % _USERS
