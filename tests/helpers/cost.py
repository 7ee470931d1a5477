"""What a call costs: processor time, and the memory that Python's objects take at most."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from typing import NamedTuple


class Cost(NamedTuple):
    """The cost of a call."""

    seconds: float  # of the processor, in this process
    megabytes: float  # at the peak, above what was there before


def cost_of(call: Callable[[], object]) -> Cost:
    """What a call costs, run once for its time and once for its memory, as watching memory takes time."""
    start = time.process_time()
    call()
    seconds = time.process_time() - start
    tracemalloc.start()
    try:
        call()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return Cost(seconds, peak / 1e6)
