"""A gradebook as a record: which of its rows and columns hold what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from autograder.errors import UserError
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Listed

SYSTEMS: Final = frozenset(("canvas", "brightspace", "ilias", "github"))  # kinds of ids that are one system's own


@dataclass(frozen=True)
class Gradebook:
    """A gradebook, and which of its rows and columns hold what."""

    table: CsvTable
    people: Mapping[int, Listed]  # the students, by row
    titles: Mapping[int, str]  # of the columns that can be filled, by column
    maxima: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # the texts of its maxima, by column
    single: bool = False  # whether the file is for one assignment
    locked: frozenset[int] = frozenset()  # rows that the system does not let change
    foreign: frozenset[str] = frozenset()  # kinds of ids that mean nothing here, or somebody else
    has_participants: bool = False  # whether students have a number of this assignment in it


def wrong_file(table: CsvTable, expected: str) -> UserError:
    """The error for a file that is something else than expected."""
    return UserError(f"{table.path} is not {expected}; its header is {', '.join(table.header)[:200]}")
