"""The gradebooks of Canvas, Moodle and Gradescope, and any other table of students.

Canvas: `Student,ID,SIS Login ID,...,Section,<title> (<number>),...`, with a row `Points Possible` before the students,
which says `(read only)` in the columns that Canvas computes. Moodle: `moodle_worksheet`. Gradescope:
`<title>,<title> - Max Points,...` for a whole course, or `Total Score,Max Points,...` for one assignment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from autograder.gradebooks.gradebook import SYSTEMS, Gradebook, wrong_file
from autograder.gradebooks.moodle_worksheet import read_moodle
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Listed, letters, listed, require_key_column, tells_who

_CANVAS_TITLE: Final = re.compile(r"(?P<title>.*\S)\s*\(\d+\)\s*", re.S)
_MAX_POINTS: Final = " - Max Points"


def read_canvas(table: CsvTable) -> Gradebook:
    """The gradebook that Canvas exports.

    Raises:
        UserError: the file is something else.
    """
    header = _required(table, "Canvas", "ID")
    people = _people(table)
    points = next((row.texts for row in table.rows if letters(row.texts[0]) == "pointspossible"), None)
    titles = {
        column: match["title"]
        for column, header_text in enumerate(header)
        if (match := _CANVAS_TITLE.fullmatch(header_text)) and not (points and "read only" in points[column])
    }
    maxima = {column: (points[column],) for column in titles} if points else {}
    return Gradebook(table, people, titles, maxima, foreign=SYSTEMS - {"canvas"})


def read_gradescope(table: CsvTable) -> Gradebook:
    """The grades that Gradescope exports, for a course or for an assignment.

    Raises:
        UserError: the file is something else.
    """
    header = _required(table, "Gradescope", "Email")
    pairs = {
        column: header.index(title + _MAX_POINTS)
        for column, title in enumerate(header)
        if title + _MAX_POINTS in header
    }
    single = not pairs and "Total Score" in header and "Max Points" in header
    if single:
        pairs = {header.index("Total Score"): header.index("Max Points")}
    maxima = {column: tuple(row.texts[maximum] for row in table.rows) for column, maximum in pairs.items()}
    titles = {column: header[column] for column in pairs}
    return Gradebook(table, _people(table), titles, maxima, single, foreign=SYSTEMS)


def read_other(table: CsvTable) -> Gradebook:
    """Any table with one row per student.

    Raises:
        UserError: it has no column that identifies students.
    """
    require_key_column(table.path, table.header)
    return Gradebook(
        table,
        _people(table),
        {column: title for column, title in enumerate(table.header) if title.strip() and not tells_who(title)},
    )


READERS: Final[Mapping[str, Callable[[CsvTable], Gradebook]]] = {
    "canvas": read_canvas,
    "moodle": read_moodle,
    "gradescope": read_gradescope,
    "csv": read_other,
}


def _people(table: CsvTable) -> dict[int, Listed]:
    people = ((index, listed(table.header, row.texts)) for index, row in enumerate(table.rows))
    return {index: person for index, person in people if person is not None}


def _required(table: CsvTable, system: str, title: str) -> tuple[str, ...]:
    if title not in table.header:
        raise wrong_file(table, f"a {system} gradebook: it has no column {title}")
    return table.header
