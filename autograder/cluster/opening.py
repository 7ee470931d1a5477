"""Opening the graders of a cluster: the course is packed, the machines are asked what they are, and get it."""

from __future__ import annotations

import hashlib
import pkgutil
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.cluster.address import connected, require_address, require_dask
from autograder.cluster.course_archive import pack_course
from autograder.cluster.machines import Machines, agreed_level, protection_of
from autograder.cluster.messages import Opening, encoded
from autograder.cluster.scheduler import Scheduler
from autograder.course import Course
from autograder.grading.fingerprint import Fingerprints
from autograder.grading.tasks import Broke, Graded, Owner, RehearsedCourse, Task
from autograder.record.runs import versions
from autograder.results import AssignmentResult, Protection
from autograder.system.apart import apart

if TYPE_CHECKING:
    from distributed import Client, Future

    from autograder.grading.budget import Limits

_SECONDS_TO_SPREAD: Final = 30.0  # the archive to all machines; one that hangs is not waited for
_SECONDS_TO_CLOSE: Final = 10.0


@dataclass(frozen=True)
class ClusterRequest:
    """Which cluster grades, and how it has to protect."""

    address: str
    level: str | None = None  # the name of a level; None for the best that any machine gives
    allow_unsandboxed: bool = False


@dataclass(frozen=True)
class OpenCluster:
    """Graders on the machines of a cluster: they grade a class as those of one machine do."""

    level: str
    protection: Protection
    blanks: Mapping[str, AssignmentResult]
    machines: Machines
    scheduler: Scheduler
    name: str

    @property
    def crew(self) -> str:
        """How many machines and graders there are now."""
        return str(self.machines)

    def grade(self, tasks: Sequence[Task[Owner]]) -> Iterator[tuple[Task[Owner], Graded | Broke]]:
        """Grade the tasks; results come as they are finished.

        Raises:
            UserError: the scheduler is gone.
        """
        from autograder.cluster.windows import Windows

        return Windows[Owner](self.scheduler, self.name, self.machines).grade(tasks)


@contextmanager
def open_cluster(
    course: Course, limits: Limits, record: Path, *, request: ClusterRequest, announce: Callable[[str], None]
) -> Iterator[OpenCluster]:
    """The graders of a cluster; they end with the context.

    Args:
        course: what they grade.
        limits: of the time that submissions take.
        record: the folder of the run; the next run in it takes over what a killed one has left on the cluster.
        request: which cluster, and how it has to protect.
        announce: is told who grades, and who is refused.

    Raises:
        UserError: Dask is not installed, there is no cluster at the address, a suite cannot be run, or no machine can
            grade.
    """
    require_dask()
    require_address(request.address)
    name = f"autograder-{hashlib.sha256(f'{socket.gethostname()} {record.resolve()}'.encode()).hexdigest()[:16]}"
    announce = _once(announce)
    opening = _opening(course, limits, request)
    rehearsed = apart(_rehearse, course)
    archive = pack_course(course, rehearsed.files)
    with connected(request.address) as client:
        scheduler = Scheduler(client, request.address)
        _name_who_lacks_the_engine(client, announce)
        level = request.level or _agreed_level(scheduler, opening, announce)
        opening = replace(opening, level=level)
        machines = Machines(scheduler, _Asking(client, "report", name), announce)
        try:
            _spread(client, name, encoded(opening), archive)
            protection = protection_of(machines)
            yield OpenCluster(level, protection, rehearsed.blanks, machines, scheduler, name)
        finally:
            machines.close()
            _for_a_while(lambda: client.unregister_worker_plugin(name), _SECONDS_TO_CLOSE)


def _rehearse(course: Course) -> RehearsedCourse:
    """In a process of its own: Dask's threads draw from `random`, on which hypothesis watches, and torch is large."""
    from autograder.grading.sessions import rehearse

    return rehearse(course)


def _opening(course: Course, limits: Limits, request: ClusterRequest) -> Opening:
    fingerprints = Fingerprints(course, limits, request.level or "")
    suites = {name: fingerprints.of_suite(name) for name in course.names}
    allowed = request.allow_unsandboxed
    return Opening(request.level or "", allowed, asdict(limits), versions(), fingerprints.engine, suites)


def _agreed_level(scheduler: Scheduler, opening: Opening, announce: Callable[[str], None]) -> str:
    """The level of a run for which none was asked."""
    machines = Machines(scheduler, _Asking(scheduler.client, "introduce", encoded(opening)), lambda _: None)
    try:
        level = agreed_level(machines)
    finally:
        machines.close()
    for reason in machines.refused.values():  # Dask may lose such a machine before it is asked again
        announce(f"not used: {reason}")
    announce(f"protection: {level}, the best that a machine of the cluster has; --protection names another")
    return level


def _name_who_lacks_the_engine(client: Client, announce: Callable[[str], None]) -> None:
    """Ask by what every Python has: a worker that cannot import our own tasks is ended by Dask, without a word."""

    def ask() -> None:
        answers = client.run(pkgutil.resolve_name, "autograder:__name__", on_error="return")
        for address, answer in sorted(answers.items()):
            if isinstance(answer, ImportError):
                announce(f"not used: {address}: the engine is not installed there ({answer})")

    _for_a_while(ask, _SECONDS_TO_SPREAD)


def _once(announce: Callable[[str], None]) -> Callable[[str], None]:
    """Who is refused before and after the level is agreed on is refused once."""
    told: set[str] = set()

    def tell(text: str) -> None:
        if text not in told or not text.startswith("not used: "):
            told.add(text)
            announce(text)

    return tell


@dataclass(frozen=True)
class _Asking:
    """Asks workers by a task."""

    client: Client
    task: str  # its name in `plugin`
    argument: str | bytes

    def __call__(self, address: str | None) -> Future:
        from autograder.cluster import plugin

        where = {} if address is None else {"workers": [address], "allow_other_workers": False}
        # Before any hand-in, and again if its worker dies: those who come back have to answer, too.
        return self.client.submit(getattr(plugin, self.task), self.argument, pure=False, priority=1, **where)


def _spread(client: Client, name: str, opening: bytes, archive: bytes) -> None:
    """Send the course to all machines that are there, and to those that come later."""
    from autograder.cluster.plugin import GraderPlugin

    plugin = GraderPlugin(name, opening, archive)
    _for_a_while(lambda: client.register_plugin(plugin, name=name), _SECONDS_TO_SPREAD)


def _for_a_while(work: Callable[[], object], seconds: float) -> None:
    """Wait so long for something that a machine which hangs, or has not our engine, may hold up or spoil for itself."""

    def attempt() -> None:
        with suppress(Exception):  # a machine that cannot take part says so when it is asked
            work()

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
