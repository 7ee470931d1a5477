"""`python -m benchmarks.cost`: what it costs to grade a class of right submissions, compared with their bare calls.

Everything is processor time, measured in this one run: the grader's own (rehearsal of the suites, comparison, wire,
pytest), the workers', read from outside before they end, and the sandbox's: all else that was started meanwhile. The
floor is the same calls of the same sources in a bare process with torch loaded. Only the ratio carries over to another
machine. The class is the course's own right test submissions, each in another style.

A class is graded with what earlier rehearsals kept; what the first one costs, once for a suite, is told beside it.
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import os
import pstats
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import torch
from rich.console import Console
from rich.table import Table

from autograder.course import Course, find_course
from autograder.grading import checks
from autograder.grading.answers import WorkerAnswers
from autograder.grading.budget import Limits
from autograder.grading.link import Link
from autograder.grading.playing import play
from autograder.grading.pool import Grader
from autograder.grading.sessions import open_sessions
from autograder.grading.subjects import Observation, Reference
from autograder.grading.suite_session import SuiteSession
from autograder.intake.records import Source
from autograder.sandbox import choose
from autograder.system.apart import apart
from autograder.worker import serve, wire
from benchmarks import bare, home, mistakes
from benchmarks.classes import spread
from benchmarks.processor_time import counted

_PROFILED: Final = 6
_PROJECT: Final = Path(__file__).resolve().parent.parent


class Measured(NamedTuple):
    """Processor seconds of one run over the class."""

    rehearsal: float
    grader: float
    workers: float
    sandbox: float
    bare: float
    wall: float

    @property
    def total(self) -> float:
        """Everything that grading took."""
        return self.rehearsal + self.grader + self.workers + self.sandbox


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=30, help="how many (default: 30)")
    parser.add_argument("--mistakes", type=int, help="how many students with mistakes (default: as many)")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    torch.set_num_threads(1)
    console = Console(width=110)
    course = find_course(str(_PROJECT), with_solutions=True)
    first = apart(_rehearsal_seconds, course)
    with counted() as (used, lacking):

        def others() -> float:
            return used() - time.process_time()

        before = others()
        choice = choose()
        with choice.zygote as zygote:
            begun = others() - before
            start = time.process_time()
            sessions = open_sessions(course, keep=True)
            rehearsal = time.process_time() - start
            works = right_class(sessions, options.students)
            grader = Grader(sessions, zygote, Limits())
            memory = _memory(grader, works[0][0])  # before this process loads what bare calls need
            measured = _measure(grader, works, Measured(rehearsal, 0.0, 0.0, begun, 0.0, 0.0), others)
            fork = _fork_seconds(grader)
            shares = {
                "the grader's time": _shares(grader, works[:_PROFILED]),
                "the rehearsal": _rehearsal_shares(course),
            }
    heading = f"{len(works)} students, {len(course.assignments)} assignments each; {choice.sentence()} {lacking}"
    _report(console, heading, measured, shares, memory, fork, len(works))
    added = (measured.total - measured.rehearsal + first) / measured.bare
    console.print(f"rehearsed for the first time: {first:.2f} s, ratio total / bare: {added:.2f}", highlight=False)
    with choose().zygote as zygote:
        grader = Grader(sessions, zygote, Limits())
        for line in mistakes.classes_of(grader, options.mistakes or options.students).lines():
            console.print(line, highlight=False)
    console.print(f"`autograder check`, relative to one training step: {home.ratio(_PROJECT):.2f}", highlight=False)


def _rehearsal_seconds(course: Course) -> float:
    """Of the first run of a suite; what it finds out is kept."""
    start = time.process_time()
    open_sessions(course)
    seconds = time.process_time() - start
    open_sessions(course, keep=True)
    return seconds


def right_class(sessions: Mapping[str, SuiteSession], students: int) -> list[list[Source]]:
    """A right hand-in of every student, for each assignment."""
    by_assignment = [spread(session, "right", students) for session in sessions.values()]
    return [list(works) for works in zip(*by_assignment, strict=True)]


def _measure(
    grader: Grader, works: Sequence[Sequence[Source]], measured: Measured, others: Callable[[], float]
) -> Measured:
    """What was measured, and what grading this class takes; `others` tells what all other processes have used."""
    bare.warm_up()
    calls = {name: session.rehearsed_calls for name, session in grader.sessions.items()}
    for work in itertools.chain.from_iterable(works):
        start, elsewhere, begin = time.process_time(), others(), time.monotonic()
        graded = grader.grade(work)
        wall, workers = time.monotonic() - begin, graded.timing.student_cpu_seconds
        measured = Measured(
            measured.rehearsal,
            measured.grader + time.process_time() - start,
            measured.workers + workers,
            measured.sandbox + max(0.0, others() - elsewhere - workers),
            measured.bare + bare.seconds_of(work, calls[work.stem]),
            measured.wall + wall,
        )
        if graded.result.score != graded.result.maximum:
            raise SystemExit(f"a right submission of {work.stem} earned only {graded.result.score}")
    return measured


def _shares(grader: Grader, works: Sequence[Sequence[Source]]) -> dict[str, float]:
    """What the grader's own time is spent on, in shares, from a profile of a few submissions."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for student in works:
        for work in student:
            grader.grade(work)
    profile.disable()
    spent = pstats.Stats(profile)
    whole = _cumulative(spent, Grader.grade)
    opened = _cumulative(spent, Link.open)
    sent = _cumulative(spent, Link.send) + _cumulative(spent, Link.receive)
    asked, fetched = _cumulative(spent, WorkerAnswers.ask), _cumulative(spent, WorkerAnswers._fetch)
    decoded = _cumulative(spent, wire.decode_answer)
    judged = _cumulative(spent, play) - max(0.0, fetched - asked) - decoded  # without the long calls, made meanwhile
    remembered = _cumulative(spent, Reference._call)
    reading = _cumulative(spent, Observation.__dict__["value"].func)
    shares = {
        "start and end of workers": opened + _cumulative(spent, Link.close),
        "wire: send, wait, decode": sent + decoded,
        "limits of time and memory": max(asked, fetched) - sent - opened,
        "reference, remembered": remembered,
        "validation of answers": reading,
        "comparison and the suites' own code": judged - remembered - reading,
    }
    shares["results, and the rest"] = whole - sum(shares.values())
    return {name: seconds / whole for name, seconds in shares.items()}


