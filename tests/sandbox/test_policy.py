"""The filter as data, run by a small interpreter instead of a kernel: for every processor, on any machine."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from autograder.worker import seccomp
from autograder.worker.kernel import Unavailable
from autograder.worker.syscalls import PROCESSORS

_PID = 4711
_ALLOW = "allow"
_KILL = "kill"


def verdict(machine: str, number: int, arguments: tuple[int, ...] = (), *, own: bool = True, audit: int = 0) -> object:
    """The filter's decision about this system call: "allow", "kill" or the number of an error."""
    lines = seccomp.program(machine, _PID, own_mounts=own)
    words = {0: number, 4: audit or PROCESSORS[machine].audit}
    for index in range(6):
        value = arguments[index] if index < len(arguments) else 0
        words[16 + 8 * index] = value & 0xFFFFFFFF
        words[20 + 8 * index] = value >> 32 & 0xFFFFFFFF
    at = loaded = 0
    while True:
        code, value, if_true, if_false = lines[at]
        at += 1
        if code == 0x20:
            loaded = words[value]
        elif code == 0x06:
            return {0x7FFF0000: _ALLOW, 0x80000000: _KILL}.get(value, value & 0xFFFF)
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
            at += if_true if holds else if_false


machines = pytest.mark.parametrize("machine", PROCESSORS)


@machines
def test_every_processor_has_the_calls_with_conditions(machine: str) -> None:
    assert {*seccomp.conditional(1), *seccomp.REFUSED_AS} <= set(PROCESSORS[machine].numbers)


@machines
@pytest.mark.parametrize("own", [True, False], ids=["own mounts", "shared mounts"])
def test_calls_on_the_list_are_allowed_and_all_others_refused(machine: str, own: bool) -> None:
    """Every number that any kernel has, and numbers far beyond."""
    numbers = PROCESSORS[machine].numbers
    listed = seccomp.ALLOWED + (seccomp.ALLOWED_ON_OWN_MOUNTS if own else ())
    free = {numbers[name] for name in listed if name in numbers}
    others = {numbers[name] for name in (*seccomp.conditional(1), *seccomp.REFUSED_AS)}
    garbage = (2**64 - 1,) * 6
    for number in {*range(1024), *(1 << bit for bit in range(10, 30)), 0x3FFFFFFF} - others:
        expected = _ALLOW if number in free else errno.EPERM
        assert verdict(machine, number, own=own) == verdict(machine, number, garbage, own=own) == expected


@machines
@pytest.mark.parametrize("name", seccomp.REFUSED_AS)
def test_calls_that_honest_code_tries_first_are_refused_with_the_error_that_makes_it_go_on(
    machine: str, name: str
) -> None:
    number = PROCESSORS[machine].numbers[name]
    assert verdict(machine, number) == verdict(machine, number, (2**64 - 1,) * 6) == seccomp.REFUSED_AS[name]


_NEVER: Final = """
    sendmsg recvmsg sendmmsg recvmmsg splice tee vmsplice fadvise64 readahead mincore cachestat preadv2 pwritev2
    process_madvise flock memfd_create memfd_secret socket connect bind accept fork vfork execve ptrace io_uring_setup
    pidfd_open pidfd_getfd setsockopt shmget shmat mlock mlock2 remap_file_pages
"""


@pytest.mark.parametrize("name", _NEVER.split())
def test_what_reaches_others_is_not_even_mentioned(name: str) -> None:
    """Descriptors and borrowed memory in messages, pipes filled by the kernel, locks, and the page cache of all."""
    assert name not in seccomp.mentioned() - set(seccomp.REFUSED_AS)


def _acceptable(condition: seccomp.Condition) -> Iterator[int]:
    """Values of the argument that the condition accepts: all that there are, or those at the borders."""
    match condition:
        case seccomp.OneOf(_, values):
            yield from values
        case seccomp.HasBits(_, mask, True):
            yield from (mask, 0xFFFFFFFF, *(1 << bit for bit in range(32) if mask >> bit & 1))
        case seccomp.HasBits(_, mask, False):
            yield from (0, ~mask & 0xFFFFFFFF)
        case seccomp.IsNull(_):
            yield 0


