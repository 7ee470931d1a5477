"""The grading worksheet of one assignment in Moodle, in the language of whoever downloaded it.

The order of its columns is the same in every language: `Identifier`, `Full name`, whatever identifies students,
`Status`, `Grade`, then `Maximum Grade` or `Scale`, columns of words of which the last is `Grade can be changed`, and
times. So the columns are told by what is in them. What is not understood is refused: a mark in a locked row is lost in
silence, and one on a scale is another grade.
"""

from __future__ import annotations

import re
from typing import Final

from autograder.errors import UserError
from autograder.gradebooks.gradebook import SYSTEMS, Gradebook, wrong_file
from autograder.gradebooks.numbers import number_in
from autograder.tables.csv_table import CsvTable
from autograder.tables.people import Listed, letters, listed, tells_who

_PARTICIPANT: Final = re.compile(r"\D*?(\d+)")  # "Participant 101", in any language
_IN_ENGLISH: Final = "set your language in Moodle to English, and download it again"
_YES: Final = frozenset(
    (
        *("yes", "ja", "oui", "sí", "sì", "sim", "tak", "да", "так", "ano", "áno", "igen", "da", "kyllä"),
        *("evet", "\u03bd\u03b1\u03b9", "jah", "taip", "jā", "bai", "já", "jo", "نعم", "כן", "はい", "是", "예"),
        *("có", "ya", "हाँ"),
    )
)
_NO: Final = frozenset(
    (
        *("no", "nein", "non", "não", "nie", "нет", "не", "ні", "ne", "nem", "nu", "ei", "hay\u0131r"),
        *("\u03cc\u03c7\u03b9", "nee", "nej", "nei", "nē", "ez", "لا", "לא", "いいえ", "否", "아니오", "아니요"),
        *("không", "tidak", "नहीं"),
    )
)


def read_moodle(table: CsvTable) -> Gradebook:
    """The grading worksheet that Moodle exports for an assignment.

    Raises:
        UserError: the file is something else, the assignment is not graded in points, or a column is not understood.
    """
    if not table.rows or not all(_PARTICIPANT.fullmatch(row.texts[0].strip()) for row in table.rows):
        expected = "a Moodle grading worksheet: its first column must be the Identifier, such as `Participant 101`"
        raise wrong_file(table, expected)
    grades = _grade_columns(table)
    return Gradebook(
        table,
        _people(table),
        {column: table.header[column] for column in grades},
        {column: _texts(table, column + 1) for column in grades},
        single=True,
        locked=_locked_rows(table, grades[0]),
        foreign=SYSTEMS,
        has_participants=True,
    )


def _people(table: CsvTable) -> dict[int, Listed]:
    people = {}
    for index, row in enumerate(table.rows):
        person = listed(_titles(table.header), row.texts)
        if person is not None and (number := _PARTICIPANT.fullmatch(row.texts[0].strip())):
            people[index] = person._replace(ids=(*person.ids, number[1]))
    return people


def _titles(header: tuple[str, ...]) -> tuple[str, ...]:
    """The header with the two titles that are always in the same place in English, whatever the site's language."""
    name = header[1:2] if len(header) < 2 or tells_who(header[1]) or "Status" in header[:2] else ("Full name",)
    return "Identifier", *name, *header[2:]


def _grade_columns(table: CsvTable) -> list[int]:
    """The columns that may be the grade: it is in English, or has a maximum after it; usually there is one.

    Raises:
        UserError: there is none.
    """
    named = [table.header.index("Grade")] if "Grade" in table.header else range(1, len(table.header))
    columns = [column for column in named if _are_grades(table, column) and _are_maxima(table, column + 1)]
    if columns:
        return columns
    if "Scale" in table.header:
        raise UserError(
            f"{table.path} is for an assignment graded on a scale: set its grade type to points in Moodle, "
            "and download the file again"
        )
    raise UserError(
        f"{table.path} has no column of grades with the maximum after it: if the assignment is graded on a scale, set "
        f"its grade type to points in Moodle; else {_IN_ENGLISH}"
    )


def _are_grades(table: CsvTable, column: int) -> bool:
    return "Grade" in table.header or all(
        text in ("", "-") or number_in(text) is not None for text in _texts(table, column)
    )


def _are_maxima(table: CsvTable, column: int) -> bool:
    return column < len(table.header) and all(number_in(text) is not None for text in _texts(table, column))


def _locked_rows(table: CsvTable, grade: int) -> frozenset[int]:
    """The rows whose grade cannot be changed.

    Raises:
        UserError: there is a column that may say so, and what it says is not understood.
    """
    column = _changeable_column(table, grade)
    if column is None:
        return frozenset()
    words = [letters(text) for text in _texts(table, column)]
    unknown = {text for text, word in zip(_texts(table, column), words, strict=True) if word not in _YES | _NO}
    if unknown:
        raise UserError(
            f"{table.path}: column {table.header[column]!r} seems to say which grades can be changed, and "
            f"{min(unknown)[:40]!r} is neither yes nor no in a language that is known: {_IN_ENGLISH}"
        )
    return frozenset(index for index, word in enumerate(words) if word in _NO)


def _changeable_column(table: CsvTable, grade: int) -> int | None:
    """The last of the columns of words after the maximum; None if times follow it at once."""
    if "Grade can be changed" in table.header:
        return table.header.index("Grade can be changed")
    last = None
    for column in range(grade + 2, len(table.header)):
        if not all(text and not any(char.isdigit() for char in text) for text in map(str.strip, _texts(table, column))):
            break
        if set(_texts(table, column)) == {"-"}:
            break
        last = column
    return last


def _texts(table: CsvTable, column: int) -> tuple[str, ...]:
    return tuple(row.texts[column].strip() for row in table.rows)
