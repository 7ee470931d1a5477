"""The workers of a cluster that we start ourselves, on this machine: whenever one ends, another takes its place.

Dask's own keepers of workers (nannies) start a worker again only if it had started before, and are themselves given up
where that takes long: a run would wait for workers that never come.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Final

from autograder.cluster.silence import silence_dask
from autograder.sandbox.temporary import TemporaryFolder
from autograder.system.stops import leave_stops_to_parent

if TYPE_CHECKING:
    from distributed.security import Security

_SECONDS_BETWEEN_LOOKS: Final = 1.0
_SECONDS_TO_REGISTER: Final = 60  # a worker that finds no scheduler ends: ours may have been killed
_SPAWNED: Final = multiprocessing.get_context("spawn")


@contextmanager
def own_workers(scheduler: str, security: Security, count: int) -> Iterator[None]:
    """Within this context so many workers are there, or being started.

    Args:
        scheduler: its address.
        security: the keys by which they know each other.
        count: how many workers, each with one thread.
    """
    folder, ended = TemporaryFolder(), threading.Event()

    def started() -> SpawnProcess:
        process = _SPAWNED.Process(target=_work, args=(scheduler, security, folder.path), daemon=True)
        process.start()
        return process

    processes = [started() for _ in range(count)]

    def keep() -> None:
        while not ended.wait(_SECONDS_BETWEEN_LOOKS):
            for place, process in enumerate(processes):
                if not process.is_alive():
                    process.close()
                    processes[place] = started()

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
        for process in processes:
            process.kill()
            process.join()
        folder.close()


def _work(scheduler: str, security: Security, folder: str) -> None:
    """Be a worker, until the scheduler is gone. Ctrl-C is our parent's business."""
    leave_stops_to_parent()
    silence_dask()
    with suppress(Exception):  # the scheduler may be gone, or Dask stumble over that: another worker follows
        asyncio.run(_worker(scheduler, security, folder))


async def _worker(scheduler: str, security: Security, folder: str) -> None:
    from distributed import Worker

    worker = Worker(
        scheduler,
        nthreads=1,
        memory_limit=0,  # graders have limits of their own
        local_directory=folder,
        death_timeout=_SECONDS_TO_REGISTER,
        dashboard=False,
        security=security,
    )
    async with worker:
        await worker.finished()
