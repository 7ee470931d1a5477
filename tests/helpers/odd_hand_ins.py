"""Odd hand-ins for one assignment: files, names, notebooks and zips, each with what it earns.

Some cannot be held by a repository (pipes, devices, odd names), and so all of them are built when they are needed.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import indent
from typing import Any, Final, NamedTuple

from tests.helpers.command import PROJECT, reference, stub
from tests.helpers.hand_in_files import folder_of, zip_of

ASSIGNMENT = "normal_equations"
FILE, NOTEBOOK = f"{ASSIGNMENT}.py", f"{ASSIGNMENT}.ipynb"
RIGHT = reference(ASSIGNMENT)
NOTHING = f"{ASSIGNMENT} was not handed in"
Build = Callable[[Path], object]


class Odd(NamedTuple):
    """An odd hand-in: how it is built, its marks, and what a note says."""

    build: Build
    marks: int
    note: str = ""


def holding(*files: tuple[str, str | bytes]) -> Build:
    """Builds a hand-in of these files."""
    return lambda folder: folder_of(folder, dict(files))


def cell(source: Any, **more: Any) -> dict[str, Any]:
    """A code cell."""
    return {"cell_type": "code", "source": source, **more}


def notebook(*cells: Any, **more: Any) -> Build:
    """Builds a hand-in of a notebook with these cells and fields."""
    return holding((NOTEBOOK, json.dumps({"nbformat": 4, "cells": list(cells)} | more)))


def cells_of(text: str) -> list[dict[str, Any]]:
    """The text in several cells: a new one wherever a definition begins."""
    return [cell(part) for part in text.replace("\n\n\ndef ", "\n\n\n\0def ").split("\0")]


def pipe(folder: Path) -> None:
    """A named pipe in place of the file."""
    os.mkfifo(folder / FILE)


def bound_socket(folder: Path) -> None:
    """A socket in place of the file."""
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket has to be short
    try:
        socket.socket(socket.AF_UNIX).bind(FILE)
    finally:
        os.chdir(here)


def device(folder: Path) -> None:
    """A device in place of the file."""
    try:
        os.mknod(folder / FILE, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        os.mkfifo(folder / FILE)  # an ordinary user makes no devices


def link_to(target: str) -> Build:
    """Builds a hand-in of a link."""
    return lambda folder: (folder / FILE).symlink_to(target)


def with_mode(mode: int) -> Build:
    """Builds a hand-in of right work with these permissions."""

    def build(folder: Path) -> None:
        (folder / FILE).write_text(RIGHT)
        (folder / FILE).chmod(mode)

    return build


def closed_folder(folder: Path) -> None:
    """A folder that the grader cannot open; root can, and finds nothing in it."""
    (folder / "closed").mkdir(mode=0)


def linked_folder(folder: Path) -> None:
    """A link to the folder of somebody else."""
    (folder / "work").symlink_to("../honest", target_is_directory=True)


def name_of_bytes(folder: Path) -> None:
    """A file whose name is not UTF-8, beside right work."""
    (folder / FILE).write_text(RIGHT)
    (folder / os.fsdecode(b"normal_equations\xff.py")).write_text("x = 1")


def ignores_permissions() -> bool:
    """Whether this user reads any file, as root does."""
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0)
        return os.access(file.name, os.R_OK)


UNREADABLE: Final = (100, "") if ignores_permissions() else (0, f"{FILE} cannot be read: Permission denied")
CLOSED: Final = "" if ignores_permissions() else ": closed cannot be opened: Permission denied"
STUB = stub(ASSIGNMENT)
HALF = RIGHT + "\n\ndef least_squares(X, y):\n    raise NotImplementedError\n"
COMMENTED = RIGHT.replace("\ndef ", "\n# raise NotImplementedError\n# raise NotImplementedError\ndef ")
TABS = "\n".join("\t" * ((len(line) - len(line.lstrip(" "))) // 4) + line.lstrip(" ") for line in RIGHT.split("\n"))
MARIMO = f"""import marimo

