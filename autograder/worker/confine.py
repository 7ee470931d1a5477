"""From a fork of the zygote to a confined worker, step by step; the order matters."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from typing import NamedTuple, NoReturn

from . import isolation, landlock, limits, seccomp
from .control import PROCESS, Confinement, Serve, come_up
from .kernel import Unavailable

assert sys.platform == "linux"


class Allotment(NamedTuple):
    """What belongs to one worker alone."""

    zygote: int  # the process it was forked from
    user: int | None  # the user it becomes, if each worker has its own


def start(confinement: Confinement, allotment: Allotment, sock: socket.socket, serve: Serve) -> NoReturn:
    """Confine this process, a fresh fork of the zygote, and serve.

    A failure is reported over `sock`, the worker's end of the socket pair.
    """

    def confined() -> Serve:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        isolation.default_signals((signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP))
        memory, threads = limits.memory_limit(), _threads(confinement)
        if confinement.namespaces:
            _enter_namespaces(confinement)
        socket.send_fds(sock, [PROCESS], [os.pidfd_open(os.getpid())])
        isolation.close_descriptors([sock.fileno()])
        isolation.silence()
        os.setsid()
        folder = "/tmp" if confinement.namespaces else None
        settle(folder)
        isolation.forbid_new_capabilities()
        if allotment.user is not None:
            isolation.become(allotment.user)
        isolation.drop_capabilities()
        if not confinement.namespaces:
            _die_with(allotment.zygote)
        limits.limit_resources(memory, threads)
        isolation.leave_no_core()
        _restrict_files(confinement, folder)
        seccomp.confine(os.getpid(), own_mounts=confinement.namespaces)
        return serve

    come_up(sock, confined)


def _threads(confinement: Confinement) -> int | None:
    """The limit that the kernel is to hold this worker to; read from /proc, so before that is out of sight."""
    if confinement.threads is None or not confinement.shared_user:
        return confinement.threads
    return limits.with_those_of_others(confinement.threads)


def _enter_namespaces(confinement: Confinement) -> None:
    """Continue as process 1 of new namespaces, with mounts that nobody else sees."""
    user, group = os.getuid(), os.getgid()
    isolation.leave_all_namespaces()
    isolation.map_ids(user, group)
    isolation.make_mounts_private()
    isolation.replace_tmp(confinement.staging_dir, confinement.kept_in_tmp)
    isolation.mount_nothing("/proc")
    if os.fork() != 0:
        os._exit(0)


def settle(folder: str | None) -> None:
    """Set environment and command line, with the folder that it may write to as its home."""
    home = folder or "/"
    os.chdir(home)
    tempfile.tempdir = folder  # or the zygote's would still be used
    inherited = ("PATH", "LANG", "MPLBACKEND", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    variables = {name: os.environ[name] for name in inherited if name in os.environ}
    variables |= {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": f"{home}/matplotlib", "USER": "student"}
    isolation.replace_environment(variables)
    sys.argv[:] = [""]  # as if Python had been started without a program


def _die_with(zygote: int) -> None:
    """Called after the last change of user or capabilities, because each of those unsets it."""
    isolation.die_with_parent()
    if os.getppid() != zygote:
        raise Unavailable("the zygote has ended")


def _restrict_files(confinement: Confinement, folder: str | None) -> None:
    if confinement.landlock_required or landlock.abi() > 0:
        landlock.confine(confinement.readable, [folder] if folder else [], confinement.devices)
