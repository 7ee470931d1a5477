"""A CSV file of others, and where in it each cell lies, so that one can be changed and all else stays byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED: Final = ("utf-8", "cp1252")
_SEPARATORS: Final = ",;\t"
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Cell(NamedTuple):
    """A cell, and where it lies in the text, with its quotes."""

    start: int
    end: int
    text: str


class Row(NamedTuple):
    """A record of the file."""

    line: int  # of the file, where it begins; the first is 1
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the cells."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True)
class CsvTable:
    """A file with a header; rows of nothing but empty cells are left out."""

    path: Path
    separator: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]  # as many cells in each as in the header
    text: str  # all of the file but its byte order mark
    mark: bytes
    encoding: str

    def with_cells(self, texts: Mapping[tuple[int, int], str]) -> bytes:
        """The file with these texts, by row and column, and all else as it was; a cell in quotes keeps them.

        Args:
            texts: of characters that the file's encoding knows, and without quotes.
        """
        pieces, done = [], 0
        for place, column in sorted(texts):
            cell, text = self.rows[place].cells[column], texts[place, column]
            in_quotes = self.text.startswith('"', cell.start) or self.separator in text
            pieces += [self.text[done : cell.start], f'"{text}"' if in_quotes else text]
            done = cell.end
        return self.mark + "".join([*pieces, self.text[done:]]).encode(self.encoding)


def read_csv_table(path: Path) -> CsvTable:
    """The table in a file that is UTF-8, UTF-16 or Windows-1252, separated by commas, semicolons or tabs.

    Raises:
        UserError: it cannot be read, or is no such table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    mark, encoding, text = _decoded(path, data)
    separator = separator_of(text)
    filled = [row for row in _rows(path, text, separator) if any(cell.strip() for cell in row.texts)]
    if not filled:
        raise UserError(f"{path} is empty: it needs a header and a row a student")
    header, *rows = filled
    for row in rows:
        if len(row.cells) != len(header.cells):
            raise UserError(
                f"line {row.line} of {path} has {len(row.cells)} cells where the header has {len(header.cells)}: "
                "download it again, or mend that line"
            )
    return CsvTable(path, separator, header.texts, tuple(rows), text, mark, encoding)


def separator_of(text: str) -> str:
    """What separates the cells of the first line, quoted ones aside."""
    first = _QUOTED.sub("", text.lstrip("\r\n")[:100_000]).split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


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
    raise UserError(f"{path} is no CSV file: download it as CSV, or save it as CSV UTF-8")


def _rows(path: Path, text: str, separator: str) -> Iterator[Row]:
    plain = rf"[^{separator}\r\n]*+"
    # A quoted cell with whatever follows its quotes, or a plain one; then what ends it.
    pattern = re.compile(rf"(?:{_QUOTED.pattern}(?P<rest>{plain})|{plain})(?P<end>{separator}|\r\n|\r|\n|\Z)")
    cells: list[Cell] = []
    place, line, first_line = 0, 1, 1
    while place < len(text) or cells:
        found = pattern.match(text, place)
        if found is None or (text.startswith('"', place) and found["rest"] is None):
            raise UserError(f"a quote that is opened in line {line} of {path} is not closed: download it again")
        cells.append(Cell(place, found.start("end"), _content(text[place : found.start("end")], found["rest"])))
        line += len(_LINE_END.findall(found[0]))
        place = found.end()
        if found["end"] != separator:
            yield Row(first_line, tuple(cells))
            cells, first_line = [], line


def _content(raw: str, rest: str | None) -> str:
    if rest is None:
        return raw
    return raw[1 : len(raw) - len(rest) - 1].replace('""', '"') + rest
