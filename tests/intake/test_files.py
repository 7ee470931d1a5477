"""Reading what students hand in: every file becomes a source or a reason, and none is a failure of the grader."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake.files import read_source
from autograder.intake.records import Absent, Source
from tests.helpers.hand_in_files import untold

STEADY = settings(deadline=None, derandomize=True, max_examples=100)


def read_script(folder: Path, data: bytes) -> Source | Absent:
    path = folder / "zero_init.py"
    path.write_bytes(data)
    return read_source(path, "zero_init")


def read_notebook(folder: Path, book: Any) -> Source | Absent:
    path = folder / "zero_init.ipynb"
    path.write_bytes(book if isinstance(book, bytes) else json.dumps(book).encode())
    return read_source(path, "zero_init")


def reason(work: Source | Absent) -> str:
    assert isinstance(work, Absent)
    return work.reason


def cells(work: Source | Absent) -> tuple[tuple[str, str], ...]:
    assert isinstance(work, Source)
    return work.cells


def code(source: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source}


TEXTS = {
    "ascii": (b"x = 1\n", "x = 1\n"),
    "utf_8": ("x = 'é'\n".encode(), "x = 'é'\n"),
    "utf_8_with_a_byte_order_mark": (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
    "latin_1_declared": (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n"),
    "declared_in_the_second_line": (b"#!python\n# -*- coding: cp1252 -*-\nx = '\x80'", None),
    "windows_line_ends": (b"x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n"),
    "old_line_ends": (b"x = 1\ry = 2\r", "x = 1\ny = 2\n"),
    "no_line_end": (b"x = 1", "x = 1"),
    "not_python": (b"this is (not Python", "this is (not Python"),
}


@pytest.mark.parametrize(("data", "text"), TEXTS.values(), ids=TEXTS)
def test_a_script_is_read_by_its_declared_encoding(tmp_path: Path, data: bytes, text: str | None) -> None:
    expected = text if text is not None else data.decode("cp1252")
    assert cells(read_script(tmp_path, data)) == (("zero_init.py", expected),)


def test_a_source_knows_its_assignment_and_its_file(tmp_path: Path) -> None:
    source = read_script(tmp_path, b"x = 1")
    assert untold(source) == Source("zero_init", "zero_init.py", (("zero_init.py", "x = 1"),))


UNREADABLE = {
    "nul_bytes": (b"x = 1\0", "zero_init.py is not a text file: it contains NUL bytes"),
    "utf_16": ("x = 1".encode("utf-16"), "zero_init.py is not a text file: it contains NUL bytes"),
    "not_utf_8": (b"x = '\xe9'\n", "zero_init.py cannot be read as Python source: "),
    "not_utf_8_further_down": (b"x = 1\ny = 2\nz = 3\n# \xe9", "zero_init.py cannot be read as Python source: "),
    "unknown_encoding": (b"# coding: klingon\n", "zero_init.py cannot be read as Python source: "),
    "not_an_encoding_of_text": (b"# coding: rot13\nk = 1\n", "zero_init.py cannot be read as Python source: "),
    "encoding_against_the_mark": (b"\xef\xbb\xbf# coding: latin-1\n", "zero_init.py cannot be read as Python source: "),
    "too_large": (b"#" * 2_000_001, "zero_init.py is larger than 2,000,000 bytes"),
}


@pytest.mark.parametrize(("data", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_the_reason_is_given_when_a_script_is_not_text(tmp_path: Path, data: bytes, message: str) -> None:
    assert reason(read_script(tmp_path, data)).startswith(message)


def test_a_script_of_the_largest_size_is_read(tmp_path: Path) -> None:
    assert len(cells(read_script(tmp_path, b"#" * 2_000_000))[0][1]) == 2_000_000


def test_a_missing_script_is_named_without_its_path(tmp_path: Path) -> None:
    work = read_source(tmp_path / "zero_init.py", "zero_init")
    assert reason(work) == "zero_init.py cannot be read: No such file or directory"


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_a_link_is_not_followed(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "secret").write_text("{}")
    link = tmp_path / f"zero_init{suffix}"
    link.symlink_to(tmp_path / "secret")
    assert reason(read_source(link, "zero_init")).startswith(f"zero_init{suffix} is a link, and links are not followed")


def test_a_broken_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "zero_init.py").symlink_to(tmp_path / "nowhere")
    assert "is a link" in reason(read_source(tmp_path / "zero_init.py", "zero_init"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "zero_init.py")
    assert reason(read_source(tmp_path / "zero_init.py", "zero_init")) == "zero_init.py is not a regular file"


def test_a_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "zero_init.py").mkdir()
    assert reason(read_source(tmp_path / "zero_init.py", "zero_init")) == "zero_init.py is not a regular file"


NOTEBOOKS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "lines": ({"cells": [code(["x = 1\n", "y = 2"])]}, ("x = 1\ny = 2",)),
    "text": ({"cells": [code("x = 1\ny = 2")]}, ("x = 1\ny = 2",)),
    "several_cells": ({"cells": [code("x = 1"), code("y = 2")]}, ("x = 1", "y = 2")),
    "other_cells": ({"cells": [{"cell_type": "markdown", "source": "# Title"}, code("x = 1")]}, ("x = 1",)),
    "raw_cells": ({"cells": [{"cell_type": "raw", "source": "x = 3"}, code("x = 1")]}, ("x = 1",)),
    "nbformat_3": ({"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n"]}]}]}, ("x = 1\n",)),
    "nbformat_3_with_two_sheets": (
        {"worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}, {}, {"cells": [code("y = 2")]}]},
        ("x = 1", "y = 2"),
    ),
    "no_cells": ({"cells": []}, ()),
    "nul_bytes": ({"cells": [code("x = '\0'")]}, ("x = ''",)),
    "magics": ({"cells": [code("%matplotlib inline")]}, ("%matplotlib inline",)),
}


@pytest.mark.parametrize(("book", "sources"), NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_notebook_is_its_code_cells(tmp_path: Path, book: Any, sources: tuple[str, ...]) -> None:
    labelled = tuple((f"cell {number}", source) for number, source in enumerate(sources, 1))
    assert cells(read_notebook(tmp_path, book)) == labelled


def test_the_source_of_a_notebook_tells_that_it_is_one(tmp_path: Path) -> None:
    source = read_notebook(tmp_path, {"cells": [code("x = 1")]})
    assert isinstance(source, Source)
    assert (source.is_notebook, source.file_name, source.stem) == (True, "zero_init.ipynb", "zero_init")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_notebook_is_read_in_every_encoding_of_json(tmp_path: Path, encoding: str) -> None:
    data = json.dumps({"cells": [code("x = 'é'")]}, ensure_ascii=False).encode(encoding)
    assert cells(read_notebook(tmp_path, data)) == (("cell 1", "x = 'é'"),)


ODD: dict[str, Any] = {
    "cells_of_no_kind": [None, 3, "text", [], {}],
    "a_source_that_is_a_number": [code(3)],
    "a_source_of_odd_lines": [code(["x = 1", 2, None])],
    "no_source": [{"cell_type": "code"}],
    "an_odd_kind": [{"cell_type": ["code"], "source": "x"}],
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_the_other_cells_are_read_when_some_are_odd(tmp_path: Path, odd: list[Any]) -> None:
    sources = [source for _, source in cells(read_notebook(tmp_path, {"cells": [*odd, code("y = 2")]}))]
    assert sources[-1] == "y = 2"
    assert set(sources[:-1]) <= {"", "x = 1"}


NOT_JSON = "zero_init.ipynb is not a notebook: it is not valid JSON"
NO_CELLS = "zero_init.ipynb is not a notebook: it has no list of cells"
NOT_NOTEBOOKS: dict[str, tuple[Any, str]] = {
    "a_line_of_anything": (b"x = 1", NOT_JSON),
    "cut": (b'{"cells": [', NOT_JSON),
    "not_text": (b"\xff\xfe\xfd", NOT_JSON),
    "nested_too_deeply": (b"[" * 200_000, NOT_JSON),
    "a_list": ([], NO_CELLS),
    "a_number": (3, NO_CELLS),
    "nothing_in_it": ({}, NO_CELLS),
    "cells_that_are_not_a_list": ({"cells": {"0": code("x = 1")}}, NO_CELLS),
    "too_large": (b" " * 50_000_001, "zero_init.ipynb is larger than 50,000,000 bytes"),
    "too_much_code": (
        {"cells": [code("#" * 1_000_000)] * 3},
        "zero_init.ipynb contains more than 2,000,000 bytes of code",
    ),
}


@pytest.mark.parametrize(("book", "message"), NOT_NOTEBOOKS.values(), ids=NOT_NOTEBOOKS)
def test_the_reason_is_given_when_a_file_is_not_a_notebook(tmp_path: Path, book: Any, message: str) -> None:
    assert reason(read_notebook(tmp_path, book)) == message


def test_pictures_do_not_count_as_code(tmp_path: Path) -> None:
    plot = code("plot()") | {"outputs": [{"data": {"image/png": "A" * 3_000_000}}]}
    assert cells(read_notebook(tmp_path, {"cells": [plot]})) == (("cell 1", "plot()"),)


@STEADY
@given(data=st.binary(max_size=80))
def test_any_bytes_are_a_source_or_a_reason(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert isinstance(read_script(folder, data), Source | Absent)
    assert isinstance(read_notebook(folder, data), Source | Absent)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(("code", "markdown", "x = 1\n")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("cells", "cell_type", "source", "input")), inner, max_size=3)
    ),
    max_leaves=12,
)


@STEADY
@given(any_cells=JSON)
def test_any_cells_are_a_source_or_a_reason(any_cells: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert isinstance(read_notebook(folder, {"cells": any_cells}), Source | Absent)


def test_a_lone_surrogate_in_a_notebook_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "m.ipynb"
    path.write_text('{"cells": [{"cell_type": "code", "source": "x = 1  # \\ud83d"}]}')
    work = read_source(path, "m")
    assert isinstance(work, Source)
    assert work.cells[0][1].encode() == b"x = 1  # ?"


def test_the_size_of_code_is_measured_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "m.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "# " + "\u4e2d" * 1_500_000}]}))
    assert isinstance(read_source(path, "m"), Absent)


@pytest.mark.parametrize("sheet", [{"cells": 5}, {"cells": None}, {}, 5], ids=str)
def test_an_odd_worksheet_has_no_cells(tmp_path: Path, sheet: object) -> None:
    path = tmp_path / "m.ipynb"
    path.write_text(json.dumps({"worksheets": [sheet]}))
    assert untold(read_source(path, "m")) == Source("m", "m.ipynb", ())
