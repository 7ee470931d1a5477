"""Which column of a gradebook an assignment's marks go to, and by what they are multiplied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from autograder.errors import UserError
from autograder.gradebooks.formats import Gradebook
from autograder.gradebooks.graded import TOTAL
from autograder.gradebooks.numbers import number_in
from autograder.tables.people import letters


class Target(NamedTuple):
    """Where the marks of an assignment, or the total, go."""

    name: str
    column: int
    header: str
    ours: int  # the maximum that was graded to
    theirs: Decimal | None  # the maximum that the gradebook names, None if none

    @property
    def scale(self) -> Decimal:
        """By what marks are multiplied."""
        return Decimal(1) if self.theirs is None else self.theirs / self.ours


def choose_columns(
    gradebook: Gradebook, maxima: Mapping[str, int], only: Sequence[str], given: Mapping[str, str]
) -> list[Target]:
    """A column for each assignment, and for the total if there is one.

    Args:
        gradebook: where they are looked for.
        maxima: of the assignments that were graded, and of the total.
        only: names of those to export, all if empty.
        given: headers by name, where the instructor names them.

    Raises:
        UserError: a name is none of the class, a column is none of the file, or it is not plain which is meant.
    """
    for name in (*only, *given):
        if name not in maxima:
            raise UserError(f"{name} was not graded: there is {', '.join(maxima)}")
    named = list(dict.fromkeys([*only, *given]))
    wanted = named if only else [name for name in maxima if name != TOTAL or name in given]
    if gradebook.single:
        columns = _of_one_assignment(gradebook, named or wanted, given)
    else:
        columns = {name: _column(gradebook, name, given.get(name), wanted) for name in wanted}
        total = [] if only or TOTAL in columns else _exactly(gradebook, TOTAL)
        columns |= {TOTAL: total[0]} if len(total) == 1 else {}
    _refuse_twice(gradebook, columns)
    return [
        Target(name, column, gradebook.table.header[column], maxima[name], _maximum(gradebook, column))
        for name, column in columns.items()
    ]


def _of_one_assignment(gradebook: Gradebook, wanted: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    if len(wanted) != 1:
        raise UserError(f"{gradebook.table.path} is of one assignment: say which with --only, of {', '.join(wanted)}")
    known = next(iter(gradebook.titles.values())) if len(gradebook.titles) == 1 else None
    return {wanted[0]: _column(gradebook, wanted[0], given.get(wanted[0], known), wanted)}


def _column(gradebook: Gradebook, name: str, header: str | None, wanted: Sequence[str]) -> int:
    path, titles = gradebook.table.path, gradebook.titles
    there = f"there is {', '.join(repr(gradebook.table.header[place]) for place in titles) or 'none'}"
    if header is not None:
        found = [place for place in titles if header in (gradebook.table.header[place], titles[place])]
        if len(found) != 1:
            raise UserError(f"{path} has {'no' if not found else 'more than one'} column {header!r} to fill: {there}")
        return found[0]
    found = _exactly(gradebook, name) or _containing(gradebook, name, wanted)
    if len(found) == 1:
        return found[0]
    how = f"name it with --column {name}=HEADER" + ("" if len(wanted) == 1 else ", or choose assignments with --only")
    if found:
        there = f"{', '.join(repr(gradebook.table.header[place]) for place in found)} all could be"
    raise UserError(f"{path}: no column is plainly that of {name}: {there}; {how}")


def _exactly(gradebook: Gradebook, name: str) -> list[int]:
    return [place for place, title in gradebook.titles.items() if letters(title) == letters(name)]


def _containing(gradebook: Gradebook, name: str, wanted: Sequence[str]) -> list[int]:
    """The columns whose title holds the name, and not a longer one that holds it too; a total has to be called so."""
    if name == TOTAL:
        return []
    longer = [letters(other) for other in wanted if other != name and letters(name) in letters(other)]
    titles = {place: letters(title) for place, title in gradebook.titles.items()}
    return [
        place
        for place, title in titles.items()
        if letters(name) in title and not any(other in title for other in longer)
    ]


def _refuse_twice(gradebook: Gradebook, columns: Mapping[str, int]) -> None:
    owners: dict[int, str] = {}
    for name, column in columns.items():
        if other := owners.get(column):
            header = gradebook.table.header[column]
            raise UserError(f"{other} and {name} would both go to {header!r} of {gradebook.table.path}: use --column")
        owners[column] = name


def _maximum(gradebook: Gradebook, column: int) -> Decimal | None:
    """The maximum that the file names for a column.

    Raises:
        UserError: it is no number above 0, or not the same in all rows.
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
            "set it to points above 0, the same for all, and download the file again"
        )
    return number