def _unacceptable(condition: seccomp.Condition) -> Iterator[int]:
    """Values that the condition refuses, next to those that it accepts; a pointer in either half."""
    match condition:
        case seccomp.OneOf(_, values):
            near = {value + step for value in values for step in (-1, 1)} | {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF}
            yield from (value for value in near if value & 0xFFFFFFFF not in values)
        case seccomp.HasBits(_, mask, True):
            yield from (0, ~mask & 0xFFFFFFFF)
        case seccomp.HasBits(_, mask, False):
            yield from (mask, 0xFFFFFFFF, *(1 << bit for bit in range(32) if mask >> bit & 1))
        case seccomp.IsNull(_):
            yield from (1 << bit for bit in range(64))


def _with(conditions: Sequence[seccomp.Condition], changed: seccomp.Condition, value: int) -> tuple[int, ...]:
    """Arguments that meet all conditions, but for the value in the place of one."""
    arguments = [0] * 6
    for condition in reversed(conditions):
        arguments[condition.argument] = _both(conditions, condition.argument)
    arguments[changed.argument] = value
    return tuple(arguments)


def _both(conditions: Sequence[seccomp.Condition], argument: int) -> int:
    """A value that meets all the conditions on this argument."""
    of_it = [condition for condition in conditions if condition.argument == argument]
    candidates = {value for condition in of_it for value in _acceptable(condition)}
    return next(value for value in sorted(candidates) if all(_meets(condition, value) for condition in of_it))


def _meets(condition: seccomp.Condition, value: int) -> bool:
    match condition:
        case seccomp.OneOf(_, values):
            return value & 0xFFFFFFFF in values
        case seccomp.HasBits(_, mask, wanted):
            return bool(value & mask) is wanted
        case seccomp.IsNull(_):
            return value == 0
    raise AssertionError


_RULES: Final = [(name, at) for name, rule in seccomp.conditional(_PID).items() for at in range(len(rule))]


@machines
@pytest.mark.parametrize(("name", "at"), _RULES)
def test_every_condition_holds_at_its_borders_and_whatever_the_upper_half_says(
    machine: str, name: str, at: int
) -> None:
    """The kernel reads the lower half of a number, and both halves of a pointer."""
    rule, number = seccomp.conditional(_PID)[name], PROCESSORS[machine].numbers[name]
    condition = rule[at]
    upper = (0,) if isinstance(condition, seccomp.IsNull) else (0, 1 << 32, 0xFFFFFFFF << 32)
    for value in _acceptable(condition):
        if all(_meets(other, value) for other in rule if other.argument == condition.argument):
            for half in upper:
                assert verdict(machine, number, _with(rule, condition, value | half)) == _ALLOW
    for value in _unacceptable(condition):
        for half in upper:
            assert verdict(machine, number, _with(rule, condition, value % 2**64 | half)) == errno.EPERM


