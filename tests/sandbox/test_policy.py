"""The filter as data, run by a small interpreter instead of a kernel: for every processor, on any machine."""

from __future__ import annotations

import errno

import pytest

from autograder.worker.kernel import Unavailable
from autograder.worker.syscalls import PROCESSORS

seccomp = pytest.importorskip("autograder.worker.seccomp")

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
    assert {*seccomp.conditional(1), *seccomp.NOT_IMPLEMENTED} <= set(PROCESSORS[machine].numbers)


@machines
def test_calls_on_the_list_are_allowed_and_all_others_refused(machine: str) -> None:
    numbers = PROCESSORS[machine].numbers
    free = {numbers[name] for name in seccomp.ALLOWED + seccomp.ALLOWED_ON_OWN_MOUNTS if name in numbers}
    conditional = {numbers[name] for name in (*seccomp.conditional(1), *seccomp.NOT_IMPLEMENTED)}
    for number in set(range(600)) - conditional:
        assert verdict(machine, number) == (_ALLOW if number in free else errno.EPERM)


@machines
def test_modes_and_times_of_files_can_be_changed_only_on_own_mounts(machine: str) -> None:
    number = PROCESSORS[machine].numbers["fchmodat"]
    assert verdict(machine, number, own=True) == _ALLOW
    assert verdict(machine, number, own=False) == errno.EPERM


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
    ("fcntl", (3, 3, 0), _ALLOW),
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
    assert verdict(machine, 0, audit=0x40000003) == _KILL


def test_calls_by_the_x32_convention_kill() -> None:
    assert verdict("x86_64", 0x40000000) == _KILL


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
