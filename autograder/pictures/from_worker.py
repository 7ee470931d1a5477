"""Pictures of a student's functions for their report: their code runs in a worker and gives data, the drawing is ours.

Each hand-in is drawn in a process of its own, with limits: what a submission returns is of the right type and bounded,
and yet nobody has tried what matplotlib makes of every such value.
"""

from __future__ import annotations

import base64
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, NamedTuple

import matplotlib
from PIL import Image  # comes with matplotlib

from autograder.course import Assignment
from autograder.grading.answers import WorkerAnswers
from autograder.grading.budget import GradingBudget, Limits
from autograder.grading.calls import CallEncoder
from autograder.grading.contract import contract_of
from autograder.grading.link import Link
from autograder.grading.loading import load_file
from autograder.grading.pool import modules_to_warm
from autograder.grading.submission import Submission
from autograder.intake.records import Source
from autograder.pictures import Picture
from autograder.pictures.files import pictures_in
from autograder.record.kept_pictures import KeptPicture
from autograder.sandbox import Zygote
from autograder.system.stops import leave_stops_to_parent
from autograder.worker import limits as process_limits

MOST: Final = 2  # pictures of one hand-in
# The longest run that a picture asks for takes right work 1 to 5 s.
_LIMITS: Final = Limits(call=10.0, check=10.0, submission=20.0, load=15.0)
_DRAWING_SECONDS: Final = 60  # of processor time, for all pictures of a hand-in; usual ones take a second
# On the clock, after which nothing more is waited for: a worker may wait several times what it may compute.
MOST_SECONDS: Final = 600.0
_COLOURS: Final = 128
_LONGEST_ALT: Final = 1000  # characters; it may hold words of the student's


@dataclass(frozen=True)
class Wanted:
    """A hand-in of which pictures are wanted."""

    assignment: Assignment
    source: Source
    functions: tuple[str, ...]  # of which to draw one each


class _Running(NamedTuple):
    place: int
    process: BaseProcess
    deadline: float


def pictures_of(pictures: Sequence[Picture], functions: Sequence[str]) -> list[Picture]:
    """The first picture that is drawn from each function, without those that are there to be moved by sliders."""
    chosen = (next((one for one in pictures if name in one.functions and not one.sliders), None) for name in functions)
    return list({one.name: one for one in chosen if one}.values())[:MOST]


def draw_all(
    wanted: Sequence[Wanted],
    zygote: Zygote,
    level: str,
    jobs: int,
    *,
    seconds: float = MOST_SECONDS,
    fork: bool = sys.platform == "linux",
) -> Iterator[tuple[Wanted, tuple[KeptPicture, ...] | None]]:
    """Draw pictures of many hand-ins, as they are finished; None for one that used up what its drawing may take.

    Args:
        wanted: what is drawn.
        zygote: starts the workers of forked processes.
        level: of protection, for processes that are not forked and start a zygote of their own.
        jobs: how many processes draw at once.
        seconds: how long one may take, by the clock.
        fork: whether processes are forked.
    """
    context = multiprocessing.get_context("fork" if fork else "spawn")
    waiting, running = deque(enumerate(wanted)), dict[Any, _Running]()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                place, one = waiting.popleft()
                connection, process = _started(context, zygote if fork else level, one)
                running[connection] = _Running(place, process, time.monotonic() + seconds)
            ready = wait(list(running), timeout=1.0)
            late = [connection for connection, one in running.items() if time.monotonic() > one.deadline]
            for connection in dict.fromkeys([*ready, *late]):
                yield wanted[running[connection].place], _received(connection) if connection in ready else None
                _end(running.pop(connection))
    finally:
        for left in running.values():
            _end(left)


def _started(context: Any, workers: Zygote | str, wanted: Wanted) -> tuple[Connection, BaseProcess]:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_draw_in_a_process, args=(theirs, workers, wanted), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _received(connection: Connection) -> tuple[KeptPicture, ...] | None:
    try:
        pictures: tuple[KeptPicture, ...] = connection.recv()
    except EOFError:
        return None
    return pictures


def _end(running: _Running) -> None:
    running.process.kill()
    running.process.join()


def _draw_in_a_process(connection: Connection, workers: Zygote | str, wanted: Wanted) -> None:
    leave_stops_to_parent()
    _limit_this_process()
    matplotlib.use("agg")
    if isinstance(workers, Zygote):
        connection.send(tuple(drawn(wanted, workers)))
        return
    with Zygote() as zygote:
        zygote.start(workers)
        connection.send(tuple(drawn(wanted, zygote)))


def _limit_this_process() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (_DRAWING_SECONDS, _DRAWING_SECONDS))
    if (memory := process_limits.memory_limit()) is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def drawn(wanted: Wanted, zygote: Zygote) -> Iterator[KeptPicture]:
    """The pictures of a hand-in, in this process; one that its functions cannot draw is left out."""
    assignment, source = wanted.assignment, wanted.source
    encoder = CallEncoder(contract_of(load_file(assignment.contract, f"contract_of_{assignment.name}")))
    encoder.rehearsing = False
    link = Link(source, lambda: zygote.spawn(modules_to_warm(source)), _LIMITS, encoder.contract.functions)
    answers = WorkerAnswers(link, GradingBudget(_LIMITS, link.clock))
    submission = Submission(encoder, answers)
    try:
        for picture in pictures_of(pictures_in(assignment.pictures, assignment.name), wanted.functions):
            answers.begin_check([], long_calls=False)
            submission.begin_case()
            try:
                shown = picture.drawn(tuple(getattr(submission, name) for name in picture.functions))
            except Exception:  # whatever their results make of our drawing: the report's text says what is wrong
                continue
            png = base64.b64encode(_smaller(shown.png)).decode()
            yield KeptPicture(picture.name, picture.caption, shown.alt[:_LONGEST_ALT], png)
    finally:
        link.close()


def _smaller(png: bytes) -> bytes:
    """The same picture in a quarter of the bytes: lines and letters have few colours, and a class has many pages."""
    content = BytesIO()
    with Image.open(BytesIO(png)) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(content, "png", optimize=True)
    return content.getvalue()
