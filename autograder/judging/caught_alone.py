"""Which wrong test submissions only one check catches: without that check they would get full marks.

`autograder judge --update` writes it beside the test submissions, and the report of a class shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from autograder.course import Assignment
from autograder.judging.tables import read_table
from autograder.system.atomic import write_atomically

_HEAD: Final = """\
# Made by `autograder judge --update`: for each check the wrong submissions that no other check catches.

"""


def caught_alone(checks: Iterable[str], failed: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """For each check the names of the submissions that fail in it and in no other.

    Args:
        checks: the identities of all.
        failed: those in which each submission fails, by its name.
    """
    alone: dict[str, list[str]] = {check: [] for check in checks}
    for name, where in sorted(failed.items()):
        if len(where) == 1:
            alone[next(iter(where))].append(name)
    return alone


def write_caught_alone(assignment: Assignment, alone: Mapping[str, Sequence[str]]) -> None:
    """Write it down.

    Raises:
        UserError: it cannot be written.
    """
    lines = (f"{check} = {json.dumps(names)}\n" for check, names in alone.items())
    write_atomically(_table(assignment), _HEAD + "".join(lines))


def read_caught_alone(assignment: Assignment) -> dict[str, list[str]]:
    """What was written down, empty where nothing was.

    Raises:
        UserError: it cannot be read.
    """
    return read_table(_table(assignment), dict[str, list[str]])


def _table(assignment: Assignment) -> Path:
    return assignment.submissions / "caught_alone.toml"
