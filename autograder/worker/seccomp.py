"""An allow-list of system calls, as a BPF program that the kernel runs before each call.

Calls that are not listed fail with EPERM. The filter is built in the process it is for, after the fork, because
it lets a process signal only itself.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from .kernel import Unavailable, call, refuse_new_privileges
from .syscalls import PROCESSORS

# What a training loop and its socket call comes first: older kernels search the list in order.
_ALLOWED: Final = """
    futex read write mmap munmap mprotect brk mremap clock_gettime gettid getpid
    rt_sigprocmask rt_sigaction rt_sigreturn poll ppoll openat close fstat newfstatat statx lseek sched_yield
    select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
    open creat close_range stat lstat statfs fstatfs access faccessat faccessat2 readlink readlinkat
    getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2
    link linkat symlink symlinkat readv writev pread64 pwrite64 ftruncate fallocate fsync fdatasync umask
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr dup dup2 dup3 pipe pipe2
    shutdown getsockname getpeername getsockopt
    rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause restart_syscall alarm getitimer setitimer
    exit exit_group set_robust_list rseq set_tid_address membarrier wait4 waitid
    sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min
    getpriority getcpu getppid getpgrp getpgid getsid
    getuid geteuid getgid getegid getgroups getresuid getresgid times getrusage getrlimit uname sysinfo
    time gettimeofday clock_getres clock_nanosleep nanosleep getrandom msync get_mempolicy
