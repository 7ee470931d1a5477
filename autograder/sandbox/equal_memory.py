"""Workers whose memory is laid out and filled alike in every run.

Addresses decide the order of a set of objects. What malloc returns holds whatever was there before, and libraries read
it: torch's `lstsq` lets it choose the order of the pivots. So the same work would answer with other last digits in
every run.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Final

# What malloc returns is filled with 0x7f, which stands for no number that work could take for a zero.
FILLED: Final = "glibc.malloc.perturb=128"

if sys.platform == "linux":
    from autograder.worker import kernel

    _ASK: Final = 0xFFFFFFFF
    _FIXED_ADDRESSES: Final = 0x0040000  # ADDR_NO_RANDOMIZE, see personality(2)

    @contextlib.contextmanager
    def fixed_addresses() -> Iterator[None]:
        """Programs that are started here have the same addresses every time, if the system lets us choose."""
        before = None
        with contextlib.suppress(
            OSError
        ):  # refused in many containers: then only sets of objects may be in another order
            before = kernel.call("personality", _ASK)
            kernel.call("personality", before | _FIXED_ADDRESSES)
        try:
            yield
        finally:
            if before is not None:
                with contextlib.suppress(OSError):
                    kernel.call("personality", before)
