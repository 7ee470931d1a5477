"""What an assignment's otter tests call: its public checks, on the functions of the running notebook."""

from __future__ import annotations

import functools
import linecache
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from autograder.course import find_course
from autograder.errors import EXIT_USAGE, UserError
from autograder.grading.cells import cell_name
from autograder.grading.public_checks import PublicChecks
from autograder.otter.showing import in_notebook, show_alone
from autograder.reports.feedback import part_report
from autograder.reports.in_notebook import display
from autograder.results import Outcome
from autograder.system.threads import one_thread
from autograder.text import instead_of_function

_AWAY: Final = (
    "this notebook is not in the folder of its assignment, where the checks are. Move it back there (on Colab: bring "
    "the course's zip along), open it there, and run all cells"
)


class NotYet(AssertionError):
    """A part does not pass yet; the message is what `autograder check` prints for it."""


def check_part(assignment: str, part: str, functions: Mapping[str, Any]) -> None:
    """Run the public checks of a part, and show what `autograder check` would print for it.

    Args:
        assignment: its name.
        part: its name.
        functions: what the notebook defines, by name.

    Raises:
        NotYet: a check does not pass.
        UserError: there is no course around the notebook, or no such part.
    """
    session = _session(assignment)
    callable_ones = {name: _function(name, value) for name, value in functions.items() if name in session.functions}
    with one_thread():
        result = session.check_here(part, callable_ones, functools.partial(_cell, session))
    report = part_report(result, session.beyond.get(part, ""))
    if in_notebook():
        show_alone(part, report)
    elif result.outcome is Outcome.PASSED:
        print(report)
    if result.outcome is not Outcome.PASSED:
        raise NotYet(report)


def check_saved(assignment: str) -> None:
    """Check the notebook as it was saved, in a fresh process, part by part, and show what `autograder check` prints.

    Raises:
        UserError: it cannot be checked.
    """
    command = [sys.executable, "-m", "autograder.cli", "check", f"{assignment}.ipynb"]
    # Jupyter's kernel asks its children for colours, which are for terminals.
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "CLICOLOR_FORCE")}
    done = subprocess.run(
        command,
        env={**environment, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode >= EXIT_USAGE:
        raise UserError(done.stderr.strip() or f"autograder check ended with exit code {done.returncode}")
    display(f"What was saved, checked from top to bottom:\n\n{done.stdout.strip()}")


@functools.cache
def _session(assignment: str) -> PublicChecks:
    try:
        course = find_course(None, with_solutions=False).only([assignment])
    except UserError as error:
        raise UserError(f"{error}; {_AWAY}" if in_notebook() else str(error)) from None
    return PublicChecks(course.assignments[0])


def _function(name: str, value: Any) -> Callable[..., Any]:
    """The student's function, or one that says what stands in its place."""
    if callable(value):
        return value  # type: ignore[no-any-return]

    def overwritten(*args: Any, **kwargs: Any) -> None:
        raise TypeError(instead_of_function(value))

    return overwritten


def _cell(session: PublicChecks, where: str) -> str:
    """A place in a notebook, in its reader's terms: IPython keeps the text of every cell that was run."""
    file, comma, line = where.rpartition(", ")
    text = "".join(linecache.getlines(file))
    return f"{cell_name(text, session.functions)}{comma}{line}" if text else where
