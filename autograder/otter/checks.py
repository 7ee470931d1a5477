"""What an assignment's otter tests call: its public checks, on the functions of the running notebook."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from IPython.core.getipython import get_ipython

from autograder.course import find_course
from autograder.grading.public_checks import PublicChecks
from autograder.reports.feedback import part_report
from autograder.results import Outcome
from autograder.system.threads import one_thread


class NotYet(AssertionError):
    """A part does not pass yet; the message is what `autograder check` prints for it."""


def check_part(assignment: str, part: str, functions: Mapping[str, Any]) -> None:
    """Run the public checks of a part, and print what `autograder check` would print for it.

    Args:
        assignment: its name.
        part: its name.
        functions: what the notebook defines, by name.

    Raises:
        NotYet: a check does not pass.
        UserError: there is no course around the notebook, or no such part.
    """
    session = _session(assignment)
    with one_thread():
        result = session.check_here(part, functions, _cell)
    report = part_report(result, session.beyond.get(part, ""))
    if result.outcome is not Outcome.PASSED:
        raise NotYet(report)
    print(report)


@functools.cache
def _session(assignment: str) -> PublicChecks:
    course = find_course(None, with_solutions=False).only([assignment])
    return PublicChecks(course.assignments[0])


def _cell(where: str) -> str:
    """A place in a notebook, in its reader's terms: "cell 5" is what Jupyter shows as In [5]."""
    file, comma, line = where.rpartition(", ")
    shell = get_ipython()
    label = shell.compile.format_code_name(file) if shell is not None else None  # such as ("Cell", "In[5]")
    if label is None:
        return where
    number = label[1].removeprefix("In[").removesuffix("]")
    return f"cell {number}{comma}{line}"
