"""Hand-ins whose workers died again and again: one of them may be why."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping
from typing import Final, Generic

from autograder.grading.tasks import Owner, Task

_MOST_LOSSES: Final = 3  # times that a hand-in was with nobody any more, until it is a suspect
_MOST_DEATHS: Final = 2  # of a suspect's workers, until it is given up


class Suspects(Generic[Owner]):
    """The suspects, of which one at a time is under way: whatever dies then with its worker in it, is its doing.

    Dask blames all hand-ins that were waiting on a worker which died, so that its word makes a suspect and no more.
    """

    def __init__(self) -> None:
        self._waiting: deque[Task[Owner]] = deque()
        self._key = ""  # of the task that is under way
        self._at = ""  # the address of the worker that has it
        self._losses: Counter[int] = Counter()  # by the identity of the task
        self._deaths: Counter[int] = Counter()

    def add(self, task: Task[Owner]) -> None:
        """It has to wait until it is sent alone."""
        self._waiting.append(task)

    def lost(self, task: Task[Owner]) -> bool:
        """Note that nobody had it any more; whether that makes it a suspect."""
        self._losses[id(task)] += 1
        return self._losses[id(task)] >= _MOST_LOSSES

    def next(self) -> Task[Owner] | None:
        """The one that is to be sent, if its turn has come."""
        return self._waiting.popleft() if self._waiting and not self._key else None

    def sent(self, key: str) -> None:
        """Note under which key it was sent."""
        self._key, self._at = key, ""

    def ended(self, key: str) -> bool:
        """Note that a task is not under way any more; whether it was the suspect's."""
        if key != self._key or not key:
            return False
        self._key = self._at = ""
        return True

    def died(self, task: Task[Owner]) -> bool:
        """Note that its worker died; whether it is given up for that."""
        self._deaths[id(task)] += 1
        return self._deaths[id(task)] >= _MOST_DEATHS

    def orphan(self, held: Mapping[str, str], there: Collection[str]) -> str | None:
        """The key of the one under way, if the worker that had it is gone.

        Args:
            held: the addresses of workers by the keys of what they have.
            there: the addresses of all workers.
        """
        if self._at and self._at not in there:
            return self._key
        self._at = held.get(self._key, "") or self._at
        return None
