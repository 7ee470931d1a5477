"""The gradebooks of Canvas, Moodle and Gradescope, and any other table of students.

Canvas: `Student,ID,SIS Login ID,...,Section,<title> (<number>),...`, with a row `Points Possible` before the students,
which says `(read only)` in the columns that Canvas computes. Moodle: the grading worksheet of one assignment, with its
headers in the site's language; the maximum is the column after the grade. Gradescope:
`<title>,<title> - Max Points,...` for a whole course, or `Total Score,Max Points,...` for one assignment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.errors import UserError
from autograder.gradebooks.numbers import number_in
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Listed, letters, listed, require_key_column, tells_who

_CANVAS_TITLE: Final = re.compile(r"(?P<title>.*\S)\s*\(\d+\)\s*", re.S)
_PARTICIPANT: Final = re.compile(r"\D*?(\d+)")  # "Participant 101", in any language
_MAX_POINTS: Final = " - Max Points"


@dataclass(frozen=True)
class Gradebook:
    """A gradebook, and which of its rows and columns hold what."""

    table: CsvTable
    people: Mapping[int, Listed]  # the students, by row
    titles: Mapping[int, str]  # of the columns that can be filled, by column
    maxima: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # the texts of its maxima, by column
    single: bool = False  # whether the file is for one assignment
    locked: frozenset[int] = frozenset()  # rows that the system does not let change


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
    return Gradebook(table, people, titles, {column: (points[column],) for column in titles} if points else {})


def read_moodle(table: CsvTable) -> Gradebook:
    """The grading worksheet that Moodle exports for an assignment.

    Raises:
        UserError: the file is something else, or the assignment is not graded in points.
    """
    header = table.header
    if not table.rows or not all(_PARTICIPANT.fullmatch(row.texts[0].strip()) for row in table.rows):
        raise _wrong_file(
            table, "a Moodle grading worksheet: its first column must be the Identifier, such as `Participant 101`"
        )
    if "Scale" in header:
        raise UserError(
            f"{table.path} is for an assignment graded on a scale: set its grade type to points in Moodle, "
            "and download the file again"
        )
    fillable = [header.index("Grade")] if "Grade" in header else list(range(1, len(header)))
    titles = {column: header[column] for column in fillable}
    maxima = _moodle_maxima(table, fillable)
    return Gradebook(table, _moodle_people(table), titles, maxima, single=True, locked=_moodle_locked_rows(table))


def _moodle_people(table: CsvTable) -> dict[int, Listed]:
    people = {}
    for index, row in enumerate(table.rows):
        person = listed(_moodle_titles(table.header), row.texts)
        if person is not None and (number := _PARTICIPANT.fullmatch(row.texts[0].strip())):
            people[index] = person._replace(ids=(*person.ids, number[1]))
    return people


def _moodle_maxima(table: CsvTable, fillable: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The columns after those that can be filled, where they hold nothing but numbers."""
    texts_after = {
        column: tuple(row.texts[column + 1] for row in table.rows)
        for column in fillable
        if column + 1 < len(table.header)
    }
    return {column: texts for column, texts in texts_after.items() if None not in map(number_in, texts)}


def _moodle_locked_rows(table: CsvTable) -> frozenset[int]:
    if "Grade can be changed" not in table.header:
        return frozenset()
    column = table.header.index("Grade can be changed")
    return frozenset(index for index, row in enumerate(table.rows) if letters(row.texts[column]) == "no")


def _moodle_titles(header: tuple[str, ...]) -> tuple[str, ...]:
    """The header with the two titles that are always in the same place in English, whatever the site's language."""
    name = header[1:2] if len(header) < 2 or tells_who(header[1]) or "Status" in header[:2] else ("Full name",)
    return "Identifier", *name, *header[2:]


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
    return Gradebook(table, _people(table), {column: header[column] for column in pairs}, maxima, single)


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
        raise _wrong_file(table, f"a {system} gradebook: it has no column {title}")
    return table.header


def _wrong_file(table: CsvTable, expected: str) -> UserError:
    return UserError(f"{table.path} is not {expected}; its header is {', '.join(table.header)[:200]}")
