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
        self._link: Connection | None = None
        self._waited_before = 0.0  # for workers that are gone
        self._starved_before = 0.0
        self._reading = 0.0
        self._shrinking = 0.0
        self.start()

    def follow(self, link: Connection) -> None:
        """Another worker is waited for from now on."""
        self._link = link

    def leave(self) -> None:
        """The worker is gone."""
        self._waited_before, self._starved_before = self._waited_for_workers(), self._starved()
        self._link = None

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

    def start(self) -> None:
        """A check begins, or the search for a smaller case."""
        self._seconds_at_start, self._starved_at_start = self.seconds, self._starved()

    def start_is_past(self, limit: float) -> bool:
        """Whether more than so many seconds, in which the worker could run, went by since the start."""
        return self._is_over(limit, self._seconds_at_start, self._starved_at_start)

    def end_shrinking(self) -> None:
        """What went by since the start went into a search, and does not count against the submission."""
        self._shrinking += self.seconds - self._seconds_at_start

    def is_past(self, limit: float) -> bool:
        """Whether more than so many seconds, in which a worker could run, went by in all, searches apart."""
        return self._is_over(limit, self._shrinking, 0.0)

    def shrinking_is_past(self, limit: float) -> bool:
        """Whether more than so many seconds went into searches."""
        return self._shrinking > limit

    def _is_over(self, limit: float, seconds: float, starved: float) -> bool:
        since = self.seconds - seconds
        return since > limit and since - (self._starved() - starved) > limit

    def _waited_for_workers(self) -> float:
        return self._waited_before + (self._link.seconds_waited if self._link else 0.0)

    def _starved(self) -> float:
        return self._starved_before + (self._link.seconds_starved() if self._link else 0.0)
