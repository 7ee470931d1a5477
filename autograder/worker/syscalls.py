"""What the filter has to know about each processor: its system calls, and how to recognize foreign ones."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .syscall_numbers import NUMBERS


class Processor(NamedTuple):
    """How a processor's system calls look to a filter."""

    audit: int  # the AUDIT_ARCH_* constant
    first_foreign: int | None  # numbers from here on belong to another calling convention
    numbers: Mapping[str, int]


def _numbers(machine: str) -> Mapping[str, int]:
    return MappingProxyType({name: row[machine] for name, row in NUMBERS.items() if machine in row})


PROCESSORS: Final[Mapping[str, Processor]] = MappingProxyType(
    {
        "x86_64": Processor(0xC000003E, 0x40000000, _numbers("x86_64")),  # foreign: x32
        "aarch64": Processor(0xC00000B7, None, _numbers("aarch64")),
    }
)
