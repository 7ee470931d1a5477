"""What a submission takes, over all its workers, and over the reading of their answers."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager

from autograder.grading.connection import Connection
from autograder.grading.meter import Overrun, Spent


class _Reading:
    """The blocks in which answers are read; made once, because there are several for each answer."""

    def __init__(self) -> None:
        self._before = 0.0
        self._since = 0.0  # the processor time of this thread when it began to read
        self._depth = 0

    def __enter__(self) -> None:
        if self._depth == 0:
            self._since = time.thread_time()
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._before += time.thread_time() - self._since

    @property
    def seconds(self) -> float:
        """What they have taken, by now."""
        return self._before + (time.thread_time() - self._since if self._depth else 0.0)


class Clock:
    """How long a submission has kept us waiting, and how long it has computed."""

    def __init__(self) -> None:
        """Nothing has been spent yet."""
        self._connection: Connection | None = None
        self._before = Spent()  # on workers that are gone
        self._reading = _Reading()
        self._at_check = Spent()
        self._forgotten = Spent()

    def follow(self, connection: Connection) -> None:
        """Another worker is waited for from now on."""
        self._connection = connection

    def leave(self) -> None:
        """The worker is gone, or is about to be ended."""
        if self._connection is not None:
            self._before = self._before.more(self._connection.seconds_waited, self._connection.meter.seconds())
        self._connection = None

    def reading(self) -> AbstractContextManager[None]:
        """Count the processor time that this block takes us: what is slow to judge costs the submission that sent it.

        Blocks may stand in each other.
        """
        return self._reading

    @property
    def seconds_reading(self) -> float:
        """Our own processor time, by now."""
        return self._reading.seconds

    @property
    def seconds(self) -> float:
        """How long we have waited and read, on the clock."""
        waited = self._connection.seconds_waited if self._connection else 0.0
        return self.seconds_reading + self._before.clock + waited

    def begin_check(self) -> None:
        """A check begins, or the search for a smaller case of one."""
        self._at_check = self._spent()

    def forget_check(self) -> None:
        """What was spent since the check began does not count: it is tried once more."""
        taken = self._spent().since(self._at_check)
        self._forgotten = self._forgotten.more(*taken)

    def check_overrun(self, limit: float) -> Overrun | None:
        """Whether more than so many seconds were spent since the check began, and on what."""
        return self._overrun(limit, self._at_check)

    def overrun(self, limit: float) -> Overrun | None:
        """Whether more than so many seconds were spent in all, and on what."""
        return self._overrun(limit, self._forgotten)

    def _overrun(self, limit: float, earlier: Spent) -> Overrun | None:
        # Asked before every call: mostly it is plain without a reading.
        if self.seconds - earlier.clock <= limit and self._most_processor() - (earlier.processor or 0.0) <= limit:
            return None
        return self._spent().since(earlier).overrun(limit)

    def _most_processor(self) -> float:
        worker = self._connection.meter.most() if self._connection else 0.0
        return (self._before.processor or 0.0) + self.seconds_reading + worker

    def _spent(self) -> Spent:
        reading = self.seconds_reading
        spent = self._before.more(reading, reading)
        if self._connection is None:
            return spent
        return spent.more(self._connection.seconds_waited, self._connection.meter.seconds())
