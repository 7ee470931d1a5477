"""The scheduler of a cluster: what it is asked, and what people are told when it does not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from autograder.errors import UserError

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE: Final = "distributed.scheduler.worker-ttl"  # as long as Dask waits for a machine


@dataclass(frozen=True)
class Scheduler:
    """A scheduler that we are connected to."""

    client: Client
    address: str  # as it was typed

    def workers(self) -> set[str]:
        """The addresses of all workers.

        Raises:
            OSError: it does not answer.
        """
        return set(self._answer(self.client.scheduler.ncores))

    def processing(self) -> dict[str, str]:
        """The address of the worker that has each task, by the task's key.

        Raises:
            OSError: it does not answer.
        """
        held = self._answer(self.client.scheduler.processing)
        return {key: address for address, keys in held.items() for key in keys}

    def lost(self) -> UserError:
        """What is said if it is gone."""
        return UserError(
            f"the scheduler at {self.address} is gone, or does not answer; what was graded is kept: start it again, "
            "and the same command continues from there"
        )

    @contextmanager
    def told_of_loss(self) -> Iterator[None]:
        """Within this context, an error that comes of a lost scheduler says so.

        Raises:
            UserError: it is lost.
        """
        if self.client.status != "running":
            raise self.lost()
        try:
            yield
        except OSError:
            raise self.lost() from None
        except Exception:
            if self.client.status == "running":
                raise
            raise self.lost() from None

    def _answer(self, question: Callable[..., Any]) -> Any:
        import dask

        seconds = dask.config.get(_PATIENCE)
        return self.client.sync(question, workers=None, callback_timeout=seconds)
