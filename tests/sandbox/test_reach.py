"""What a worker must not be able to do to others."""

from __future__ import annotations

import errno
import os
import platform
import socket

import pytest

from tests.helpers.workers import Run, Start, ask

# Numbers of x86_64, with arguments: the filter refuses each of them.
REFUSED = {
    "fork": (57,),
    "vfork": (58,),
    "clone": (56, 17),
    "execve": (59, 0, 0, 0),
    "execveat": (322, -100, 0, 0, 0, 0),
    "ptrace": (101, 0, 0, 0, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "process_vm_writev": (311, 1, 0, 0, 0, 0, 0),
    "memfd_create": (319, 0, 0),
    "memfd_secret": (447, 0),
    "shmget": (29, 0, 4096, 0o1600),
    "msgget": (68, 0, 0o1600),
    "semget": (64, 0, 1, 0o1600),
    "unshare": (272, 0x10000000),
    "setns": (308, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "umount2": (166, 0, 0),
    "pivot_root": (155, 0, 0),
    "chroot": (161, 0),
    "open_tree": (428, -100, 0, 0),
    "fsopen": (430, 0, 0),
    "pidfd_open": (434, 1, 0),
    "pidfd_send_signal": (424, 0, 0, 0, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "io_uring_setup": (425, 1, 0),
    "io_setup": (206, 1, 0),
    "bpf": (321, 0, 0, 0),
    "userfaultfd": (323, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "keyctl": (250, 0),
    "add_key": (248, 0, 0, 0, 0, 0),
    "socket": (41, 1, 1, 0),
    "connect": (42, 0, 0, 0),
    "bind": (49, 0, 0, 0),
    "accept": (43, 0, 0, 0),
    "datagram pair": (53, 1, 2, 0, 0),
    "setsockopt": (54, 0, 0, 0, 0, 0),
    "sched_setaffinity": (203, 0, 8, 0),
    "sched_setscheduler": (144, 0, 0, 0),
    "setpriority": (141, 0, 0, 0),
    "ioprio_set": (251, 1, 0, 0),
    "rt_sigqueueinfo": (129, 1, 0, 0),
    "rt_tgsigqueueinfo": (297, 1, 1, 0, 0),
    "tkill": (200, 1, 0),
    "kill all": (62, -1, 0),
    "kill group": (62, 0, 0),
    "seccomp": (317, 0, 0, 0),
    "capset": (126, 0, 0),
    "setuid": (105, 0),
    "setresuid": (117, 0, 0, 0),
    "personality": (135, 0),
    "name_to_handle_at": (303, -100, 0, 0, 0, 0),
    "open_by_handle_at": (304, -100, 0, 0),
    "inotify_init": (253,),
    "fanotify_init": (300, 0, 0),
    "mknod": (133, 0, 0, 0),
    "mlockall": (151, 1),
    "F_SETOWN": (72, 0, 8, 1),
    "F_SETSIG": (72, 0, 10, 9),
    "F_SETOWN_EX": (72, 0, 15, 0),
    "F_SETLEASE": (72, 0, 1024, 0),
    "FIOSETOWN": (16, 0, 0x8901, 0),
    "PR_SET_PDEATHSIG": (157, 1, 0, 0, 0, 0),
    "PR_SET_DUMPABLE": (157, 4, 1, 0, 0, 0),
    "PR_SET_PTRACER": (157, 0x59616D61, 1, 0, 0, 0),
    "prlimit": (302, 0, 7, 1, 0),
    "sendmsg": (46, 0, 0, 0),
    "recvmsg": (47, 0, 0, 0),
    "MSG_OOB": (44, 0, 0, 0, 1, 0, 0),
    "MSG_ZEROCOPY": (44, 0, 0, 0, 0x4000000, 0, 0),
    "receiving MSG_OOB": (45, 0, 0, 0, 1, 0, 0),
    "splice": (275, 0, 0, 0, 0, 0, 0),
    "tee": (276, 0, 0, 0, 0),
    "vmsplice": (278, 0, 0, 0, 0),
    "posix_fadvise": (221, 0, 0, 0, 3),
    "readahead": (187, 0, 0, 0),
    "mincore": (27, 0, 0, 0),
    "preadv2": (327, 0, 0, 0, 0, 0, 8),
    "cachestat": (451, 0, 0, 0, 0),
    "MADV_WILLNEED": (28, 0, 4096, 3),
    "MADV_PAGEOUT": (28, 0, 4096, 21),
    "flock": (73, 0, 2),
    "F_SETLK": (72, 0, 6, 0),
    "unknown": (999,),
}

_SYSTEM_CALL = """
import ctypes
library = ctypes.CDLL(None, use_errno=True)
answer = []
for arguments in {calls!r}:
    result = library.syscall(*[ctypes.c_long(value) for value in arguments])
    answer.append(ctypes.get_errno() if result < 0 else 0)
"""

on_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the test uses system-call numbers of x86_64")


@on_x86
def test_dangerous_system_calls_are_refused(level: str, run: Run) -> None:
    errors = run(level, _SYSTEM_CALL.format(calls=list(REFUSED.values()))).value
    assert dict(zip(REFUSED, errors, strict=True)) == dict.fromkeys(REFUSED, errno.EPERM)


@on_x86
def test_files_are_copied_without_the_kernels_short_cuts(level: str, run: Run) -> None:
    """They could fill a pipe from a file of others; Python goes on with reading and writing."""
    calls = [(40, 1, 0, 0, 1), (326, 0, 0, 1, 0, 1, 0)]
    assert run(level, _SYSTEM_CALL.format(calls=calls)).value == [errno.ENOTSOCK, errno.EXDEV]


@on_x86
def test_clone3_seems_not_to_exist(level: str, run: Run) -> None:
    """So the C library falls back to `clone`, whose arguments a filter can read."""
    assert run(level, _SYSTEM_CALL.format(calls=[(435, 0, 0)])).value == [errno.ENOSYS]


@on_x86
def test_another_calling_convention_kills_the_worker(level: str, run: Run) -> None:
    assert run(level, _SYSTEM_CALL.format(calls=[(0x40000000 + 39,)])).kind == "ended"


@on_x86
def test_the_trusted_side_is_out_of_reach(level: str, run: Run) -> None:
    """By signal, limit, priority, processors or queued signal, at its own process number."""
    pid = os.getpid()
    calls = [(62, pid, 0), (302, pid, 7, 1, 0), (141, 0, pid, 19), (203, pid, 8, 0), (129, pid, 0, 0), (434, pid, 0)]
    errors = run(level, _SYSTEM_CALL.format(calls=calls)).value
    assert set(errors) <= {errno.EPERM, errno.ESRCH}


def test_no_capability_is_left(level: str, run: Run) -> None:
    """As far as a worker can ask: its bounding set is empty."""
    code = """
import ctypes
library = ctypes.CDLL(None)
answer = [library.prctl(23, number, 0, 0, 0) for number in range(40)]
"""
    if os.getuid() != 0 and level in ("filters", "uid"):
        pytest.skip("a process without capabilities cannot change the bounding set, and gains nothing from it")
    assert run(level, code).value == [0] * 40


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_no_socket_can_be_created(level: str, run: Run, family: str) -> None:
    attempt = run(level, f"import socket; socket.socket(socket.{family})")
    assert (attempt.kind, attempt.value) == ("error", "PermissionError")


def test_a_socket_pair_reaches_nobody_else(level: str, run: Run, mark: str) -> None:
    """Neither by the address of a listening abstract socket, nor with a datagram."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{mark}")
        code = """
import socket
answer = []
for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
    try:
        ours, _ = socket.socketpair(socket.AF_UNIX, kind)
        ours.sendmsg([b"hello"], [], 0, "\\0MARK")
    except OSError:
        pass
    try:
        ours.sendto(b"hello", "\\0MARK")
    except OSError as error:
        answer.append(error.errno)
"""
        run(level, code.replace("MARK", mark))
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.recv(100)


def test_no_process_can_be_started(level: str, run: Run) -> None:
    for code in ("import os; os.fork()", "import subprocess; subprocess.run(['/bin/true'])"):
        assert run(level, code).value == "PermissionError"
    assert run(level, "import os; answer = os.system('true')").value != 0


def test_a_worker_can_signal_itself(level: str, run: Run) -> None:
    code = """
import os, signal
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
answer = seen
"""
    assert run(level, code).value == [1, 1]


def test_a_worker_cannot_signal_another(level: str, zygote_at: Start) -> None:
    zygote = zygote_at(level)
    with zygote.spawn() as first, zygote.spawn() as second:
        pid = ask(first, "import os; answer = os.getpid()").value
        own = ask(second, "import os; answer = os.getpid()").value
        if pid != own:
            assert ask(second, f"import os; os.kill({pid}, 9)").value == "PermissionError"
        assert ask(first, "answer = 1").value == 1
