"""Cells of CSV files are found and changed in place, and every other byte stays as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import UserError
from autograder.tables.csv_table import CsvTable, read_csv_table


def table(folder: Path, data: bytes) -> CsvTable:
    path = folder / "table.csv"
    path.write_bytes(data)
    return read_csv_table(path)


CELLS = st.text(st.sampled_from('ab,;"\n \u00e9\u0301\u4e2d\U0001f600=\t'), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)
@given(
    columns=st.integers(1, 4),
    data=st.data(),
    separator=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    last_line_ends=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_is_read_as_any_reader_does_and_only_the_given_cells_change(
    tmp_path: Path, columns: int, data: st.DataObject, separator: str, line_end: str, encoding: str,
    last_line_ends: bool, quoting: Literal[0, 1],
) -> None:  # fmt: skip
    header = [f"h{place}" for place in range(columns)] + ["last"]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=columns, max_size=columns).map(lambda row: [*row, "x"])))
    rows = [[cell.replace("\n", line_end) for cell in row] for row in rows]  # writers leave other line ends unquoted
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows([header, *rows])
    written = text.getvalue() if last_line_ends else text.getvalue().removesuffix(line_end)

    read = table(tmp_path, written.encode(encoding))

    assert [list(row.texts) for row in read.rows] == rows
    assert read.with_cells({}) == written.encode(encoding)
    if rows:
        place, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, columns))
        changed = read.with_cells({(place, column): "85.00"})
        cell = read.rows[place].cells[column]
        assert read.text[: cell.start] in (decoded := changed.decode(encoding))
        assert decoded.removeprefix(read.text[: cell.start]).strip('"').removeprefix("85.00").strip('"') == (
            read.text[cell.end :].strip('"')
        )
        rows[place][column] = "85.00"
        assert [list(row.texts) for row in table(tmp_path, changed).rows] == rows


STAYS = {
    "a_byte_order_mark": (b"\xef\xbb\xbfa,b\n1,2\n", b"\xef\xbb\xbfa,b\n1,9\n"),
    "utf_16": ("\ufeffa\tb\r\n1\t2\r\n".encode("utf-16-be"), "\ufeffa\tb\r\n1\t9\r\n".encode("utf-16-be")),
    "windows_1252": (b"a,b\nZo\xeb,2\n", b"a,b\nZo\xeb,9\n"),
    "line_ends_of_several_kinds": (b"a,b\r\n1,2\n\n\r\n", b"a,b\r\n1,9\n\n\r\n"),
    "no_line_end": (b"a,b\n1,2", b"a,b\n1,9"),
    "an_empty_last_cell": (b"a,b\n1,", b"a,b\n1,9"),
    "quotes": (b'"a","b"\n"x""y","2"\n', b'"a","b"\n"x""y","9"\n'),
    "a_line_end_in_a_cell": (b'a,b\n"x\r\ny",2\n', b'a,b\n"x\r\ny",9\n'),
    "something_after_quotes": (b'a,b\n"x"y,2\n', b'a,b\n"x"y,9\n'),
    "quotes_within_a_cell": (b'a,b\nx "y" z,2\n', b'a,b\nx "y" z,9\n'),
    "formulas": (b"a,b\n=1+1,2\n", b"a,b\n=1+1,9\n"),
    "a_separator_line": (b"sep=;\r\na;b\r\n1;2\r\n", b"sep=;\r\na;b\r\n1;9\r\n"),
    "titles_above_the_header": (b"Spring, week 1\n\nid;b\n1;2\n", b"Spring, week 1\n\nid;b\n1;9\n"),
}


@pytest.mark.parametrize(("data", "changed"), STAYS.values(), ids=STAYS)
def test_everything_but_the_cell_stays(tmp_path: Path, data: bytes, changed: bytes) -> None:
    assert table(tmp_path, data).with_cells({(0, 1): "9"}) == changed


HEADERS = {
    "on_top": (b"Name,Mark\nAda,5\n", ("Name", "Mark")),
    "below_a_title": (b"Linear Models\nName,Mark\nAda,5\n", ("Name", "Mark")),
    "below_titles_with_a_value": (b"Course:,Models,\nName,ID,Mark\nAda,7,5\n", ("Name", "ID", "Mark")),
    "below_a_title_with_commas": (b"Models, spring, week 1\nName;Mark\nAda;5\n", ("Name", "Mark")),
    "below_empty_lines": (b"\n\nName,Mark\nAda,5\n", ("Name", "Mark")),
    "below_a_separator_line": (b"sep=;\nName;Mark, final\nAda;5\n", ("Name", "Mark, final")),
    "below_a_quoted_separator_line": (b'"sep=\t"\r\nName\tMark\r\n', ("Name", "Mark")),
    "separated_by_bars": (b"SEP=|\nName|Mark\nAda|5\n", ("Name", "Mark")),
    "with_a_line_end": (b'Models\n"Mark\n(of 5)",Name\n5,Ada\n', ("Mark\n(of 5)", "Name")),
    "with_old_line_ends": (b"Name;Mark\rLovelace, Ada, of London;5\r", ("Name", "Mark")),
    "of_unknown_titles": (b"Vorname,Nachname,Rolle\nAda,Lovelace,Student\n", ("Vorname", "Nachname", "Rolle")),
}


@pytest.mark.parametrize(("data", "header"), HEADERS.values(), ids=HEADERS)
def test_the_header_is_the_first_row_that_names_students_else_the_first_row(
    tmp_path: Path, data: bytes, header: tuple[str, ...]
) -> None:
    assert table(tmp_path, data).header == header


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    read = table(tmp_path, b"sep=,\nLinear\nModels\nName,Mark\nAda,5\n")
    assert [(row.line, row.texts) for row in read.rows] == [(5, ("Ada", "5"))]


def test_rows_of_another_length_are_read_when_the_table_may_be_ragged(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"Name,Mark\nAda\nBen,5,\n")
    assert [row.texts for row in read_csv_table(path, ragged=True).rows] == [("Ada",), ("Ben", "5", "")]


def test_a_decimal_comma_is_quoted_where_commas_separate(tmp_path: Path) -> None:
    assert table(tmp_path, b"a,b\n1,\n").with_cells({(0, 1): "8,50"}) == b'a,b\n1,"8,50"\n'
    assert table(tmp_path, b"a;b\n1;\n").with_cells({(0, 1): "8,50"}) == b"a;b\n1;8,50\n"


REFUSED = {
    "nothing": (b"", "{path} is empty: it needs a header and one row per student"),
    "a_separator_line_alone": (b"sep=;", "{path} is empty: it needs a header and one row per student"),
    "a_workbook": (b"PK\x03\x04\0\0", "{path} is not a CSV file: download it as CSV, or save it as CSV UTF-8"),
    "a_cell_too_many": (
        b"a,b\n\n1,2,3\n",
        "line 3 of {path} has 3 cells where the header has 2: download it again, or fix that line",
    ),
    "an_open_quote": (
        b'a,b\n"1,2\n3,4\n',
        "a quote that is opened in line 2 of {path} is never closed: download it again",
    ),
    "an_endless_cell": (
        b"a,b\n1," + b"x" * 100_001,
        "a cell in line 2 of {path} has more than 100,000 characters: a quote may be missing there",
    ),
    "too_large": (
        b"a,b\n" + b"\n" * 20_000_000,
        "{path} is larger than 20,000,000 bytes: it should hold the students of one course",
    ),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        table(tmp_path, data)
    assert str(caught.value) == message.format(path=tmp_path / "table.csv")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: No such file"):
        read_csv_table(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=60), st.lists(st.sampled_from([b'"', b",", b"\r", b"\n", b"a", b"\xff"])).map(b"".join)
    )
)
def test_any_bytes_are_refused_with_a_reason_or_given_back_unchanged(tmp_path: Path, data: bytes) -> None:
    try:
        read = table(tmp_path, data)
    except UserError:
        return
    assert read.with_cells({}) == data
