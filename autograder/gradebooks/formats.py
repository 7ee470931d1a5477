"""What the gradebooks of Canvas, Moodle and Gradescope look like, and any other table of students.

Canvas: `Student,ID,SIS Login ID,...,Section,<title> (<number>),...`, with a row `Points Possible` before the students;
what Canvas computes is `(read only)` in it. Moodle: the grading worksheet of one assignment, whose headers are in the
site's language; the maximum stands right after the grade. Gradescope: `<title>,<title> - Max Points,...` of a whole
course, or `Total Score,Max Points,...` of one assignment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
    """A gradebook, and where in it is what."""

    table: CsvTable
    people: Mapping[int, Listed]  # the students, by row
    titles: Mapping[int, str]  # of the columns that can be filled
    maxima: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # what the file says of maxima, by column
    single: bool = False  # whether the file is of one assignment
    locked: frozenset[int] = frozenset()  # rows that the system would not let change


def read_canvas(table: CsvTable) -> Gradebook:
    """The gradebook that Canvas exports."""
    header = _required(table, "Canvas", "ID")
    people = _people(table)
    points = next((row.texts for row in table.rows if letters(row.texts[0]) == "pointspossible"), None)
    titles = {
        place: found["title"]
        for place, title in enumerate(header)
        if (found := _CANVAS_TITLE.fullmatch(title)) and not (points and "read only" in points[place])
    }
    return Gradebook(table, people, titles, {place: (points[place],) for place in titles} if points else {})


def read_moodle(table: CsvTable) -> Gradebook:
    """The grading worksheet that Moodle exports of an assignment."""
    header = table.header
    if not table.rows or not all(_PARTICIPANT.fullmatch(row.texts[0].strip()) for row in table.rows):
        raise _not_of(table, "Moodle: its first column must be the Identifier, such as `Participant 101`")
    if "Scale" in header:
        raise UserError(f"{table.path} is of an assignment with a scale, which takes no marks: set it to points")
    people = {}
    for place, row in enumerate(table.rows):
        person = listed(_moodle_titles(header), row.texts)
        if person is not None and (number := _PARTICIPANT.fullmatch(row.texts[0].strip())):
            people[place] = person._replace(ids=(*person.ids, number[1]))
    fillable = [header.index("Grade")] if "Grade" in header else list(range(1, len(header)))
    after = {place: tuple(row.texts[place + 1] for row in table.rows) for place in fillable if place + 1 < len(header)}
    maxima = {place: texts for place, texts in after.items() if None not in map(number_in, texts)}
    locks = header.index("Grade can be changed") if "Grade can be changed" in header else None
    locked = [place for place, row in enumerate(table.rows) if locks is not None and letters(row.texts[locks]) == "no"]
    titles = {place: header[place] for place in fillable}
    return Gradebook(table, people, titles, maxima, single=True, locked=frozenset(locked))


def _moodle_titles(header: tuple[str, ...]) -> tuple[str, ...]:
    """The header with the two titles that are always in the same place in English, whatever the site's language."""
    name = header[1:2] if len(header) < 2 or tells_who(header[1]) or "Status" in header[:2] else ("Full name",)
    return "Identifier", *name, *header[2:]


def read_gradescope(table: CsvTable) -> Gradebook:
    """The grades that Gradescope exports, of a course or of an assignment."""
    header = _required(table, "Gradescope", "Email")
    pairs = {
        place: header.index(title + _MAX_POINTS) for place, title in enumerate(header) if title + _MAX_POINTS in header
    }
    single = not pairs and "Total Score" in header and "Max Points" in header
    if single:
        pairs = {header.index("Total Score"): header.index("Max Points")}
    maxima = {place: tuple(row.texts[maximum] for row in table.rows) for place, maximum in pairs.items()}
    return Gradebook(table, _people(table), {place: header[place] for place in pairs}, maxima, single)


def read_other(table: CsvTable) -> Gradebook:
    """Any table with a row a student."""
    require_key_column(table.path, table.header)
    return Gradebook(
        table,
        _people(table),
        {place: title for place, title in enumerate(table.header) if title.strip() and not tells_who(title)},
    )


READERS: Final[Mapping[str, Callable[[CsvTable], Gradebook]]] = {
    "canvas": read_canvas,
    "moodle": read_moodle,
    "gradescope": read_gradescope,
    "csv": read_other,
}


def _people(table: CsvTable) -> dict[int, Listed]:
    found = ((place, listed(table.header, row.texts)) for place, row in enumerate(table.rows))
    return {place: person for place, person in found if person is not None}


def _required(table: CsvTable, system: str, title: str) -> tuple[str, ...]:
    if title not in table.header:
        raise _not_of(table, f"{system}: it has no column {title}")
    return table.header


def _not_of(table: CsvTable, reason: str) -> UserError:
    return UserError(f"{table.path} is no gradebook of {reason}; its header is {', '.join(table.header)[:200]}")