_CONDITIONS = [
    ("kill", (_PID, 9), _ALLOW),
    ("kill", (_PID + 1, 9), errno.EPERM),
    ("kill", (-1, 9), errno.EPERM),
    ("kill", (0, 9), errno.EPERM),
    ("tgkill", (_PID, _PID, 6), _ALLOW),
    ("tgkill", (1, 1, 6), errno.EPERM),
    ("clone", (0x3D0F00,), _ALLOW),
    ("clone", (17,), errno.EPERM),
    ("clone", (0x3D0F00 | 0x10000000,), errno.EPERM),
    ("clone3", (0, 0), errno.ENOSYS),
    ("prlimit64", (0, 7, 0, 0x7FFF00000000), _ALLOW),
    ("prlimit64", (0, 7, 0x7FFF00000000, 0), errno.EPERM),
    ("prlimit64", (0, 7, 8, 0), errno.EPERM),
    ("sendto", (3, 1, 1, 0, 0, 0), _ALLOW),
    ("sendto", (3, 1, 1, 0, 1 << 40, 16), errno.EPERM),
    ("socketpair", (1, 0x80001, 0), _ALLOW),
    ("socketpair", (1, 5, 0), _ALLOW),
    ("socketpair", (1, 2, 0), errno.EPERM),
    ("socketpair", (2, 1, 0), errno.EPERM),
    ("sendto", (3, 1, 1, 0x4000, 0, 0), _ALLOW),
    ("sendto", (3, 1, 1, 0x1, 0, 0), errno.EPERM),  # MSG_OOB
    ("sendto", (3, 1, 1, 0x4000000, 0, 0), errno.EPERM),  # MSG_ZEROCOPY
    ("recvfrom", (3, 1, 1, 0x102, 0, 0), _ALLOW),
    ("recvfrom", (3, 1, 1, 0x1, 0, 0), errno.EPERM),  # MSG_OOB
    ("recvfrom", (3, 1, 1, 0x2000, 0, 0), errno.EPERM),  # MSG_ERRQUEUE
    ("madvise", (1 << 40, 4096, 4), _ALLOW),
    ("madvise", (1 << 40, 4096, 3), errno.EPERM),  # MADV_WILLNEED
    ("madvise", (1 << 40, 4096, 21), errno.EPERM),  # MADV_PAGEOUT
    ("madvise", (1 << 40, 4096, 22), errno.EPERM),  # MADV_POPULATE_READ
    ("sendfile", (1, 3, 0, 1), errno.ENOTSOCK),
    ("copy_file_range", (3, 0, 4, 0, 1, 0), errno.EXDEV),
    ("fcntl", (3, 3, 0), _ALLOW),
    ("fcntl", (3, 6, 0), errno.EPERM),  # F_SETLK
    ("fcntl", (3, 1030, 0), _ALLOW),
    ("fcntl", (3, 8, 1), errno.EPERM),
    ("fcntl", (3, 15, 1), errno.EPERM),
    ("fcntl", (3, 10, 9), errno.EPERM),
    ("fcntl", (3, 1024, 0), errno.EPERM),
    ("ioctl", (1, 0x5401, 0), _ALLOW),
    ("ioctl", (1, 0x5412, 0), errno.EPERM),  # TIOCSTI
    ("ioctl", (1, 0x8901, 0), errno.EPERM),  # FIOSETOWN
    ("prctl", (15, 0), _ALLOW),
    ("prctl", (1, 0), errno.EPERM),  # PR_SET_PDEATHSIG
    ("prctl", (4, 1), errno.EPERM),  # PR_SET_DUMPABLE
]


@machines
@pytest.mark.parametrize(("name", "arguments", "expected"), _CONDITIONS, ids=str)
def test_arguments_decide(machine: str, name: str, arguments: tuple[int, ...], expected: object) -> None:
    assert verdict(machine, PROCESSORS[machine].numbers[name], arguments) == expected


@machines
def test_calls_of_another_processor_kill(machine: str) -> None:
    """Of a 32-bit program, of each other processor, and of one whose number differs in one bit."""
    own = PROCESSORS[machine].audit
    others = {0x40000003, 0x40000028, *(processor.audit for processor in PROCESSORS.values())} - {own}
    for audit in (*others, *(own ^ 1 << bit for bit in range(32))):
        for number in (0, 1, 39, 63, 64, 172):
            assert verdict(machine, number, audit=audit) == _KILL


@pytest.mark.parametrize("bit", [0x40000000, 0x80000000, 0xC0000000])
def test_calls_by_the_x32_convention_kill(bit: int) -> None:
    for number in range(600):
        assert verdict("x86_64", bit | number) == _KILL


def test_arm_has_no_second_convention_and_refuses_its_numbers() -> None:
    for number in range(600):
        assert verdict("aarch64", 0x40000000 | number) == errno.EPERM


def test_an_unknown_processor_is_refused() -> None:
    with pytest.raises(Unavailable, match="riscv64"):
        seccomp.program("riscv64", 1, own_mounts=True)


@machines
def test_the_program_is_short_enough_and_its_jumps_stay_inside(machine: str) -> None:
    lines = seccomp.program(machine, _PID, own_mounts=True)
    assert len(lines) < 4096
    for index, line in enumerate(lines):
        assert 0 <= line.if_true < 256
        assert index + 1 + max(line.if_true, line.if_false) < len(lines) or line.code == 0x06
