"""Files that are not what their names promise: read as what they are, or refused with what to hand in instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.files import read_source
from autograder.intake.records import Absent, Source
from tests.helpers.hand_in_files import untold

WORK = "import torch\n\n\ndef trace(x):\n    return x\n"
BOOK = {"nbformat": 4, "cells": [{"cell_type": "code", "source": WORK, "outputs": []}]}


def read(folder: Path, name: str, data: bytes | str) -> Source | Absent:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return untold(read_source(path, "zero_init"))


def notes(work: Source | Absent) -> tuple[str, ...]:
    assert isinstance(work, Source)
    return work.notes


BOOKS = {
    "plain": json.dumps(BOOK).encode(),
    "with_a_byte_order_mark": json.dumps(BOOK).encode("utf-8-sig"),
    "after_white_space": b"\n " + json.dumps(BOOK).encode(),
    "with_pictures": json.dumps(BOOK | {"pictures": "A" * 3_000_000}).encode(),
}


@pytest.mark.parametrize("data", BOOKS.values(), ids=BOOKS)
def test_a_notebook_that_was_renamed_to_py_is_read_as_a_notebook(tmp_path: Path, data: bytes) -> None:
    note = "zero_init.py is a notebook, and was read as one"
    expected = Source("zero_init", "zero_init.ipynb", (("cell 1", WORK),), (note,))
    assert read(tmp_path, "zero_init.py", data) == expected


SCRIPTS = {
    "plain": WORK,
    "with_magics": f"!pip install torch\n{WORK}",
    "with_an_error": f"{WORK}\nx = (\n",
    "with_a_docstring": f'"""The work."""\n{WORK}',
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_that_was_renamed_to_ipynb_is_read_as_a_script(tmp_path: Path, text: str) -> None:
    note = "zero_init.ipynb is a Python script, and was read as one"
    expected = Source("zero_init", "zero_init.py", (("zero_init.py", text),), (note,))
    assert read(tmp_path, "zero_init.ipynb", text) == expected


def test_a_damaged_notebook_is_not_read_as_a_script(tmp_path: Path) -> None:
    cut = json.dumps(BOOK, indent=1)[:-5].replace('"import torch', '"\nimport torch')
    reason = "zero_init.ipynb is not a notebook: it is not valid JSON"
    assert read(tmp_path, "zero_init.ipynb", cut) == Absent(reason)


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
PAGE = "\n<!DOCTYPE html>\n<html><body>\nimport torch\ndef trace(x): ...\n</body></html>\n"
FOREIGN: dict[str, tuple[str, bytes | str, str]] = {
    "empty": (".py", "", "is empty"),
    "white_space": (".py", " \n\t\r\n", "is empty"),
    "a_byte_order_mark_alone": (".py", b"\xef\xbb\xbf\n", "is empty"),
    "an_empty_notebook": (".ipynb", "", "is empty"),
    "a_pointer": (".py", POINTER, "is a Git LFS pointer, not a Python file: hand in the file that it points to"),
    "a_pointer_to_a_notebook": (".ipynb", POINTER, "is a Git LFS pointer, not a notebook: hand in the file that it"),
    "a_page": (".py", PAGE, "is a web page, not a Python file: download the file itself"),
    "a_page_for_a_notebook": (".ipynb", PAGE, "is a web page, not a notebook: download the file itself"),
    "a_page_of_a_login": (".py", "<html lang='en'>", "is a web page, not a Python file"),
    "a_pdf": (".py", b"%PDF-1.7\n\xe2\0", "is a PDF, not a Python file: hand in the file itself"),
    "rich_text": (".py", r"{\rtf1\ansi def trace(x): }", "is a document with formatting (RTF), not a Python file"),
    "a_document": (".py", b"PK\x03\x04\0\0", "is a zip or an office document, not a Python file"),
}


@pytest.mark.parametrize(("suffix", "data", "reason"), FOREIGN.values(), ids=FOREIGN)
def test_the_reason_says_what_a_file_is(tmp_path: Path, suffix: str, data: bytes | str, reason: str) -> None:
    work = read(tmp_path, f"zero_init{suffix}", data)
    assert isinstance(work, Absent)
    assert work.reason.startswith(f"zero_init{suffix} {reason}")


def cell(kind: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "source": source}


def test_functions_in_cells_that_are_not_run_are_noted(tmp_path: Path) -> None:
    cells = [cell("markdown", "# Title"), cell("markdown", WORK), cell("raw", "def is_symmetric(rows): ...")]
    assert notes(read(tmp_path, "zero_init.ipynb", json.dumps({"cells": cells}))) == (
        "Markdown cell 2 has Python code (def trace), but only code cells are run",
        "Raw cell 1 has Python code (def is_symmetric), but only code cells are run",
    )


def test_of_many_such_cells_the_first_are_noted_and_the_rest_counted(tmp_path: Path) -> None:
    cells = [cell("markdown", f"def f{number}(): ...") for number in range(100)]
    book = json.dumps({"cells": cells})
    first, _, _, rest = notes(read(tmp_path, "zero_init.ipynb", book))
    assert first == "Markdown cell 1 has Python code (def f0), but only code cells are run"
    assert rest == "and 97 more"


HARMLESS = {
    "defined_in_a_code_cell": [cell("markdown", WORK), cell("code", WORK)],
    "defined_in_another_way": [cell("markdown", WORK), cell("code", "trace = lambda x: x")],
    "an_example_in_a_text": [cell("markdown", f"For example:\n```python\n{WORK}```\n")],
    "a_contract": [cell("markdown", "Write\n\n    def trace(x): ...\n")],
    "prose": [cell("markdown", "def is a keyword\nclass struggle (noun)\nclass of 2026")],
}


@pytest.mark.parametrize("cells", HARMLESS.values(), ids=HARMLESS)
def test_texts_about_code_are_not_noted(tmp_path: Path, cells: list[dict[str, Any]]) -> None:
    assert notes(read(tmp_path, "zero_init.ipynb", json.dumps({"cells": cells}))) == ()


MARIMO = '''import marimo

__generated_with = "0.14.9"
app = marimo.App(width="medium")

with app.setup:
    import math


@app.cell
def _(torch):
    def trace(x: torch.Tensor):
        return x

    text = """
    return
    """
    return (trace,)


@app.cell(hide_code=True)
def _(
    mo,
):
    mo.md("# Title")
    return


@app.function(hide_code=True)
def is_symmetric(
    rows,
):
    return True


@app.cell
def _():
    import marimo as mo
    import torch
    return mo, torch


if __name__ == "__main__":
    app.run()
'''


def test_a_marimo_notebook_is_its_cells_in_the_order_in_which_it_runs_them(tmp_path: Path) -> None:
    work = read(tmp_path, "zero_init.py", MARIMO)
    assert isinstance(work, Source)
    assert work.notes == ("zero_init.py is a marimo notebook, and was read as one",)
    assert work.file_name == "zero_init.ipynb"
    labels = [label for label, _ in work.cells]
    assert sorted(labels) == [f"cell {number}" for number in range(1, 6)]
    assert labels.index("cell 5") < labels.index("cell 2")
    assert {label: source.strip() for label, source in work.cells} == {
        "cell 1": "import math",
        "cell 2": 'def trace(x: torch.Tensor):\n    return x\n\ntext = """\nreturn\n"""',
        "cell 3": 'mo.md("# Title")',
        "cell 4": "def is_symmetric(\n    rows,\n):\n    return True",
        "cell 5": "pass\nimport torch",
    }


def test_a_script_with_functions_beside_marimos_cells_is_read_as_a_script(tmp_path: Path) -> None:
    text = f"{MARIMO}\n\ndef trace(x):\n    return x\n"
    assert read(tmp_path, "zero_init.py", text) == Source("zero_init", "zero_init.py", (("zero_init.py", text),))