"""
ALLOWED: Final = tuple(_ALLOWED.split())

# Landlock does not cover these: without its own mounts, a worker could change files of the same user.
_ALLOWED_ON_OWN_MOUNTS: Final = "chmod fchmod fchmodat fchmodat2 truncate utime utimes futimesat utimensat"
ALLOWED_ON_OWN_MOUNTS: Final = tuple(_ALLOWED_ON_OWN_MOUNTS.split())

# Calls that honest code tries first, refused with the error upon which it does the same in another way: the C library
# starts threads with `clone`, and Python copies a file by reading and writing it.
REFUSED_AS: Final[Mapping[str, int]] = MappingProxyType(
    {"clone3": errno.ENOSYS, "sendfile": errno.ENOTSOCK, "copy_file_range": errno.EXDEV}
)


class OneOf(NamedTuple):
    """The lower half of the argument is one of the values (of an int, the kernel reads no more)."""

    argument: int
    values: tuple[int, ...]


class HasBits(NamedTuple):
    """The lower half of the argument has one of the bits, or none of them if `wanted` is false."""

    argument: int
    mask: int
    wanted: bool


class IsNull(NamedTuple):
    """The argument is a null pointer."""

    argument: int


Condition = OneOf | HasBits | IsNull

_ALL_BITS: Final = 0xFFFFFFFF
_CLONE_THREAD: Final = 0x00010000
_CLONE_NAMESPACES: Final = 0x7E020080  # every CLONE_NEW* flag
_AF_UNIX: Final = 1
# SOCK_STREAM and SOCK_SEQPACKET stay connected to each other; a datagram socket could send elsewhere. The flags are
# SOCK_NONBLOCK and SOCK_CLOEXEC.
_PAIR_TYPES: Final = tuple(kind | flags for kind in (1, 5) for flags in (0, 0x800, 0x80000, 0x80800))
# MSG_DONTWAIT, MSG_EOR and MSG_NOSIGNAL; for receiving MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL and MSG_NOSIGNAL. No byte
# out of band, no memory of the sender's lent to the kernel, and no descriptor: those go with `sendmsg`, whose message a
# filter cannot read.
_SEND_FLAGS: Final = 0x40C0
_RECEIVE_FLAGS: Final = 0x4142
# What allocators and stacks of threads ask for: NORMAL, DONTNEED, FREE, (NO)HUGEPAGE, DO(NT)DUMP, GUARD_INSTALL and
# GUARD_REMOVE. Nothing that fills, empties or reveals the page cache, which all workers share.
_ADVICE: Final = (0, 4, 8, 14, 15, 16, 17, 102, 103)
# Duplicating, flags and pipe size, but no owner, signal, lease, notification or seal; nor locks, which others see on
# files that all can read.
_FCNTL_COMMANDS: Final = (1, 2, 3, 4, 0, 1030, 1032)
_IOCTL_REQUESTS: Final = (
    0x5401,  # TCGETS: is it a terminal?
    0x802C542A,  # TCGETS2, the same in newer C libraries
    0x5413,  # TIOCGWINSZ: how wide is it?
    0x541B,  # FIONREAD
    0x5421,  # FIONBIO
    0x5450,  # FIONCLEX
    0x5451,  # FIOCLEX
)
_PRCTL_OPTIONS: Final = (
    15,  # PR_SET_NAME
    16,  # PR_GET_NAME
    3,  # PR_GET_DUMPABLE
    21,  # PR_GET_SECCOMP
    23,  # PR_CAPBSET_READ
    30,  # PR_GET_TIMERSLACK
    39,  # PR_GET_NO_NEW_PRIVS
    0x53564D41,  # PR_SET_VMA: names for memory
)


def conditional(pid: int) -> dict[str, tuple[Condition, ...]]:
    """The calls that are allowed if all conditions on their arguments hold."""
    return {
        "sendto": (HasBits(3, _ALL_BITS & ~_SEND_FLAGS, False), IsNull(4)),
        "recvfrom": (HasBits(3, _ALL_BITS & ~_RECEIVE_FLAGS, False),),
        "madvise": (OneOf(2, _ADVICE),),
        "fcntl": (OneOf(1, _FCNTL_COMMANDS),),
        "ioctl": (OneOf(1, _IOCTL_REQUESTS),),
        "clone": (HasBits(0, _CLONE_THREAD, True), HasBits(0, _CLONE_NAMESPACES, False)),
        "tgkill": (OneOf(0, (pid,)),),
        "kill": (OneOf(0, (pid,)),),
        "prlimit64": (IsNull(2),),
        "prctl": (OneOf(0, _PRCTL_OPTIONS),),
        "socketpair": (OneOf(0, (_AF_UNIX,)), OneOf(1, _PAIR_TYPES)),
    }


def mentioned() -> frozenset[str]:
    """Every system call that the filter names, whatever it decides about it."""
    return frozenset((*ALLOWED, *ALLOWED_ON_OWN_MOUNTS, *conditional(0), *REFUSED_AS))


_LOAD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_NOT_LESS: Final = 0x35
_JUMP_BITS: Final = 0x45
_RETURN: Final = 0x06

_RETURN_ALLOW: Final = 0x7FFF0000
_RETURN_ERRNO: Final = 0x00050000
_RETURN_KILL: Final = 0x80000000

_NUMBER_OFFSET: Final = 0
_PROCESSOR_OFFSET: Final = 4
_ARGUMENTS_OFFSET: Final = 16


class Instruction(NamedTuple):
    """One BPF instruction; a jump skips `if_true` or `if_false` instructions."""

    code: int
    value: int
    if_true: int = 0
    if_false: int = 0


def program(machine: str, pid: int, *, own_mounts: bool) -> list[Instruction]:
    """The filter for a process.

    Args:
        machine: the processor, as `platform.machine` names it.
        pid: the number of the process in its own namespace.
        own_mounts: whether the process has its own mounts, so that it cannot change anybody's files.

    Raises:
        Unavailable: there is no filter for this processor.
    """
    if machine not in PROCESSORS:
        raise Unavailable(f"there is no seccomp filter for {machine} processors")
    processor = PROCESSORS[machine]
    numbers = processor.numbers
    lines = [Instruction(_LOAD, _PROCESSOR_OFFSET), Instruction(_JUMP_EQUAL, processor.audit, 1, 0)]
    lines += [Instruction(_RETURN, _RETURN_KILL), Instruction(_LOAD, _NUMBER_OFFSET)]
    if processor.first_foreign is not None:
        lines.append(Instruction(_JUMP_NOT_LESS, processor.first_foreign, 0, 1))
        lines.append(Instruction(_RETURN, _RETURN_KILL))
    allowed = ALLOWED + (ALLOWED_ON_OWN_MOUNTS if own_mounts else ())
    for name in (name for name in allowed if name in numbers):
        lines += _answer(numbers[name], [Instruction(_RETURN, _RETURN_ALLOW)])
    for name, conditions in conditional(pid).items():
        lines += _answer(numbers[name], list(_conditions(conditions)))
    for name, error in REFUSED_AS.items():
        lines += _answer(numbers[name], [Instruction(_RETURN, _RETURN_ERRNO | error)])
    return [*lines, Instruction(_RETURN, _RETURN_ERRNO | errno.EPERM)]


def _answer(number: int, body: list[Instruction]) -> list[Instruction]:
    """`body` for this system call; any other jumps past it. A body always returns."""
    return [Instruction(_JUMP_EQUAL, number, 0, len(body)), *body]


def _conditions(conditions: Sequence[Condition]) -> Iterator[Instruction]:
    """Allow if all hold. A test that fails returns at once, so that no jump leaves its condition."""
    for condition in conditions:
        yield from _condition(condition)
    yield Instruction(_RETURN, _RETURN_ALLOW)


def _condition(condition: Condition) -> Iterator[Instruction]:
    low = _ARGUMENTS_OFFSET + 8 * condition.argument
    refuse = Instruction(_RETURN, _RETURN_ERRNO | errno.EPERM)
    yield Instruction(_LOAD, low)
    match condition:
        case OneOf(_, values):
            for index, value in enumerate(values):
                yield Instruction(_JUMP_EQUAL, value, len(values) - index, 0)
            yield refuse
        case HasBits(_, mask, wanted):
            yield Instruction(_JUMP_BITS, mask, int(wanted), int(not wanted))
            yield refuse
        case IsNull(_):
            yield Instruction(_JUMP_EQUAL, 0, 1, 0)
            yield refuse
            yield Instruction(_LOAD, low + 4)
            yield Instruction(_JUMP_EQUAL, 0, 1, 0)
            yield refuse


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_void_p))


_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2


def install(lines: Sequence[Instruction]) -> None:
    """Put this thread, and all that it starts, under the filter for good.

    Raises:
        Unavailable: the kernel has no seccomp filters.
    """
    layout = struct.Struct("=HBBI")
    code = b"".join(layout.pack(line.code, line.if_true, line.if_false, line.value) for line in lines)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = _Program(len(lines), ctypes.addressof(buffer))
    refuse_new_privileges()
    try:
        call("prctl", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(header), 0, 0)
    except OSError as error:
        raise Unavailable(f"seccomp filters are not available ({error.strerror})") from error


def confine(pid: int, *, own_mounts: bool) -> None:
    """From now on, allow this process only the calls on the list.

    Raises:
        Unavailable: there is no filter for this processor, or no seccomp in this kernel.
    """
    install(program(platform.machine(), pid, own_mounts=own_mounts))