def _rehearsal_shares(course: Course) -> dict[str, float]:
    """What the rehearsal is spent on, in shares."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    open_sessions(course)
    profile.disable()
    spent = pstats.Stats(profile)
    whole = _cumulative(spent, open_sessions)
    draws, reference = _cumulative(spent, checks.drawn_cases), _cumulative(spent, serve.answer_at_home)
    rest = whole - draws - reference
    return {"draws": draws / whole, "reference": reference / whole, "collection, comparison": rest / whole}


def _cumulative(spent: pstats.Stats, function: object) -> float:
    code = function.__code__  # type: ignore[attr-defined]
    entry = spent.stats.get((code.co_filename, code.co_firstlineno, code.co_name))  # type: ignore[attr-defined]
    return float(entry[3]) if entry else 0.0


def _memory(grader: Grader, work: Source) -> dict[str, float]:
    """Megabytes of this process and its descendants (shared pages split among their users), with one worker running."""
    grader.grade(work)
    with grader.zygote.spawn() as worker:
        processes = _tree(os.getpid())
        sizes = {"grader": _proportional(os.getpid())}
        sizes["zygote, worker, bubblewrap"] = sum(_proportional(pid) for pid in processes if pid != os.getpid())
        del worker
    return sizes


def _tree(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    tree = [root]
    for pid in tree:
        tree += [child for child, parent in parents.items() if parent == pid]
    return tree


def _proportional(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def _fork_seconds(grader: Grader, count: int = 20) -> float:
    """Wall clock seconds that it takes to start and end a worker."""
    start = time.monotonic()
    for _ in range(count):
        grader.zygote.spawn().kill()
    return (time.monotonic() - start) / count


def _report(
    console: Console,
    heading: str,
    measured: Measured,
    shares: dict[str, dict[str, float]],
    memory: dict[str, float],
    fork: float,
    students: int,
) -> None:
    console.print(heading, highlight=False, soft_wrap=True)
    table = Table("processor seconds", "total", "per student", "relative to the bare calls", box=None)
    rows = {
        "bare student calls": measured.bare,
        "workers (student calls, wire, isolation)": measured.workers,
        "grader": measured.grader,
        "rehearsal of the suites (draws and references kept)": measured.rehearsal,
        "zygote, bubblewrap, trials of the levels": measured.sandbox,
        "total": measured.total,
    }
    for name, seconds in rows.items():
        table.add_row(name, f"{seconds:.2f}", f"{seconds / students:.3f}", f"{seconds / measured.bare:.2f}")
    console.print(table)
    console.print(f"ratio total / bare: {measured.total / measured.bare:.2f}", highlight=False)
    console.print(f"wall clock per student, one process: {measured.wall / students:.2f} s", highlight=False)
    for what, parts in shares.items():
        console.print(f"{what} is spent on (profiled):")
        for name, share in parts.items():
            console.print(f"  {share:5.0%} {name}", highlight=False)
    console.print(f"start and end of a worker: {fork * 1000:.1f} ms", highlight=False)
    sizes = ", ".join(f"{name} {size:.0f} MB" for name, size in memory.items())
    console.print(f"memory: {sizes}, together {sum(memory.values()):.0f} MB", highlight=False)


if __name__ == "__main__":
    main()
