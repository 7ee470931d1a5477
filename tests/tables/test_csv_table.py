"""Cells of CSV files are found and changed where they stand, and every other byte stays as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path

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
def test_a_table_is_read_as_any_reader_does_and_only_named_cells_change(
    tmp_path: Path, columns: int, data: st.DataObject, separator: str, line_end: str, encoding: str,
    last_line_ends: bool, quoting: int,
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
}


@pytest.mark.parametrize(("data", "changed"), STAYS.values(), ids=STAYS)
def test_all_stays_but_the_cell(tmp_path: Path, data: bytes, changed: bytes) -> None:
    assert table(tmp_path, data).with_cells({(0, 1): "9"}) == changed


def test_a_decimal_comma_is_quoted_where_commas_separate(tmp_path: Path) -> None:
    assert table(tmp_path, b"a,b\n1,\n").with_cells({(0, 1): "8,50"}) == b'a,b\n1,"8,50"\n'
    assert table(tmp_path, b"a;b\n1;\n").with_cells({(0, 1): "8,50"}) == b"a;b\n1;8,50\n"


REFUSED = {
    "nothing": (b"", "{path} is empty: it needs a header and a row a student"),
    "a_workbook": (b"PK\x03\x04\0\0", "{path} is no CSV file: download it as CSV, or save it as CSV UTF-8"),
    "a_cell_too_many": (
        b"a,b\n\n1,2,3\n",
        "line 3 of {path} has 3 cells where the header has 2: download it again, or mend that line",
    ),
    "an_open_quote": (
        b'a,b\n"1,2\n3,4\n',
        "a quote that is opened in line 2 of {path} is not closed: download it again",
    ),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_the_reason_is_told_where_a_table_cannot_be_read(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UserError) as caught:
        table(tmp_path, data)
    assert str(caught.value) == said.format(path=tmp_path / "table.csv")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: No such file"):
        read_csv_table(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=60), st.lists(st.sampled_from([b'"', b",", b"\r", b"\n", b"a", b"\xff"])).map(b"".join)
    )
)
def test_any_bytes_are_refused_in_words_or_given_back_as_they_were(tmp_path: Path, data: bytes) -> None:
    try:
        read = table(tmp_path, data)
    except UserError:
        return
    assert read.with_cells({}) == data
