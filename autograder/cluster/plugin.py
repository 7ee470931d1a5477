"""What runs in a Dask worker: a plugin that keeps a grader beside it, and the tasks that ask that grader."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

from distributed import Worker, WorkerPlugin, get_worker

from autograder.cluster import keeper
from autograder.cluster.messages import Report, decoded


class GraderPlugin(WorkerPlugin):
    """Opens a grader when a worker joins, and ends it when the worker or the run does.

    A worker whose grader is open says so by a resource with the plugin's name, of which it has one: submissions ask for
    it, so that they go to no worker that was refused, and that a worker of many threads grades one at a time.
    """

    def __init__(self, name: str, opening: bytes, archive: bytes) -> None:
        """Prepare; Dask carries it to all workers.

        Args:
            name: of the run.
            opening: what a grader must be, as an encoded `Opening`.
            archive: the course.
        """
        self.name = name
        self._opening, self._archive = opening, archive
        self._keeper: keeper.Keeper | None = None

    def setup(self, worker: Worker) -> None:
        """Open the grader, while the worker goes on with whatever else it has to do."""
        self._keeper = keeper.Keeper(self._opening, self._archive)
        threading.Thread(target=self._open, args=(worker, self._keeper), daemon=True).start()

    def _open(self, worker: Worker, kept: keeper.Keeper) -> None:
        with suppress(RuntimeError):  # the run has ended meanwhile
            if decoded(kept.report(), Report).refusal:
                self._archive = b""  # nobody needs the suites here
                return
            worker.loop.add_callback(worker.set_resources, **{self.name: 1})
            kept.watch()

    async def teardown(self, worker: Worker) -> None:
        """End the grader, and remove the course."""
        if self._keeper is not None:
            await asyncio.to_thread(self._keeper.close)
            with suppress(OSError):  # the scheduler may be gone
                await worker.set_resources(**{self.name: 0})

    @property
    def grader(self) -> keeper.Keeper:
        """What keeps the grader.

        Raises:
            RuntimeError: there is none yet.
        """
        if self._keeper is None:
            raise RuntimeError("the worker has just begun")
        return self._keeper


def introduce(opening: bytes) -> bytes:
    """A task: what this machine can offer, as an encoded `Report`."""
    return keeper.introduction(opening)


def report(name: str) -> bytes:
    """A task: whether the grader of this worker is open, as an encoded `Report`; waits until that is known."""
    return _plugin(name).grader.report()


def grade(name: str, order: bytes) -> bytes:
    """A task: grade an encoded `Source`; returns an encoded `Answer`."""
    return _plugin(name).grader.grade(order)


def _plugin(name: str) -> GraderPlugin:
    plugin = get_worker().plugins.get(name)
    if not isinstance(plugin, GraderPlugin):
        raise RuntimeError(f"there is no grader of this run: {name}")
    return plugin
