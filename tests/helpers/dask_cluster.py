"""A Dask cluster of real processes, as people start them by hand, and the small course with a class for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.helpers.command import Run
from tests.helpers.halving_course import make_course

# Each kind of work of the halving course: right, wrong in two ways, and no Python at all.
WORK: Final = (
    "def halve(x):\n    return x / 2\n",
    "def halve(x):\n    return x * 2\n",
    "def halve(x):\n    return x // 2\n",
    "def halve(x)\n",
)
_SECONDS_TO_START: Final = 120.0
_STARTED_FOR: Final = "STARTED_FOR"  # by which processes of a test are known, however far removed
_GRADER: Final = b"autograder.cluster.grader_process"


class SmallClass(NamedTuple):
    """A folder with the halving course and a class that handed it in."""

    folder: Path

    def grade(self, out: str, *options: str) -> list[str]:
        """The command line that grades it."""
        return ["grade", "class", "--out", out, "--course", "course", *options]


def small_class(folder: Path, students: int, work: Sequence[str] = WORK) -> SmallClass:
    """Write the course, and what so many students handed in."""
    make_course(folder)
    for number in range(students):
        student = folder / "class" / f"student-{number:03}"
        student.mkdir(parents=True)
        (student / "halving.py").write_text(work[number % len(work)])
    return SmallClass(folder)


def published(out: Path) -> dict[str, bytes]:
    """All that must repeat of what a record shows, by path: the report of the class tells times, too."""
    paths = [*out.glob("*.csv"), *out.glob("*.json"), *out.glob("students/*/*")]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def attempts_on_disk(out: Path) -> list[Path]:
    """The hand-ins that have been graded so far."""
    return sorted(out.glob("state/halving/*.json"))


class DaskCluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._environment = {**os.environ, _STARTED_FOR: str(folder), **(environment or {})}
        self._file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard")
        self.workers: list[subprocess.Popen[bytes]] = []
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._file.exists():
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.05)

    @property
    def address(self) -> str:
        """What `--dask` is given."""
        return str(self._file)

    def add_worker(self, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start another worker, in an environment with these changes."""
        options = ("--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
        worker = self._start("worker", *options, environment=environment or {})
        self.workers.append(worker)
        return worker

    def wait_for_workers(self, number: int) -> None:
        """Wait until so many have joined."""
        deadline = time.monotonic() + _SECONDS_TO_START
        log = self._folder / "dask.log"
        while log.read_text().count(" - Register worker addr: ") < number:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)

    def close(self) -> None:
        """End all that was started."""
        for process in [*self.workers, self.scheduler]:
            kill_group(process)

    def _start(
        self, program: str, *options: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "distributed.cli.dask_" + program, "--scheduler-file", str(self._file), *options]
        changed = {**self._environment, **(environment or {})}
        with (self._folder / "dask.log").open("ab") as log:
            return subprocess.Popen(line, cwd=self._folder, env=changed, stdout=log, stderr=log, start_new_session=True)


@contextmanager
def dask_cluster(folder: Path, workers: int, environment: Mapping[str, str] | None = None) -> Iterator[DaskCluster]:
    """A cluster with so many workers, which ends with the context."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = DaskCluster(folder, environment)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.close()


def kill_group(process: subprocess.Popen[Any], number: int = signal.SIGKILL) -> None:
    """Send a signal to a process and all of its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    if number == signal.SIGKILL:
        process.wait()


def start_command(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Begin to run `autograder`, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", *arguments],
        cwd=folder,
        env={**os.environ, _STARTED_FOR: str(folder), **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def end_of(process: subprocess.Popen[str], folder: Path, seconds: float = 300) -> Run:
    """Wait for such a run."""
    output, errors = process.communicate(timeout=seconds)
    return Run(process.returncode, output, errors, folder)


def worker_processes(nanny: subprocess.Popen[Any]) -> list[int]:
    """The processes in which tasks run, of a `dask worker` or of a command that has a cluster of its own."""
    lists = Path(f"/proc/{nanny.pid}/task").glob("*/children")
    children = [child for path in lists for child in path.read_text().split()]
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def graders(folder: Path) -> list[int]:
    """The processes of graders that were started for what is in this folder, on whatever cluster."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (path / "cmdline").read_bytes(), (path / "environ").read_bytes()
        except OSError:
            continue
        if _GRADER in command and f"{_STARTED_FOR}={folder}".encode() in environment:
            found.append(int(path.name))
    return found
