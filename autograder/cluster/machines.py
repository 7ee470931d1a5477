"""Which machines of a cluster grade, which are refused, and how their level of protection is agreed on."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

from autograder.cluster.messages import Report, decoded
from autograder.cluster.scheduler import Scheduler
from autograder.errors import UserError
from autograder.results import Protection
from autograder.sandbox.levels import named

if TYPE_CHECKING:
    from distributed import Future

SECONDS_BETWEEN_LOOKS: Final = 1.0
_SECONDS_TO_ASK: Final = 0.1
_SECONDS_FOR_OTHERS: Final = 20.0  # to introduce themselves, once a machine has: they do it at the same time
_SECONDS_TO_SAY: Final = 10.0  # without a machine, until people are told what is waited for
_MOST_QUESTIONS: Final = 3  # to a worker which fails to answer


class Ask(Protocol):
    """Sends a worker, or any worker, the question that is answered by an encoded `Report`."""

    def __call__(self, address: str | None) -> Future:
        """Send it."""


class Machines:
    """The workers of a cluster, by what they answered to one question."""

    def __init__(self, scheduler: Scheduler, ask: Ask, announce: Callable[[str], None]) -> None:
        """Begin with nobody.

        Args:
            scheduler: of the cluster.
            ask: asks a worker.
            announce: is told who grades and who is refused, each once.
        """
        self._scheduler, self._ask, self._announce = scheduler, ask, announce
        self._asked: dict[str | None, Future] = {}  # by the address of the worker; None for any
        self._failed: dict[str | None, int] = {}  # how often it failed to answer
        self._looked = 0.0
        self._announced: set[str] = set()
        self.there: set[str] = set()  # the addresses of all workers
        self.reports: dict[str, Report] = {}  # of those that can grade
        self.refused: dict[str, str] = {}  # the reasons of those that are there

    def look(self) -> None:
        """See who came, went and answered; not more often than is good for the scheduler.

        Raises:
            UserError: it is gone.
        """
        if time.monotonic() - self._looked < SECONDS_BETWEEN_LOOKS:
            return
        self._looked = time.monotonic()
        with self._scheduler.told_of_loss():
            self.there, had_some = self._scheduler.workers(), bool(self.reports)
        there = self.there
        for gone in {*self._asked, *self.reports, *self.refused} - {None, *there}:
            assert gone is not None
            self._forget(gone)
        for new in there - {*self._asked, *self.reports, *self.refused}:
            self._asked[new] = self._ask(new)
        if not there and not self._asked:
            self._asked[None] = self._ask(None)  # a cluster that adapts starts a worker where there is work
        elif there:
            self._drop(None)
        if had_some and not self.reports:
            self._announce("no machine is left that can grade: waiting for one")
        for address, future in list(self._asked.items()):
            if future.done() and address is not None:
                del self._asked[address]
                self._note(address, future)

    @property
    def waiting(self) -> bool:
        """Whether somebody has not answered yet."""
        return bool(self._asked)

    def __str__(self) -> str:
        hosts = {report.host for report in self.reports.values()}
        return f"{_number(len(hosts), 'machine')}, {_number(len(self.reports), 'grader')}"

    def wait(self, enough: Callable[[], bool]) -> None:
        """Wait until enough have answered.

        Raises:
            UserError: all that are there have refused, or the scheduler is gone.
        """
        begun, told = time.monotonic(), False
        while not enough():
            self.look()
            if self.refused and not self.reports and not self._asked:
                raise UserError(f"no machine of the cluster can grade: {'; '.join(self._reasons())}")
            if not told and not self.refused and time.monotonic() - begun > _SECONDS_TO_SAY:
                told = True
                self._announce("waiting for a machine of the cluster")
            time.sleep(_SECONDS_TO_ASK)

    def close(self) -> None:
        """Ask nobody any more."""
        for address in list(self._asked):
            self._drop(address)

    def _note(self, address: str, future: Future) -> None:
        try:
            report = decoded(future.result(timeout=_SECONDS_FOR_OTHERS), Report)
        except ModuleNotFoundError as error:
            report = Report(address, refusal=f"the engine is not installed there ({error})")
        except Exception as error:
            self._failed[address] = self._failed.get(address, 0) + 1
            if self._failed[address] < _MOST_QUESTIONS:
                return
            report = Report(address, refusal=f"it does not answer ({' '.join(str(error).split())})")
        where = report.host if report.host == address else f"{report.host} ({address})"
        if report.refusal:
            self.refused[address] = f"{where}: {report.refusal}"
            self._say(f"{report.host}: {report.refusal}", f"not used: {self.refused[address]}")
        else:
            self.reports[address] = report
            protection = report.place.protection.sentence if report.place else report.level
            self._say(f"{report.host}: {protection}", f"{report.host} can grade, protection: {protection}")

    def _say(self, what: str, text: str) -> None:
        if what not in self._announced:
            self._announced.add(what)
            self._announce(text)

    def _forget(self, address: str) -> None:
        self._drop(address)
        for known in (self.reports, self.refused, self._failed):
            known.pop(address, None)

    def _drop(self, address: str | None) -> None:
        future = self._asked.pop(address, None)
        if future is not None:
            with suppress(Exception):  # the scheduler may be gone
                future.cancel()

    def _reasons(self) -> list[str]:
        """Each once, with the first that gave it."""
        by_reason = {text.partition(": ")[2]: text for text in reversed(self.refused.values())}
        return sorted(by_reason.values())


def agreed_level(machines: Machines) -> str:
    """The best level that any machine offers: the others are refused, so that all work is protected alike.

    Raises:
        UserError: no machine can grade.
    """
    machines.wait(lambda: bool(machines.reports))
    deadline = time.monotonic() + _SECONDS_FOR_OTHERS
    machines.wait(lambda: not machines.waiting or time.monotonic() > deadline)
    return min((report.level for report in machines.reports.values()), key=lambda name: named(name).number)


def protection_of(machines: Machines) -> Protection:
    """How students' code is kept apart on the machine that was ready first.

    Raises:
        UserError: no machine can grade.
    """
    machines.wait(lambda: bool(machines.reports))
    place = next(iter(machines.reports.values())).place
    assert place is not None
    return place.protection


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
