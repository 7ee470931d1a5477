"""Leaves things behind: files, shared memory, message queues, locks, and a daemon that goes on for ever."""

import contextlib
import ctypes
import fcntl
import os
import pathlib
import time
from multiprocessing import shared_memory

libc = ctypes.CDLL(None, use_errno=True)
PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", os.path.expanduser("~"), ".")


def daemon() -> None:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                pathlib.Path("/tmp/daemon_was_here").write_text(str(time.time()))
                time.sleep(1)
        os._exit(0)


def leave() -> None:
    for place in PLACES:
        with contextlib.suppress(OSError):
            file = open(f"{place}/left_behind", "w")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.chmod(file.name, 0o4777)
            globals().setdefault("KEPT", []).append(file)
    with contextlib.suppress(OSError):
        shared_memory.SharedMemory("left_behind", create=True, size=1 << 20)
    libc.shmget(0x5EED, 1 << 20, 0o1666)
    libc.msgsnd(libc.msgget(0x5EED, 0o1666), bytes(64), 56, 0)
    libc.semget(0x5EED, 10, 0o1666)
    libc.mq_open(b"/left_behind", os.O_CREAT | os.O_RDWR, 0o666, None)
    with contextlib.suppress(OSError):
        daemon()


leave()


def trace(*args, **kwargs):
    leave()


is_symmetric = trace
