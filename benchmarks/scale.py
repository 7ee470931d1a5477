"""`python -m benchmarks.scale`: how time and memory grow with the class, on this machine's pool and on a cluster.

Each size is graded twice, by the pool and by a cluster of as many processes. The class is made from the reference of
one assignment, a little different for each student. The two must give the same bytes, and all students the same marks;
what carries over to another machine is the ratio of their throughputs, how the time per hand-in changes with the size
of the class, and the memory.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from autograder.system.cores import cores

_PROJECT: Final = Path(__file__).resolve().parent.parent
_SIZES: Final = (30, 300)
_WAYS: Final = ("pool", "cluster")
_SECONDS_BETWEEN_LOOKS: Final = 0.2
_SECONDS_TO_START: Final = 20.0  # a worker of the cluster


class Measured(NamedTuple):
    """One run of the command."""

    way: str
    size: int
    start: float  # seconds until the first hand-in was graded
    grading: float  # from there to the last
    end: float  # seconds for people, views and reports
    memory: float  # MB at the most, of the process that was typed
    killed: int  # workers

    @property
    def throughput(self) -> float:
        """Hand-ins per second, once graders are open."""
        return (self.size - 1) / self.grading


def main() -> int:
    """Measure and print; returns 1 if something was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, nargs="+", default=_SIZES, help="sizes of the class (default: 30 300)")
    parser.add_argument("--assignment", default="zero_init", help="what they hand in (default: zero_init)")
    parser.add_argument("--course", type=Path, default=_PROJECT, help="the course (default: this one)")
    parser.add_argument("--processes", type=int, default=cores(), help="how many grade (default: one per core)")
    parser.add_argument("--kill", type=float, metavar="S", help="kill a worker of the cluster every S seconds")
    parser.add_argument("--ways", nargs="+", choices=_WAYS, default=_WAYS, help="pool, cluster (default: both)")
    options = parser.parse_args()
    how_each = {"pool": ("--jobs", str(options.processes)), "cluster": ("--dask", f"local:{options.processes}")}
    ways = {way: how_each[way] for way in options.ways}
    table = Table("way", "hand-ins", "start", "grading", "end", "per second", "ratio", "client", "killed", box=None)
    same = True
    for size in options.students:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            _make_class(folder / "class", options.course, options.assignment, size)
            line = ["class", "--course", str(options.course.resolve()), "--only", options.assignment]
            runs = [
                _measured(folder, [*line, "--out", way, *how], way, size, options.kill if way == "cluster" else None)
                for way, how in ways.items()
            ]
            for way in ways:
                if (right := _all_right(folder / way, options.assignment)) != size:
                    raise SystemExit(f"{way}: {right} of {size} have every mark")
            same &= len({_marks(folder / way) for way in ways}) == 1
            for run in runs:
                table.add_row(*_row(run, runs[0]))
    Console(width=110).print(table)
    print("every hand-in was graded once, and got every mark")
    if len(ways) > 1:
        print("the results are the same bytes" if same else "THE RESULTS DIFFER")
    return 0 if same else 1


def _make_class(folder: Path, course: Path, assignment: str, size: int) -> None:
    reference = (course / "solutions" / assignment / f"{assignment}.py").read_text(encoding="utf-8")
    for number in range(size):
        student = folder / f"student-{number:05}"
        student.mkdir(parents=True)
        (student / f"{assignment}.py").write_text(f"{reference}\n# {number}\n", encoding="utf-8")


def _measured(folder: Path, line: Sequence[str], way: str, size: int, kill: float | None) -> Measured:
    begun = time.time()
    command = [sys.executable, "-m", "autograder.cli", "grade", *line]
    with (folder / f"{way}.txt").open("w") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    memory, killed, due = 0.0, 0, time.monotonic() + (kill or 0)
    seen: dict[int, float] = {}  # since when each worker has been there
    while process.poll() is None:
        memory = _peak_memory(process.pid) or memory
        if kill:
            seen = {worker: seen.get(worker, time.monotonic()) for worker in _workers(process.pid)}
            if time.monotonic() > due:
                killed += _kill_one(seen)
                due = time.monotonic() + kill
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    ended = time.time()
    graded = sorted(path.stat().st_mtime for path in folder.glob(f"{way}/state/*/student-*.json"))
    if process.returncode or len(graded) != size:
        raise SystemExit(
            f"{way}: {len(graded)} of {size} graded, exit code {process.returncode}; {_last_line(output.name)}"
        )
    return Measured(way, size, graded[0] - begun, graded[-1] - graded[0], ended - graded[-1], memory, killed)


def _last_line(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").rstrip().rpartition("\n")[2]


def _peak_memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _kill_one(seen: Mapping[int, float]) -> int:
    """Kill a worker that has started: Dask gives up one that dies before, which is another story."""
    old = [worker for worker, since in seen.items() if time.monotonic() - since > _SECONDS_TO_START]
    if old:
        os.kill(random.choice(old), signal.SIGKILL)
    return bool(old)


def _workers(process: int) -> Iterator[int]:
    for child in _children(process):
        with suppress(OSError):  # it may have ended
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                yield child


def _children(process: int) -> Iterator[int]:
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            yield from map(int, path.read_text().split())


def _all_right(record: Path, assignment: str) -> int:
    """How many students have every mark: all handed in right work."""
    with (record / "grades.csv").open(encoding="utf-8", newline="") as grades:
        return sum(float(row[assignment]) == 100 for row in csv.DictReader(grades))


def _marks(record: Path) -> bytes:
    views = [record / "grades.csv", record / "parts.csv", *sorted(record.glob("students/*/results.json"))]
    return b"\0".join(path.read_bytes() for path in views)


def _row(run: Measured, pool: Measured) -> Iterator[str]:
    yield from (run.way, str(run.size), f"{run.start:.1f} s", f"{run.grading:.1f} s", f"{run.end:.1f} s")
    yield from (f"{run.throughput:.2f}", f"{run.throughput / pool.throughput:.2f}", f"{run.memory:.0f} MB")
    yield str(run.killed)


if __name__ == "__main__":
    sys.exit(main())
