"""CSV files of other systems, with the position of every cell: one can be changed and the rest stays byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError
from autograder.tables.people import has_key_column

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED: Final = ("utf-8", "cp1252")
_SEPARATORS: Final = ",;\t"
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(?P<separator>[,;\t|])"?(?:\r\n|\r|\n|\Z)', re.I)  # written for Excel
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_MOST_BYTES: Final = 20_000_000  # comments on ten thousand students take half of it
_LONGEST_CELL: Final = 100_000  # characters; longer ones come from a quote in the wrong place
_MOST_TITLE_ROWS: Final = 20
_MOST_COLUMNS: Final = 5_000


class _TooManyCellsError(UserError):
    """A row is longer than that of any gradebook."""


class Cell(NamedTuple):
    """A cell, and its position in the text, quotes included."""

    start: int
    end: int
    text: str


class Row(NamedTuple):
    """A row of the table, which may span several lines of the file."""

    line: int  # of the file, where the row begins; the first is 1
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The contents of the cells."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True)
class CsvTable:
    """A file with a header; titles above it and empty rows do not count as rows."""

    path: Path
    separator: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]  # each with as many cells as the header, unless read as ragged
    text: str  # the whole file without its byte order mark
    mark: bytes
    encoding: str

    def with_cells(self, texts: Mapping[tuple[int, int], str]) -> bytes:
        """The file with these texts, by row and column, and everything else unchanged; a cell in quotes keeps them.

        Args:
            texts: without quotes, and of characters that the file's encoding has.
        """
        pieces, done = [], 0
        for row, column in sorted(texts):
            cell, text = self.rows[row].cells[column], texts[row, column]
            in_quotes = self.text.startswith('"', cell.start) or self.separator in text
            pieces += [self.text[done : cell.start], f'"{text}"' if in_quotes else text]
            done = cell.end
        return self.mark + "".join([*pieces, self.text[done:]]).encode(self.encoding)


def read_csv_table(path: Path, *, ragged: bool = False) -> CsvTable:
    """The table in a CSV file.

    The encoding is UTF-8, UTF-16 with a byte order mark, or Windows-1252. Commas, semicolons or tabs separate cells,
    or whatever a first line such as `sep=;` declares. Rows of titles above the header are skipped.

    Args:
        path: the file.
        ragged: whether rows may have fewer or more cells than the header.

    Raises:
        UserError: it cannot be read, or is not such a table.
    """
    mark, encoding, text = _decoded(path, _bytes_of(path))
    start, separator = _header_start(path, text)
    filled = [row for row in _rows(path, text, start, separator) if any(cell.strip() for cell in row.texts)]
    if not filled:
        raise UserError(f"{path} is empty: it needs a header and one row per student")
    header, *rows = filled
    for row in rows:
        if not ragged and len(row.cells) != len(header.cells):
            raise UserError(
                f"line {row.line} of {path} has {len(row.cells)} cells where the header has {len(header.cells)}: "
                "download it again, or fix that line"
            )
    return CsvTable(path, separator, header.texts, tuple(rows), text, mark, encoding)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > _MOST_BYTES:
        raise UserError(f"{path} is larger than {_MOST_BYTES:,} bytes: it should hold the students of one course")
    return data


def _decoded(path: Path, data: bytes) -> tuple[bytes, str, str]:
    """The byte order mark, the encoding, and the text after the mark."""
    mark, encodings = next(((mark, (name,)) for mark, name in _MARKS if data.startswith(mark)), (b"", _UNMARKED))
    body = data.removeprefix(mark)
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return mark, encoding, text
    raise UserError(f"{path} is not a CSV file: download it as CSV, or save it as CSV UTF-8")


def _header_start(path: Path, text: str) -> tuple[int, str]:
    """Where the header begins, and what separates its cells; the top of the table if no row looks like a header."""
    declared = _SEPARATOR_LINE.match(text)
    top = declared.end() if declared else 0
    separators = [declared["separator"]] if declared else _likely_separators(text)
    for separator in separators:
        start = _header_below_titles(path, text, top, separator)
        if start is not None:
            return start, separator
    return top, separators[0]


def _likely_separators(text: str) -> list[str]:
    """All separators, beginning with the one that is most frequent in the first line outside quotes."""
    first_line = _LINE_END.split(_QUOTED.sub("", text.lstrip("\r\n")[:100_000]), maxsplit=1)[0]
    return sorted(_SEPARATORS, key=first_line.count, reverse=True)


def _header_below_titles(path: Path, text: str, top: int, separator: str) -> int | None:
    """Where the first row begins that names students and has more filled cells than any row above it."""
    most_filled = 0
    try:
        for row in islice(_rows(path, text, top, separator), _MOST_TITLE_ROWS + 1):
            filled = sum(1 for cell in row.texts if cell.strip())
            if filled > most_filled and has_key_column(row.texts):
                return row.cells[0].start
            most_filled = max(most_filled, filled)
    except _TooManyCellsError:
        raise
    except UserError:  # with the wrong separator a quote may seem to be open
        return None
    return None


def _rows(path: Path, text: str, start: int, separator: str) -> Iterator[Row]:
    """The rows from this position on."""
    plain = rf"[^{re.escape(separator)}\r\n]*+"
    # A quoted cell with whatever follows its quotes, or a plain one; then what ends it.
    pattern = re.compile(
        rf"(?:{_QUOTED.pattern}(?P<rest>{plain})|{plain})(?P<end>{re.escape(separator)}|\r\n|\r|\n|\Z)"
    )
    cells: list[Cell] = []
    place, line = start, 1 + len(_LINE_END.findall(text, 0, start))
    first_line = line
    while place < len(text) or cells:
        match = pattern.match(text, place)
        if match is None or (text.startswith('"', place) and match["rest"] is None):
            raise UserError(f"a quote that is opened in line {line} of {path} is never closed: download it again")
        cell = Cell(place, match.start("end"), _content(text[place : match.start("end")], match["rest"]))
        if len(cell.text) > _LONGEST_CELL:
            raise UserError(
                f"a cell in line {line} of {path} has more than {_LONGEST_CELL:,} characters: "
                "a quote may be missing there"
            )
        cells.append(cell)
        if len(cells) > _MOST_COLUMNS:
            raise _TooManyCellsError(f"line {line} of {path} has more than {_MOST_COLUMNS:,} cells: download it again")
        line += len(_LINE_END.findall(match[0]))
        place = match.end()
        if match["end"] != separator:
            yield Row(first_line, tuple(cells))
            cells, first_line = [], line


def _content(raw: str, rest: str | None) -> str:
    """The text of a cell: what its quotes hold, with whatever follows them, or all of a plain one."""
    if rest is None:
        return raw
    return raw[1 : len(raw) - len(rest) - 1].replace('""', '"') + rest
