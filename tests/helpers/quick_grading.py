"""Runs of the real command in forks of this process, which have every library and template loaded and one zygote to
share: a run takes a fraction of a second, and may be killed at any file that it writes.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from autograder.cli import COMMANDS, main
from autograder.commands.arguments import parse
from autograder.commands.grade import grade
from autograder.commands.verifying import verify
from autograder.course import Course
from autograder.errors import EXIT_BUSY, EXIT_USAGE, RecordBusy, UserError
from autograder.grading.budget import Limits
from autograder.grading.pool import GraderRecipe
from autograder.grading.protection import OpenGrader
from autograder.reports.pages import TEMPLATES
from autograder.results import Protection
from autograder.sandbox import Zygote

LEVEL = "filters"
KILLED = -9


class Done(NamedTuple):
    """A finished run."""

    code: int  # KILLED if it was killed
    output: str
    errors: str


class QuickRuns:
    """Runs commands in a folder."""

    def __init__(self, zygote: Zygote) -> None:
        self._zygote = zygote

    def run(self, folder: Path, *arguments: str, kill_at: int | None = None, largest_file: int | None = None) -> Done:
        """Run a command as a person would in this folder.

        Args:
            folder: the current folder of the run.
            arguments: the command line.
            kill_at: before the run renames a file for that time, it dies.
            largest_file: the bytes after which the system writes no more to a file, as on a full disk.
        """
        child = os.fork()
        if child == 0:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
            self._in_child(folder, list(arguments), kill_at)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        output, errors = ((folder / f".{name}").read_text() for name in ("output", "errors"))
        return Done(status, output, errors)

    def _in_child(self, folder: Path, arguments: list[str], kill_at: int | None) -> None:
        code = 70
        try:
            os.chdir(folder)
            sys.argv = ["autograder", *arguments]
            sys.stdout, sys.stderr = (open(f".{name}", "w", buffering=1) for name in ("output", "errors"))  # noqa: SIM115
            if kill_at is not None:
                _die_at_rename(kill_at)
            code = self._command(arguments)
        finally:
            with contextlib.suppress(OSError):  # on a full disk: whatever happens, this process ends here
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def _command(self, arguments: list[str]) -> int:
        if arguments[0] not in ("grade", "verify"):
            return main(arguments)
        _, options = parse(arguments, COMMANDS, "")
        try:
            return (grade if arguments[0] == "grade" else verify)(options, self._open)
        except UserError as error:
            print(f"autograder: {error}", file=sys.stderr)
            return EXIT_BUSY if isinstance(error, RecordBusy) else EXIT_USAGE

    @contextmanager
    def _open(self, course: Course, limits: Limits, announce: Callable[[str], None]) -> Iterator[OpenGrader]:
        recipe = GraderRecipe(course, LEVEL, limits)
        announce(f"protection: {LEVEL}")
        yield OpenGrader(recipe.grader(self._zygote), recipe, Protection(LEVEL, isolated=True))


def _die_at_rename(moment: int) -> None:
    original, left = os.replace, [moment]

    def replace(*arguments: Any, **others: Any) -> None:
        if left[0] == 0:
            os.kill(os.getpid(), 9)
        left[0] -= 1
        original(*arguments, **others)

    os.replace = replace


@contextmanager
def quick_runs() -> Iterator[QuickRuns]:
    """Runs that share a zygote, which ends with the context."""
    with Zygote() as zygote:
        zygote.start(LEVEL)
        for name in TEMPLATES.list_templates():
            TEMPLATES.get_template(name)
        yield QuickRuns(zygote)
