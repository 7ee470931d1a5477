"""How long a worker computes, how long it is waited for, and when that is too much.

Limits are processor time, so that marks do not depend on the load of the machine. The clock has a limit of its own,
several times as long, for code that sleeps and for threads that wait for each other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from typing import Final, NamedTuple

from autograder.system.cores import cores

# How many times its limit code may take on the clock while it does not compute. No work of this kind has a reason to
# wait at all, so this is only to be plainly longer; two functions that sleep for ever still end within minutes.
WAITING_FACTOR: Final = 5
# A second of processor time allows for so many more on the clock: code that gets at least a twentieth of a processor
# computes, however slowly, and only its processor time is judged.
_SLOWEST: Final = 20
# Shorter waits are not worth a reading, which costs as much as a call.
_SHORT: Final = 0.05
_CORES: Final = cores()


class Overrun(Enum):
    """What was too much."""

    COMPUTING = "processor time"
    WAITING = "time on the clock, most of it without computing"
    CLOCK = "time on the clock, where the system does not tell processor time"
    ALTOGETHER = "all that one submission may cost"


class Spent(NamedTuple):
    """What was spent on a worker, in seconds."""

    clock: float = 0.0
    processor: float | None = 0.0  # None where the system does not tell

    def more(self, clock: float, processor: float | None) -> Spent:
        """This and so much more."""
        known = None if self.processor is None or processor is None else self.processor + processor
        return Spent(self.clock + clock, known)

    def since(self, earlier: Spent) -> Spent:
        """What was spent in between."""
        return self.more(-earlier.clock, None if earlier.processor is None else -earlier.processor)

    @property
    def counted(self) -> float:
        """Processor seconds; seconds on the clock where next to nothing was computed, or nothing else is known."""
        if self.processor is None:
            return self.clock
        return max(self.processor, self.clock - _SLOWEST * self.processor)

    def overrun(self, limit: float) -> Overrun | None:
        """What is too much, where the limit is so many seconds."""
        if self.processor is None:
            return Overrun.CLOCK if self.clock > limit else None
        if self.processor > limit:
            return Overrun.COMPUTING
        return Overrun.WAITING if self.clock > _most_on_clock(limit, self.processor) else None


def _most_on_clock(limit: float, processor: float) -> float:
    return WAITING_FACTOR * limit + _SLOWEST * processor


class Meter:
    """The processor time of one worker, read from outside, and no more often than it takes."""

    def __init__(self, read: Callable[[], float | None]) -> None:
        """Take the first reading: what the worker used before does not count."""
        first = read()
        self._read = read
        self.tells = first is not None
        self._first = self._last = first or 0.0
        self._when = time.monotonic()

    def seconds(self) -> float | None:
        """Processor seconds by now, or at the last reading if the worker is gone; None if the system does not tell."""
        if not self.tells:
            return None
        now = time.monotonic()
        if (reading := self._read()) is not None:
            self._last, self._when = max(self._last, reading), now
        return self._last - self._first

    def most(self) -> float:
        """More than it can have used by now: without a reading."""
        return self._last - self._first + _CORES * (time.monotonic() - self._when) if self.tells else 0.0


class Watch:
    """One wait for a worker, and the looks at it in the meantime.

    Attributes:
        clock: for how many seconds it was waited so far; not those in which this process was stopped itself.
    """

    def __init__(self, limit: float, meter: Meter) -> None:
        """The wait begins."""
        self._limit = limit
        self._meter = meter
        self.clock = 0.0
        self._processor_before: float | None = None

    def look(self) -> float | Overrun:
        """For how many seconds the wait can go on without another look, or why it cannot."""
        clock = self.clock
        if not self._meter.tells:
            return Overrun.CLOCK if clock >= self._limit else self._limit - clock
        if clock < _SHORT:
            return _SHORT - clock
        processor = self._meter.seconds() or 0.0
        if self._processor_before is None:
            self._processor_before = processor
        processor -= self._processor_before
        too_much = Spent(clock, processor).overrun(self._limit)
        left = (self._limit - processor) / _CORES, _most_on_clock(self._limit, processor) - clock
        return too_much or max(_SHORT, min(left))
