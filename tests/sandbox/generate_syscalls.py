"""Writes `autograder/worker/syscall_numbers.py` from the kernel's headers: `make syscalls`.

The table holds the system calls that the filter names, for each processor that has them. On Debian the package
linux-libc-dev has the headers for both processors. If it is older than a call that the filter names, unpack a newer
one into any folder (`dpkg -x`) and run `make syscalls HEADERS=folder`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from autograder.worker import seccomp

PRODUCT: Final = Path(seccomp.__file__).with_name("syscall_numbers.py")


class Header(NamedTuple):
    """Where the numbers of a processor are defined."""

    path: str  # relative to the root
    switches: tuple[str, ...] = ()  # what the processor's own asm/unistd.h defines before it includes the header


HEADERS: Final[Mapping[str, Header]] = {
    "x86_64": Header("usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    # The generic header comes with Linux for every processor; arm64's own adds nothing but these switches.
    "aarch64": Header(
        "usr/include/asm-generic/unistd.h",
        (
            "__ARCH_WANT_RENAMEAT",
            "__ARCH_WANT_NEW_STAT",
            "__ARCH_WANT_SET_GET_RLIMIT",
            "__ARCH_WANT_TIME32_SYSCALLS",
            "__ARCH_WANT_SYS_CLONE3",
            "__ARCH_WANT_MEMFD_SECRET",
        ),
    ),
}

_PREFIX: Final = "__NR_"
_NOT_CALLS: Final = ("syscalls", "arch_specific_syscall")  # how many there are, and a gap for other processors

_TOP: Final = '''# Generated from the kernel's headers by `make syscalls`: do not edit.
"""Numbers of the system calls that the filter names, for each processor that has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NUMBERS: Final[Mapping[str, Mapping[str, int]]] = {
'''


class Missing(Exception):
    """Headers or tools to read the numbers are missing here; the message says which, in one line."""


def macros(header: Path, switches: tuple[str, ...] = ()) -> dict[str, str]:
    """The macros without arguments that a header defines, as text.

    Raises:
        Missing: there is no such header, or no C compiler to preprocess it.
    """
    if not header.exists():
        raise Missing(f"{header} is missing (Debian: install linux-libc-dev)")
    if shutil.which("cc") is None:
        raise Missing("a C compiler (cc) is missing; it reads the kernel's headers")
    command = ["cc", "-E", "-dM", *(f"-D{switch}" for switch in switches), str(header)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(re.findall(r"^#define (\w+) (.+)$", output, re.MULTILINE))


def value(name: str, defined: Mapping[str, str]) -> int:
    """The number that a macro stands for: a literal, another macro, or several of them joined by `|`."""
    number = 0
    for part in defined[name].strip("()").split("|"):
        number |= int(part, 0) if part.strip()[0].isdigit() else value(part.strip(), defined)
    return number


def numbers(machine: str, root: Path = Path("/")) -> dict[str, int]:
    """The number of every system call of a processor.

    Raises:
        Missing: its header is missing, or a tool to read it.
    """
    header = HEADERS[machine]
    defined = macros(root / header.path, header.switches)
    names = [name.removeprefix(_PREFIX) for name in defined if name.startswith(_PREFIX)]
    return {name: value(_PREFIX + name, defined) for name in names if name not in _NOT_CALLS}


def table(root: Path = Path("/")) -> dict[str, dict[str, int]]:
    """The number of each system call that the filter names, by processor.

    Raises:
        Missing: the headers are missing, or do not define one of the names.
    """
    calls_of = {machine: numbers(machine, root) for machine in HEADERS}
    rows = {
        name: {machine: calls[name] for machine, calls in calls_of.items() if name in calls}
        for name in sorted(seccomp.mentioned())
    }
    unknown = [name for name, row in rows.items() if not row]
    if unknown:
        raise Missing(f"misspelled, or newer than the headers below {root}: {', '.join(unknown)}")
    return rows


def module_source(rows: Mapping[str, Mapping[str, int]]) -> str:
    """The source of the module that holds these numbers."""
    lines = []
    for name in sorted(rows):
        entries = ", ".join(f'"{machine}": {rows[name][machine]}' for machine in HEADERS if machine in rows[name])
        lines.append(f'    "{name}": {{{entries}}},\n')
    return f"{_TOP}{''.join(lines)}}}\n"


def main() -> None:
    """Write the module from the headers below the given folder, by default those of this machine."""
    try:
        PRODUCT.write_text(module_source(table(Path(*sys.argv[1:] or "/"))), encoding="utf-8")
    except Missing as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
