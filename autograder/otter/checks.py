"""What the otter tests of an assignment call: its public checks, on the functions of the notebook that is running."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from IPython.core.getipython import get_ipython

from autograder.course import find_course
from autograder.grading.public_checks import PublicChecks
from autograder.reports.feedback import part_report
from autograder.results import Outcome


class NotYet(AssertionError):
    """A part does not hold yet; the message is what `autograder check` says of it."""


def check_part(assignment: str, part: str, functions: Mapping[str, Any]) -> None:
    """Run the public checks of a part, and print what `autograder check` would say of it.

    Args:
        assignment: its name.
        part: its name.
        functions: what the notebook has defined, by name.

    Raises:
        NotYet: a check does not hold.
        UserError: the course around the notebook, or the part, cannot be found.
    """
    session = _session(assignment)
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
    """A place in a notebook as its reader knows it: "cell 5, line 2" is in what Jupyter shows as In [5]."""
    file, comma, line = where.rpartition(", ")
    shell = get_ipython()
    known = shell.compile.format_code_name(file) if shell is not None else None
    if known is None:
        return where
    number = known[1].removeprefix("In[").removesuffix("]")
    return f"cell {number}{comma}{line}"
