"""The process of a grader on a machine of a cluster: `python -m autograder.cluster.grader_process FOLDER`.

It is no Dask worker, but stands beside one: what a submission does to its grader does not touch the cluster, Dask's
threads draw no random numbers while hypothesis watches, and the thread that started the zygote is there to the end. It
reads an opening, the archive of the course, and then submissions; it answers each. When its input ends, so does it, and
the folder with the course is gone: that is how it notices that the Dask worker has died.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING

from autograder.cluster.course_archive import unpack_course
from autograder.cluster.frames import read_frame, write_frame
from autograder.cluster.messages import Opening, Report, answer_of, decoded, encoded
from autograder.errors import UserError
from autograder.grading.choosing import ProtectionRequest, choose_protection
from autograder.grading.fingerprint import Fingerprints, engine_fingerprint
from autograder.intake.records import Source
from autograder.record.runs import this_place, versions
from autograder.results import Protection
from autograder.system.stops import leave_stops_to_parent

if TYPE_CHECKING:  # what takes long to import is imported when a grader is opened
    from autograder.grading.protection import OpenGrader


def main(folder: Path) -> None:
    """Open a grader as is asked, and grade what comes."""
    leave_stops_to_parent()
    inbox, answers = _pipes()
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(inbox, orders, folder), daemon=True).start()
    host = socket.gethostname()
    try:
        _serve(decoded(orders.get(), Opening), orders, answers, folder, host)
    except UserError as error:
        write_frame(answers, encoded(Report(host, refusal=str(error))))
    except Exception:
        reason = traceback.format_exc().strip().splitlines()[-1]
        write_frame(answers, encoded(Report(host, refusal=f"the grader cannot be opened there: {reason}")))


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our input and output, as nobody else in this process has them: what a suite prints must not mix with answers."""
    inbox, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return inbox, answers


def _receive(inbox: IO[bytes], orders: SimpleQueue[bytes], folder: Path) -> None:
    while (order := read_frame(inbox)) is not None:
        orders.put(order)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _serve(opening: Opening, orders: SimpleQueue[bytes], answers: IO[bytes], folder: Path, host: str) -> None:
    _require_same_engine(opening)
    request = ProtectionRequest(opening.level or None, opening.allow_unsandboxed)
    if not opening.level:
        with (choice := choose_protection(request, [folder], warm_up=False)).zygote:
            protection = Protection(choice.sentence(), choice.level.sandboxed)
            report = Report(host, level=choice.level.name, place=this_place(protection))
        write_frame(answers, encoded(report))
        return
    from autograder.grading.budget import Limits
    from autograder.grading.protection import open_grader

    limits = Limits(**opening.limits)
    course = unpack_course(orders.get(), folder)
    fingerprints = Fingerprints(course, limits, opening.level)
    if {name: fingerprints.of_suite(name) for name in course.names} != dict(opening.suites):
        raise UserError("the course arrived there with other suites than it was sent with: run the same command again")
    with open_grader(course, limits, [folder], request=request) as opened:
        place = this_place(opened.protection)
        write_frame(answers, encoded(Report(host, level=opened.level, place=place)))
        _grade(opened, orders, answers)


def _grade(opened: OpenGrader, orders: SimpleQueue[bytes], answers: IO[bytes]) -> None:
    place = this_place(opened.protection)
    while True:
        outcome = opened.grader.outcome(decoded(orders.get(), Source))
        write_frame(answers, encoded(answer_of(outcome, place)))


def _require_same_engine(opening: Opening) -> None:
    """Raises UserError where what is installed here would give other results."""
    if engine_fingerprint() == opening.engine:
        return
    here = versions()
    differences = [f"{name} {here.get(name)} instead of {asked}" for name, asked in opening.versions.items()
                   if here.get(name) != asked]  # fmt: skip
    what = ", ".join(differences) or "another build of the same version of the engine"
    raise UserError(f"it has {what}: install there what is installed here")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
