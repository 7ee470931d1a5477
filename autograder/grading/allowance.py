"""What one submission may cost in all: its loads, its calls and the searches after it, over all its workers.

A second counts while a worker computes, in each of its threads, and while none of them runs or waits for a processor.
Seconds in which others had the processor do not count, so a busy machine gives a submission no less.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from autograder.grading.meter import Spent
from autograder.sandbox import Usage, Worker
from autograder.system.cores import cores

SECONDS_BETWEEN_LOOKS: Final = 0.25
_CORES: Final = cores()


class Allowance:
    """What one submission has cost so far, and what it may cost.

    Attributes:
        seconds: what it may cost.
    """

    def __init__(self, seconds: float) -> None:
        """Nothing has been spent yet."""
        self.seconds = seconds
        self._before = 0.0  # on workers that are gone
        self._account: _Account | None = None
        self._looked = 0.0

    def begin(self, worker: Worker) -> None:
        """Another worker has started."""
        self._account = _Account(worker.usage)

    def end(self) -> None:
        """The worker is about to be ended, or has ended by itself."""
        if self._account is not None:
            self._before += self._account.final()
        self._account = None

    def waited(self, seconds: float) -> None:
        """The worker was waited for."""
        if self._account is not None:
            self._account.waited += seconds

    def is_left(self) -> bool:
        """Whether anything is left; looks only now and then, so that it can be asked before every call and wait."""
        now = time.monotonic()
        if self._account is not None and now - self._looked >= SECONDS_BETWEEN_LOOKS:
            self._looked = now
            self._account.look()
        return self.spent < self.seconds

    @property
    def spent(self) -> float:
        """What it has cost, up to the last look."""
        return self._before + (self._account.cost if self._account is not None else 0.0)


class _Account:
    """What one worker has cost."""

    def __init__(self, read: Callable[[], Usage | None]) -> None:
        self.waited = 0.0
        self.cost = 0.0
        self._read = read
        self._when = time.monotonic()
        self._tells = read() is not None

    def look(self) -> bool:
        """Bring the cost up to date; false if the worker is gone, and its usage with it."""
        if not self._tells:
            self.cost = self.waited
            return True
        usage = self._read()
        if usage is None:
            return False
        self._when = time.monotonic()
        self.cost = max(self.cost, _cost(usage, self.waited))
        return True

    def final(self) -> float:
        """The cost in the end: of a worker that ended by itself, the most that it can have come to since the look."""
        if not self.look():
            self.cost += _CORES * (time.monotonic() - self._when)
        return self.cost


def _cost(usage: Usage, waited: float) -> float:
    if usage.scheduled is None:
        return Spent(waited, usage.processor).counted
    return usage.processor + max(0.0, waited - usage.scheduled)
