"""The time that a submission takes, over all its workers and what is spent on reading their answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.grading.connection import Connection


class Clock:
    """How long a submission has kept us waiting, and how much of that was due to the load of the machine."""

    def __init__(self) -> None:
        """Nothing has been waited for yet."""
        self._connection: Connection | None = None
        self._waited_before = 0.0  # for workers that are gone
        self._starved_before = 0.0
        self._reading = 0.0
        self._seconds_at_check = 0.0
        self._starved_at_check = 0.0

    def follow(self, connection: Connection) -> None:
        """Another worker is waited for from now on."""
        self._connection = connection

    def leave(self) -> None:
        """The worker is gone."""
        self._waited_before, self._starved_before = self._waited_for_workers(), self._starved()
        self._connection = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Count the time that this block takes: what is slow to read costs the submission that sent it."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._reading += time.monotonic() - start

    @property
    def seconds(self) -> float:
        """All the time so far."""
        return self._reading + self._waited_for_workers()

    def begin_check(self) -> None:
        """A check begins, or the search for a smaller case of one."""
        self._seconds_at_check, self._starved_at_check = self.seconds, self._starved()

    def check_over(self, limit: float) -> bool:
        """Whether more than so many seconds, in which the worker could run, went by since the check began."""
        return self._is_over(limit, self._seconds_at_check, self._starved_at_check)

    def over(self, limit: float) -> bool:
        """Whether more than so many seconds, in which a worker could run, went by in all."""
        return self._is_over(limit, 0.0, 0.0)

    def _is_over(self, limit: float, seconds: float, starved: float) -> bool:
        since = self.seconds - seconds
        return since > limit and since - (self._starved() - starved) > limit

    def _waited_for_workers(self) -> float:
        return self._waited_before + (self._connection.seconds_waited if self._connection else 0.0)

    def _starved(self) -> float:
        return self._starved_before + (self._connection.seconds_starved() if self._connection else 0.0)
