"""`python -m benchmarks.peers`: the same class through this grader, `otter run` and `nbgrader autograde`, in one run.

All three grade the same notebooks of the same right submissions with the same calls. The two others are installed in an
environment of their own, and get the right answers of the hidden suites as data beside plain comparisons: they run the
notebook, run the checks and write the marks, in the process of the student's code. This grader is started anew for each
assignment and isolates, judges and reports as always. Preparing (zip, release) is counted for none. Only the ratio
carries over to another machine.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from rich.console import Console
from rich.table import Table

from autograder.course import Assignment, find_course
from autograder.grading.hidden_suite import HiddenSuite
from autograder.grading.sessions import open_sessions
from autograder.intake.records import Source
from autograder.worker import wire
from benchmarks import peer_checks
from benchmarks.bare import arguments_of, loaded

_PROJECT: Final = Path(__file__).resolve().parent.parent
_LOGGED: Final = "peers.log"


class Class(NamedTuple):
    """The notebooks of one assignment, and what the peers check them with."""

    assignment: str
    notebooks: list[Path]
    calls: dict[str, list[peer_checks.Call]]  # by part


class Grading(NamedTuple):
    """How one of the graders grades a class, once everything is prepared."""

    commands: list[list[str]]
    shares: Callable[[], Iterator[float]]  # of all marks, that each hand-in got


Prepare: TypeAlias = Callable[[Path, Path, Class], Grading]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=10, help="how many (default: 10)")
    parser.add_argument("--environment", type=Path, help="folder of the peers' environment, kept (default: made anew)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        binaries = _environment(options.environment or folder / "environment")
        course = find_course(str(_PROJECT), with_solutions=True)
        sessions = open_sessions(course)
        classes = [_class_of(a, sessions[a.name], folder / "class", options.students) for a in course.assignments]
        ways: dict[str, Prepare] = {"this grader": _ours, "otter run": _otter, "nbgrader autograde": _nbgrader}
        table = Table("grader", "seconds on the clock", "ratio", box=None)
        ours = 0.0
        for name, prepare in ways.items():
            spent = _spent(prepare, folder / name.replace(" ", "_"), binaries, classes)
            ours = ours or spent
            table.add_row(name, f"{spent:.1f}", f"{spent / ours:.2f}")
    console = Console(width=110)
    console.print(f"{options.students} students, {len(classes)} assignments each, one process", highlight=False)
    console.print(table)
    return 0


def _environment(folder: Path) -> Path:
    """The folder of the commands of an environment with the two peers, made where it is not there yet."""
    folder = folder.resolve()
    binaries = folder / "bin"
    if not (binaries / "nbgrader").is_file():
        venv.create(folder, with_pip=True)
        constraints = str(_PROJECT / "constraints.txt")
        python = str(binaries / "python")
        _run([python, str(_PROJECT / "autograder" / "packing" / "install_torch.py"), constraints], folder)
        packages = ("torch", "numpy", "otter-grader", "nbgrader")
        _run([python, "-m", "pip", "install", "--quiet", "--constraint", constraints, *packages], folder)
    return binaries


def _class_of(assignment: Assignment, session: HiddenSuite, folder: Path, students: int) -> Class:
    reference = assignment.reference.read_text(encoding="utf-8")
    notebooks = []
    for number in range(students):
        path = folder / f"student-{number:04}" / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_notebook([_cell("work", f"{reference}\n# {number}\n", solution=True)]), encoding="utf-8")
        notebooks.append(path)
    file = f"{assignment.name}.py"
    module = loaded(Source(assignment.name, file, ((file, reference),)))
    calls: dict[str, list[peer_checks.Call]] = {}
    for check in session.checks:
        made = (_call(module, call.data) for call in session.rehearsed[check.identity].calls)
        calls.setdefault(check.part, []).extend(made)
    return Class(assignment.name, notebooks, calls)


def _notebook(cells: list[dict[str, Any]]) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def _cell(name: str, code: str, *, solution: bool) -> dict[str, Any]:
    """A cell with what nbgrader wants to know of it; a cell of checks is worth a point."""
    kind = {"grade": not solution, "solution": solution, "locked": not solution, "task": False}
    marked = {**kind, "grade_id": name, "schema_version": 3, **({} if solution else {"points": 1})}
    shown: dict[str, Any] = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "id": name, "metadata": {"nbgrader": marked}, "source": code, **shown}


def _call(module: Any, data: bytes) -> peer_checks.Call:
    order = wire.decode_call(msgspec.Raw(data))
    answer = peer_checks.answer_of(getattr(module, order.function), *arguments_of(order))
    return peer_checks.Call(order.function, *arguments_of(order), answer)


def _spent(prepare: Prepare, folder: Path, binaries: Path, classes: Sequence[Class]) -> float:
    """Seconds on the clock that one of the graders takes for all classes.

    Not processor time: the system does not add that of workers, which nobody waits for, to their ancestors'.

    Raises:
        SystemExit: it broke, or right work did not get every mark.
    """
    wall = 0.0
    for one in classes:
        place = folder / one.assignment
        place.mkdir(parents=True)
        grading = prepare(place, binaries, one)
        start = time.monotonic()
        for command in grading.commands:
            _run(command, place)
        wall += time.monotonic() - start
        shares = list(grading.shares())
        if shares != [1.0] * len(one.notebooks):
            raise SystemExit(f"{place}: right work earned {shares} of all marks, so nothing was compared")
    return wall


def _ours(folder: Path, _: Path, work: Class) -> Grading:
    command = [sys.executable, "-m", "autograder.cli", "grade", str(work.notebooks[0].parent.parent)]
    options = ["--out", "record", "--course", str(_PROJECT), "--only", work.assignment, "--jobs", "1"]
    return Grading([[*command, *options]], lambda: _shares(folder.glob("record/students/*/results.json")))


def _otter(folder: Path, binaries: Path, work: Class) -> Grading:
    peer_checks.write(work.calls, folder)
    (folder / "tests").mkdir()
    for part in work.calls:
        code = f">>> import peer_checks\n>>> peer_checks.check({part!r}, globals())\n"
        suite = {"cases": [{"code": code, "hidden": True}], "scored": True, "type": "doctest"}
        test = {"name": part, "points": 1, "suites": [suite]}
        (folder / "tests" / f"{part}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n", encoding="utf-8")
    otter = str(binaries / "otter")
    _run([otter, "generate", "-t", "tests", "--no-requirements", "--no-environment", *peer_checks.FILES], folder)
    commands = []
    for notebook in work.notebooks:
        out = folder / notebook.parent.name
        out.mkdir()
        commands.append([otter, "run", "-a", "autograder.zip", "-o", str(out), "--no-logo", str(notebook)])
    return Grading(commands, lambda: _shares(folder.glob("*/results.json")))


def _shares(results: Iterable[Path]) -> Iterator[float]:
    """The share of the marks that each hand-in got, from files as Gradescope reads them."""
    for path in results:
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        counted = [test for test in tests if test.get("max_score")]
        yield sum(test["score"] for test in counted) / sum(test["max_score"] for test in counted)


def _nbgrader(folder: Path, binaries: Path, work: Class) -> Grading:
    name = work.assignment
    checks = [
        _cell(part, f"import peer_checks\npeer_checks.check({part!r}, globals())\n", solution=False)
        for part in work.calls
    ]
    source_of_all, *submitted = (
        folder / "source" / name,
        *(folder / "submitted" / path.parent.name / name for path in work.notebooks),
    )
    for place, path in zip([source_of_all, *submitted], [work.notebooks[0], *work.notebooks], strict=True):
        place.mkdir(parents=True)
        student = json.loads(path.read_text(encoding="utf-8"))["cells"]
        (place / path.name).write_text(_notebook([*student, *checks]), encoding="utf-8")
    peer_checks.write(work.calls, source_of_all)
    nbgrader = str(binaries / "nbgrader")
    _run([nbgrader, "generate_assignment", name], folder)
    return Grading([[nbgrader, "autograde", name], [nbgrader, "export"]], lambda: _exported(folder / "grades.csv"))


def _exported(grades: Path) -> Iterator[float]:
    with grades.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield float(row["score"]) / float(row["max_score"])


def _run(command: Sequence[str], folder: Path) -> None:
    found_first = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by its name
    environment = {**os.environ, "PATH": found_first, "OMP_NUM_THREADS": "1"}
    with (folder / _LOGGED).open("a", encoding="utf-8") as log:
        outcome = subprocess.run(command, cwd=folder, stdout=log, stderr=log, env=environment, check=False)
    if outcome.returncode:
        last = (folder / _LOGGED).read_text(encoding="utf-8").strip().splitlines()[-30:]
        raise SystemExit("\n".join([*last, f"{' '.join(command)}: exit code {outcome.returncode}"]))


if __name__ == "__main__":
    sys.exit(main())
