"""Which column of a gradebook gets the marks of an assignment, and how they are scaled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from autograder.errors import UserError
from autograder.gradebooks.gradebook import Gradebook
from autograder.gradebooks.graded import TOTAL
from autograder.gradebooks.numbers import number_in
from autograder.tables.people import letters


class Target(NamedTuple):
    """The column for the marks of an assignment, or for the total."""

    name: str
    column: int
    header: str
    ours: int  # the maximum in grading
    theirs: Decimal | None  # the maximum in the gradebook, None if it states none

    @property
    def scale(self) -> Decimal:
        """The factor from our marks to theirs."""
        return Decimal(1) if self.theirs is None else self.theirs / self.ours


def choose_columns(
    gradebook: Gradebook, maxima: Mapping[str, int], only: Sequence[str], given: Mapping[str, str]
) -> list[Target]:
    """A column for each assignment, and for the total if the gradebook has one.

    Args:
        gradebook: the gradebook to fill.
        maxima: the maximum of each graded assignment, and of the total.
        only: names of those to export, all if empty.
        given: headers by name, as given by the instructor.

    Raises:
        UserError: a name was not graded, a header is not in the file, or the column is ambiguous.
    """
    for name in (*only, *given):
        if name not in maxima:
            raise UserError(f"{name} was not graded; the results are for {', '.join(maxima)}")
    named = list(dict.fromkeys([*only, *given]))
    wanted = named if only else [name for name in maxima if name != TOTAL or name in given]
    if gradebook.single:
        columns = _column_of_single(gradebook, named or wanted, given)
    else:
        columns = {name: _column(gradebook, name, given.get(name), wanted) for name in wanted}
        totals = [] if only or TOTAL in columns else _same_title(gradebook, TOTAL)
        columns |= {TOTAL: totals[0]} if len(totals) == 1 else {}
    _refuse_shared_column(gradebook, columns)
    return [
        Target(name, column, gradebook.table.header[column], maxima[name], _maximum(gradebook, column))
        for name, column in columns.items()
    ]


def _column_of_single(gradebook: Gradebook, wanted: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    if len(wanted) != 1:
        raise UserError(
            f"{gradebook.table.path} is for a single assignment: choose it with --only ({' or '.join(wanted)})"
        )
    title = next(iter(gradebook.titles.values())) if len(gradebook.titles) == 1 else None
    return {wanted[0]: _column(gradebook, wanted[0], given.get(wanted[0], title), wanted)}


def _column(gradebook: Gradebook, name: str, header: str | None, wanted: Sequence[str]) -> int:
    if header is not None:
        return _column_with_header(gradebook, header)
    columns = _same_title(gradebook, name) or _containing(gradebook, name, wanted)
    if len(columns) == 1:
        return columns[0]
    if columns:
        problem = f"several columns match {name}: {_quoted(gradebook, columns)}"
    else:
        problem = f"no column matches {name}; it has {_quoted(gradebook, gradebook.titles)}"
    advice = f"name the column with --column {name}=HEADER"
    if len(wanted) > 1:
        advice += ", or choose assignments with --only"
    raise UserError(f"{gradebook.table.path}: {problem}; {advice}")


def _column_with_header(gradebook: Gradebook, header: str) -> int:
    columns = [
        column for column, title in gradebook.titles.items() if header in (gradebook.table.header[column], title)
    ]
    if len(columns) != 1:
        count = "more than one" if columns else "no"
        titles = _quoted(gradebook, gradebook.titles)
        raise UserError(f"{gradebook.table.path} has {count} column {header!r} to fill; it has {titles}")
    return columns[0]


def _quoted(gradebook: Gradebook, columns: Iterable[int]) -> str:
    return ", ".join(repr(gradebook.table.header[column]) for column in columns) or "none"


def _same_title(gradebook: Gradebook, name: str) -> list[int]:
    return [column for column, title in gradebook.titles.items() if letters(title) == letters(name)]


def _containing(gradebook: Gradebook, name: str, wanted: Sequence[str]) -> list[int]:
    """The columns whose title contains this name but no longer name around it; a total needs the exact title."""
    if name == TOTAL:
        return []
    longer = [letters(other) for other in wanted if other != name and letters(name) in letters(other)]
    titles = {column: letters(title) for column, title in gradebook.titles.items()}
    return [
        column
        for column, title in titles.items()
        if letters(name) in title and not any(other in title for other in longer)
    ]


def _refuse_shared_column(gradebook: Gradebook, columns: Mapping[str, int]) -> None:
    owners: dict[int, str] = {}
    for name, column in columns.items():
        if other := owners.get(column):
            header = gradebook.table.header[column]
            raise UserError(
                f"{other} and {name} would both go into column {header!r} of {gradebook.table.path}: "
                "give each its own with --column"
            )
        owners[column] = name


def _maximum(gradebook: Gradebook, column: int) -> Decimal | None:
    """The maximum that the file states for a column.

    Raises:
        UserError: it is not a number above 0, or not the same in all rows.
    """
    texts = {text.strip() for text in gradebook.maxima.get(column, ())} - {""}
    if not texts:
        return None
    numbers = {number_in(text) for text in texts}
    number = numbers.pop() if len(numbers) == 1 else None
    if number is None or number <= 0:
        header = gradebook.table.header[column]
        raise UserError(
            f"the maximum of {header!r} in {gradebook.table.path} is {' or '.join(sorted(texts)[:3])}: "
            "set it to a number of points above 0, the same for all students, and download the file again"
        )
    return number
