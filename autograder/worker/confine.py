"""From a fork of the zygote to a confined worker, step by step; the order matters."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from . import isolation, landlock, limits, seccomp
from .kernel import Unavailable
from .plan import PROCESS, UP, Plan, report

assert sys.platform == "linux"

Serve = Callable[[socket.socket], None]


class Own(NamedTuple):
    """What one worker has to itself."""

    zygote: int  # the process that it was forked from
    place: str | None  # where it may write, if it has no /tmp of its own
    user: int | None  # whom it becomes, if each worker has a user of its own


def start(plan: Plan, own: Own, sock: socket.socket, serve: Serve) -> NoReturn:
    """Confine this process, a fresh fork of the zygote, as planned, and serve.

    A failure is reported over `sock`, its end of the socket pair.
    """
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        isolation.default_signals((signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP))
        memory = limits.memory_limit()
        if plan.namespaces:
            _leave(plan)
        socket.send_fds(sock, [PROCESS], [os.pidfd_open(os.getpid())])
        isolation.close_descriptors([sock.fileno()])
        isolation.silence()
        os.setsid()
        folder = "/tmp" if plan.namespaces else own.place
        _settle(folder)
        isolation.forbid_new_capabilities()
        if own.user is not None:
            isolation.become(own.user)
        isolation.drop_capabilities()
        if not plan.namespaces:
            _die_with(own.zygote)
        limits.limit_resources(memory, plan.processes)
        isolation.leave_no_core()
        _restrict_files(plan, folder)
        seccomp.confine(os.getpid(), own_mounts=plan.namespaces)
        sock.sendall(UP)
    except BaseException as error:
        report(sock, error)
        os._exit(1)
    try:
        serve(sock)
    finally:
        os._exit(0)


def _leave(plan: Plan) -> None:
    """Go on as process 1 of new namespaces, with mounts that nobody else sees."""
    user, group = os.getuid(), os.getgid()
    isolation.leave_all_namespaces()
    isolation.map_ids(user, group)
    isolation.make_mounts_private()
    isolation.replace_tmp(plan.building_site, plan.kept_in_tmp)
    isolation.mount_nothing("/proc")
    if os.fork() != 0:
        os._exit(0)


def _settle(folder: str | None) -> None:
    """An environment and a command line of its own, in the folder that it may write to."""
    home = folder or "/"
    os.chdir(home)
    tempfile.tempdir = folder  # else what it found in the zygote would be kept
    kept = ("PATH", "LANG", "MPLBACKEND", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    variables |= {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": f"{home}/matplotlib", "USER": "student"}
    isolation.replace_environment(variables)
    sys.argv[:] = [""]  # as where Python was started without a program


def _die_with(zygote: int) -> None:
    """Set after the last change of user or capabilities, each of which unsets it."""
    isolation.die_with_parent()
    if os.getppid() != zygote:
        raise Unavailable("the zygote is gone")


def _restrict_files(plan: Plan, folder: str | None) -> None:
    if plan.landlock_required or landlock.abi() > 0:
        landlock.confine(plan.readable, [folder] if folder else [], plan.devices)
