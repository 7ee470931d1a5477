"""The roster: a CSV file of a course's students, each of whom gets a row in the results."""

from __future__ import annotations

from pathlib import Path

from autograder.tables.csv_table import read_csv_table
from autograder.tables.people import Listed, distinct, listed, require_key_column


def read_roster(path: Path) -> list[Listed]:
    """The students in a CSV file, each once, however many sections they are listed for.

    Raises:
        UserError: it cannot be read, or has no column of names, ids, logins or addresses.
    """
    table = read_csv_table(path, ragged=True)
    require_key_column(path, table.header)
    students = (listed(table.header, row.texts) for row in table.rows)
    return distinct(student for student in students if student is not None)