app = marimo.App()


@app.cell
def _(NamedTuple, np):
{indent(RIGHT.partition("import numpy as np")[2], "    ")}
    return least_squares, normal_equations, solve


@app.cell
def _():
    from typing import NamedTuple
    import marimo as mo
    import numpy as np
    return NamedTuple, mo, np


if __name__ == "__main__":
    app.run()
"""
TRAP = "raise SystemExit('imported from beside the work')\n"

ODD: Final[Mapping[str, Odd]] = {
    # --- files ---
    "empty": Odd(holding((FILE, "")), 0, f"{FILE} is empty"),
    "white_space": Odd(holding((FILE, " \n\n")), 0, f"{FILE} is empty"),
    "pointer": Odd(holding((FILE, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n")), 0, "Git LFS pointer"),
    "web_page": Odd(holding((FILE, "<!DOCTYPE html><html></html>")), 0, f"{FILE} is a web page, not a Python file"),
    "notebook_named_py": Odd(
        holding((FILE, json.dumps({"cells": cells_of(RIGHT)}))), 100, f"{FILE} is a notebook, and was read as one"
    ),
    "script_named_ipynb": Odd(holding((NOTEBOOK, RIGHT)), 100, f"{NOTEBOOK} is a Python script, and was read as one"),
    "marimo": Odd(holding((FILE, MARIMO)), 100, f"{FILE} is a marimo notebook, and was read as one"),
    "binary": Odd(holding((FILE, bytes(range(1, 256)) * 40)), 0, "cannot be read as Python source"),
    "nul": Odd(holding((FILE, RIGHT + "\0")), 0, "is not a text file: it contains NUL bytes"),
    "utf_16": Odd(holding((FILE, RIGHT.encode("utf-16"))), 0, "NUL bytes"),
    "wrong_encoding": Odd(holding((FILE, f"# \xe9\n{RIGHT}".encode("latin-1"))), 0, "cannot be read as Python source"),
    "declared_encoding": Odd(holding((FILE, f"# coding: latin-1\n# \xe9\n{RIGHT}".encode("latin-1"))), 100),
    "unknown_encoding": Odd(holding((FILE, f"# coding: klingon\n{RIGHT}")), 0, "unknown encoding: klingon"),
    "endless_encoding": Odd(
        holding((FILE, f"# coding: PunyCode\n{RIGHT}{'a' * 900_000}-{'b' * 900_000}")),
        0,
        "is not an encoding for source code",
    ),
    "endless_name_of_an_encoding": Odd(holding((FILE, f"# coding: {'a' * 1_900_000}\n")), 0, "unknown encoding: aaa"),
    "byte_order_mark": Odd(holding((FILE, b"\xef\xbb\xbf" + RIGHT.encode())), 100),
    "crlf": Odd(holding((FILE, RIGHT.replace("\n", "\r\n").encode())), 100),
    "old_mac": Odd(holding((FILE, RIGHT.replace("\n", "\r").encode())), 100),
    "tabs": Odd(holding((FILE, TABS)), 100),
    "deep_brackets": Odd(holding((FILE, f"{RIGHT}\nx = {'(' * 5000}1{')' * 5000}\n")), 0, "SyntaxError"),
    "deep_operators": Odd(holding((FILE, f"{RIGHT}\nx = {'-' * 100_000}1\n")), 0, "stopped"),
    "huge_line": Odd(holding((FILE, f"{RIGHT}\nx = '{'a' * 1_500_000}'\n")), 100),
    "huge_integer": Odd(holding((FILE, f"{RIGHT}\nx = {'9' * 100_000}\n")), 0, "SyntaxError"),
    "twenty_megabytes": Odd(holding((FILE, b"#" * 20_000_000)), 0, "is larger than 2,000,000 bytes"),
    "pipe": Odd(pipe, 0, "is not a regular file"),
    "socket": Odd(bound_socket, 0, "is not a regular file"),
    "device": Odd(device, 0, "is not a regular file"),
    "link": Odd(link_to(f"../honest/{FILE}"), 0, "is a link, and links are not followed"),
    "link_to_the_solution": Odd(link_to(str(PROJECT / "solutions" / ASSIGNMENT / FILE)), 0, "is a link"),
    "link_to_nothing": Odd(link_to("nowhere"), 0, "is a link"),
    "link_to_itself": Odd(link_to(FILE), 0, "is a link"),
    "link_to_a_folder": Odd(linked_folder, 0, NOTHING),
    "unreadable": Odd(with_mode(0), *UNREADABLE),
    "unreadable_folder": Odd(closed_folder, 0, NOTHING + CLOSED),
    "setuid": Odd(with_mode(0o4755), 100),
    "folder_like_a_file": Odd(holding((f"{FILE}/", "")), 0, f"{FILE} is a folder, not a file"),
    "file_in_a_folder_like_it": Odd(holding((f"{FILE}/{FILE}", RIGHT)), 100),
    "nested": Odd(holding((f"a/b/c/{FILE}", RIGHT)), 100),
    "file_name_of_bytes": Odd(name_of_bytes, 100),
    "nothing": Odd(holding(), 0, NOTHING),
    # --- names of files ---
    "text_file": Odd(holding((f"{FILE}.txt", RIGHT)), 100, f"{FILE}.txt was graded as {FILE}"),
    "capitals": Odd(holding(("Normal_Equations.PY", RIGHT)), 100, "Normal_Equations.PY was graded as"),
    "second_upload": Odd(holding(("normal_equations-1.py", RIGHT)), 100, "was graded as"),
    "second_download": Odd(holding(("normal_equations (2).py", RIGHT)), 100, "was graded as"),
    "two_downloads": Odd(
        holding((FILE, STUB), ("normal_equations (1).py", RIGHT)), 100, "normal_equations (1).py was graded"
    ),
    "another_name": Odd(holding(("hw1_final_FINAL.py", RIGHT)), 100, f"hw1_final_FINAL.py was graded as {FILE}"),
    "two_other_names": Odd(
        holding(("normal_equations_final.py", RIGHT), ("normal_equations_old.py", RIGHT)), 0, f"is not named {FILE}"
    ),
    "a_document": Odd(holding(("Normal Equations.docx", b"PK\x03\x04")), 0, "Normal Equations.docx is not named"),
    "both": Odd(holding((FILE, STUB), (NOTEBOOK, json.dumps({"cells": cells_of(RIGHT)}))), 100, "were both handed in"),
    "empty_file_beside_half_of_the_work": Odd(
        holding((FILE, ""), (NOTEBOOK, json.dumps({"cells": cells_of(HALF)}))), 76, f"{NOTEBOOK} was graded"
    ),
    "raise_commented_out": Odd(
        holding((FILE, HALF), (NOTEBOOK, json.dumps({"cells": cells_of(COMMENTED)}))), 100, f"{NOTEBOOK} was graded"
    ),
    # --- beside the work ---
    "shadows": Odd(
        holding(
            (FILE, RIGHT),
            *((name, TRAP) for name in ("torch.py", "numpy.py", "numpy/__init__.py", "sitecustomize.py", "pytest.py")),
            *((name, TRAP) for name in ("conftest.py", "usercustomize.py", "autograder/__init__.py", "typing.py")),
            ("evil.pth", "import os; os._exit(3)"),
            ("__pycache__/normal_equations.cpython-312.pyc", b"\0" * 16),
            ("numpy.so", b"\x7fELF"),
        ),
        100,
    ),
    "configuration": Odd(
        holding(
            (FILE, RIGHT),
            ("pytest.ini", "[pytest]\naddopts = --collect-only"),
            ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '-x'"),
            ("results.json", json.dumps({"score": 1000})),
            ("submission_metadata.yml", "submission_1: {}"),
        ),
        100,
    ),
    # --- notebooks ---
    "notebook": Odd(notebook(*cells_of(RIGHT)), 100),
    "broken_json": Odd(holding((NOTEBOOK, '{"cells": [')), 0, "is not a notebook: it is not valid JSON"),
    "deep_json": Odd(holding((NOTEBOOK, "[" * 1_000_000)), 0, "is not a notebook"),
    "no_cells": Odd(holding((NOTEBOOK, '{"cells": null}')), 0, "it has no list of cells"),
    "odd_cells": Odd(
        notebook(None, 3, [], {}, cell(None), cell(7), cell([None, "x = 1\n", 3]), *cells_of(RIGHT), {"cell_type": 0}),
        100,
    ),
    "nbformat_3": Odd(
        notebook(nbformat=3, cells=None, worksheets=[{"cells": [{"cell_type": "code", "input": RIGHT}]}]),
        100,
    ),
    "nbformat_9": Odd(
        notebook(cell(RIGHT), nbformat=9), 100, "the format of the notebook is newer than the grader supports"
    ),
    "huge_number": Odd(holding((NOTEBOOK, f'{{"x": {"9" * 10_000}, "cells": [{json.dumps(cell(RIGHT))}]}}')), 100),
    "another_language": Odd(
        notebook(cell(RIGHT), metadata={"kernelspec": {"name": "ir", "language": "R"}}),
        100,
        "the language of the notebook is R",
    ),
    "two_thousand_cells": Odd(notebook(*(cell(f"x{n} = {n}") for n in range(2000)), *cells_of(RIGHT)), 100),
    "thirty_megabytes_of_output": Odd(notebook(cell(RIGHT, outputs=[{"text": "loss 0.5\n" * 3_500_000}])), 100),
    "magics": Odd(notebook(cell("%time 1\n!ls\nget_ipython().run_line_magic('x', '')"), cell(RIGHT)), 100),
    "written_to_a_file": Odd(
        notebook(cell(f"%%writefile {FILE}\n{RIGHT}"), cell("from normal_equations import *")), 100
    ),
    "in_a_copy_of_a_check": Odd(
        notebook(cell(f"{RIGHT}\ngrader.check('unique')", metadata={"tags": ["otter_ignore"]})), 100, "NameError"
    ),
    "await": Odd(notebook(cell("import asyncio\nawait asyncio.sleep(0)"), cell(RIGHT)), 100),
    "input": Odd(notebook(cell("name = input('Your name?')"), cell(RIGHT)), 100),
    "error_in_the_middle": Odd(
        notebook(*cells_of(RIGHT)[:1], cell("1 / 0"), *cells_of(RIGHT)[1:]), 100, "ZeroDivisionError"
    ),
    "run_out_of_order": Odd(
        notebook(*({**one, "execution_count": 9 - place} for place, one in enumerate(cells_of(RIGHT)))), 100
    ),
    # --- zips ---
    "zip": Odd(holding(("work.zip", zip_of({f"work/{FILE}": RIGHT}))), 100),
    "zip_in_a_zip": Odd(holding(("work.zip", zip_of({"inner.zip": zip_of({FILE: RIGHT})}))), 100),
    "not_a_zip": Odd(holding(("work.zip", "Rar!")), 0, "work.zip is not a zip, or is damaged"),
    "zip_bomb": Odd(
        holding(("work.zip", zip_of({"zeros": bytes(220_000_000)}))), 0, "would unpack to 220,000,000 bytes"
    ),
    "zip_slip": Odd(holding(("work.zip", zip_of({f"../honest/{FILE}": ""}))), 0, "points outside the zip"),
    "export_of_others": Odd(
        holding(("e.zip", zip_of({"submission_metadata.yml": "submission_1: {}", "submission_1/x.py": ""}))), 0, NOTHING
    ),
}  # fmt: skip
