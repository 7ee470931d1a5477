"""A gradebook as a record: which of its rows and columns hold what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.errors import UserError
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Listed


@dataclass(frozen=True)
class Gradebook:
    """A gradebook, and which of its rows and columns hold what."""

    table: CsvTable
    people: Mapping[int, Listed]  # the students, by row
    titles: Mapping[int, str]  # of the columns that can be filled, by column
    maxima: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # the texts of its maxima, by column
    single: bool = False  # whether the file is for one assignment
    locked: frozenset[int] = frozenset()  # rows that the system does not let change


def wrong_file(table: CsvTable, expected: str) -> UserError:
    """The error for a file that is something else than expected."""
    return UserError(f"{table.path} is not {expected}; its header is {', '.join(table.header)[:200]}")
