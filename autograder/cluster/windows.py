"""Sending hand-ins to a cluster in windows: what is under way is bounded, whatever the size of the class."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Generic

from autograder.cluster import plugin
from autograder.cluster.machines import SECONDS_BETWEEN_LOOKS, Machines
from autograder.cluster.messages import Answer, decoded, encoded
from autograder.cluster.scheduler import Scheduler
from autograder.cluster.suspects import Suspects
from autograder.grading.tasks import DIED_TWICE, Broke, Graded, Owner, Task

if TYPE_CHECKING:
    from distributed import Future

# So many hand-ins for each grader: nobody waits for the next, and few are with a machine that is lost. A cluster that
# adapts its size looks at what waits, so there is always some.
_FOR_EACH: Final = 3
_LEAST: Final = 32
_SECONDS_TO_FETCH: Final = 30.0
_MOST_FAILURES: Final = 3  # of one hand-in, where Dask could not run the task at all
_SECONDS_TO_NOTICE: Final = 5.0  # a task that no worker has for so long is sent again


@dataclass
class _Sent(Generic[Owner]):
    """A hand-in that is under way."""

    task: Task[Owner]
    future: Future
    lost_since: float | None = None


class Windows(Generic[Owner]):
    """Hand-ins on their way to a cluster and back."""

    def __init__(self, scheduler: Scheduler, name: str, machines: Machines) -> None:
        """Prepare.

        Args:
            scheduler: of the cluster.
            name: of the run's graders.
            machines: where they are.
        """
        self._scheduler, self._name, self._machines = scheduler, name, machines
        self._sent: dict[str, _Sent[Owner]] = {}  # by the key of the task
        self._finished: SimpleQueue[Future] = SimpleQueue()
        self._again: deque[Task[Owner]] = deque()
        self._suspects = Suspects[Owner]()
        self._given_up: deque[Task[Owner]] = deque()
        self._failures: dict[int, int] = {}
        self._looked = time.monotonic()
        self._number = 0  # of the hand-ins that were sent

    def grade(self, tasks: Sequence[Task[Owner]]) -> Iterator[tuple[Task[Owner], Graded | Broke]]:
        """Have the tasks graded; each comes back once, as soon as it is known.

        Raises:
            UserError: the scheduler is gone.
        """
        waiting = iter(tasks)
        try:
            while True:
                self._fill(waiting)
                if not self._sent:
                    return
                for sent, future in self._next():
                    outcome = self._outcome(sent, future)
                    if outcome is not None:
                        yield sent.task, outcome
                self._look()
                while self._given_up:
                    yield self._given_up.popleft(), Broke(DIED_TWICE)
        finally:
            self._take_back()

    def _next(self) -> Iterator[tuple[_Sent[Owner], Future]]:
        """What has come back meanwhile, or does so in the next second."""
        try:
            future = self._finished.get(timeout=SECONDS_BETWEEN_LOOKS)
        except Empty:
            return
        if (sent := self._sent.pop(future.key, None)) is not None:
            yield sent, future

    def _fill(self, waiting: Iterator[Task[Owner]]) -> None:
        size = max(_LEAST, _FOR_EACH * len(self._machines.reports))
        if (suspect := self._suspects.next()) is not None:
            self._suspects.sent(self._send(suspect))
        while len(self._sent) < size:
            task = self._again.popleft() if self._again else next(waiting, None)
            if task is None:
                return
            self._send(task)

    def _send(self, task: Task[Owner]) -> str:
        self._number += 1
        with self._scheduler.told_of_loss():
            future = self._scheduler.client.submit(
                plugin.grade,
                self._name,
                encoded(task.source),
                pure=False,
                priority=-self._number,  # first come, first served
                resources={self._name: 1},
            )
        self._sent[future.key] = _Sent(task, future)
        future.add_done_callback(self._finished.put)
        return str(future.key)

    def _outcome(self, sent: _Sent[Owner], future: Future) -> Graded | Broke | None:
        """What came of it; None if it is sent again."""
        was_suspect = self._suspects.ended(future.key)
        match future.status:
            case "finished":
                return self._fetched(sent, future)
            case "error":
                return self._after_failure(sent.task, _error_of(future), was_suspect=was_suspect)
            case "lost" | "pending":  # its worker died with the answer, before we came to fetch it
                future.release()
                self._again.append(sent.task)
                return None
            case _:  # nobody but us cancels anything
                raise self._scheduler.lost()

    def _fetched(self, sent: _Sent[Owner], future: Future) -> Graded | Broke | None:
        try:
            return decoded(future.result(timeout=_SECONDS_TO_FETCH), Answer).outcome
        except ValueError as error:
            return Broke(str(error))
        except Exception:  # its worker died with the answer
            self._again.append(sent.task)
            return None
        finally:
            future.release()

    def _after_failure(self, task: Task[Owner], error: BaseException | None, *, was_suspect: bool) -> Broke | None:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            if was_suspect and self._suspects.died(task):
                return Broke(DIED_TWICE)
            self._suspects.add(task)
            return None
        self._failures[id(task)] = self._failures.get(id(task), 0) + 1
        if self._failures[id(task)] >= _MOST_FAILURES:
            return Broke(f"the cluster could not grade this: {error}")
        self._again.append(task)
        return None

    def _look(self) -> None:
        """See who is there, and send again what no worker has: a task that waits for a resource is not looked at again
        when a new worker offers it.
        """
        now = time.monotonic()
        if now - self._looked < SECONDS_BETWEEN_LOOKS:
            return
        self._looked = now
        with self._scheduler.told_of_loss():
            self._machines.look()
            if not self._machines.reports:
                return
            held = self._scheduler.processing()
        if (orphan := self._suspects.orphan(held, self._machines.there)) in self._sent:
            self._withdraw(orphan)
        for key, sent in list(self._sent.items()):
            if key in held or sent.future.done():
                sent.lost_since = None
            elif sent.lost_since is None:
                sent.lost_since = now
            elif now - sent.lost_since > _SECONDS_TO_NOTICE:
                self._withdraw(key)

    def _withdraw(self, key: str) -> None:
        """Take back a hand-in whose worker is gone, to send it anew, or to give it up."""
        sent = self._sent.pop(key)
        sent.future.cancel()
        if self._suspects.ended(key):
            (self._given_up.append if self._suspects.died(sent.task) else self._suspects.add)(sent.task)
        else:
            (self._suspects.add if self._suspects.lost(sent.task) else self._again.append)(sent.task)

    def _take_back(self) -> None:
        """Cancel what is still under way: the run has ended, one way or another."""
        with suppress(Exception):  # the scheduler may be gone
            self._scheduler.client.cancel([sent.future for sent in self._sent.values()])
        self._sent.clear()


def _error_of(future: Future) -> BaseException | None:
    try:
        error: BaseException | None = future.exception(timeout=_SECONDS_TO_FETCH)
    except Exception as unknown:  # it cannot be fetched, or cannot be read here
        return unknown
    return error
