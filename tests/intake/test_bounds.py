"""Whatever is handed in is read at a bounded cost, and the student is told in plain words what is too much."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.intake.attempts import Attempt, Person
from autograder.intake.choice import choose_work
from autograder.intake.files import source_in
from autograder.intake.records import Absent, Source
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.intake.walk import contents_of
from tests.helpers.cost import cost_of
from tests.helpers.hand_in_files import NAMES, NOTHING, folder_of, hand_ins_in, work_of, zip_of

CELL = b'{"cell_type": "code", "source": ["x = 1\\n"], "metadata": {}, "outputs": []}'
MANY_CELLS = "contains more than 4,000 cells: hand in only your own work"
MUCH_CODE = "contains more than 2,000,000 bytes of code"
MANY_VALUES = "cannot be read: clear all outputs, save it, and hand it in again"


def book_of(cells: bytes, rest: bytes = b"") -> bytes:
    return b'{"nbformat": 4, "cells": [' + cells + b"]" + rest + b"}"


def with_outputs(outputs: bytes) -> bytes:
    return book_of(CELL.replace(b'"outputs": []', b'"outputs": [' + outputs + b"]"))


def read(data: bytes) -> Source | Absent:
    return source_in(File("zero_init.ipynb", lambda most: data), "zero_init", ".ipynb", "zero_init.ipynb")


TOO_MUCH: Mapping[str, tuple[bytes, str]] = {
    "cells": (book_of(b",".join([CELL] * 400_000)), MANY_CELLS),
    "empty_cells": (book_of(b"{}," * 4_000_000 + b"{}"), MANY_CELLS),
    "sources_of_nothing": (book_of(b'{"cell_type": "code", "source": [' + b"[]," * 2_500_000 + b"[]]}"), MANY_VALUES),
    "long_sources": (book_of(b",".join([CELL.replace(b"x = 1", b"x" * 900_000)] * 20)), MUCH_CODE),
    "metadata": (book_of(CELL, b', "metadata": [' + b"[]," * 1_000_000 + b"[]]"), MANY_VALUES),
    "outputs_that_are_not_json": (with_outputs(b"NaN," * 1_500_000 + b"NaN"), MANY_VALUES),
    "old_worksheets": (b'{"worksheets": [{"cells": [' + b"{}," * 1_000_000 + b"{}]}]}", MANY_VALUES),
    "many_old_cells": (b'{"worksheets": [{"cells": [' + b"{}," * 5_000 + b"{}]}]}", MANY_CELLS),
}


@pytest.mark.parametrize(("data", "reason"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_in_a_notebook_is_refused_in_plain_words(data: bytes, reason: str) -> None:
    assert read(data) == Absent(f"zero_init.ipynb {reason}")
    cost = cost_of(lambda: read(data))
    assert cost.seconds < 2
    assert cost.megabytes < 200


@pytest.mark.parametrize("outputs", [b"{}," * 4_000_000 + b"{}", b'"' + b"A" * 20_000_000 + b'"'], ids=["many", "long"])
def test_outputs_cost_next_to_nothing(outputs: bytes) -> None:
    data = with_outputs(outputs)
    assert isinstance(read(data), Source)
    cost = cost_of(lambda: read(data))
    assert cost.seconds < 2
    assert cost.megabytes < 60


@pytest.mark.parametrize("name", ["zero_init.ipynb", "zero_init.py"])
def test_too_many_cells_are_named_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    folder_of(tmp_path, {f"ada/{name}": book_of(b",".join([CELL] * 4_001)), "ben/zero_init.py": "x = 1"})
    assert work_of(hand_ins_in(tmp_path)["ada"]) == f"{name} {MANY_CELLS}"


def test_as_many_cells_as_anybody_writes_are_read() -> None:
    work = read(book_of(b",".join([CELL] * 2_000)))
    assert isinstance(work, Source)
    assert len(work.cells) == 2_000


def test_a_picture_pasted_into_a_text_does_not_count_as_code() -> None:
    text = json.dumps({"cell_type": "markdown", "source": f"![](data:image/png;base64,{'A' * 2_000_000})"})
    work = read(book_of(text.encode() + b"," + CELL))
    assert isinstance(work, Source)
    assert work.cells == (("cell 1", "x = 1\n"),)


ODD_OUTPUTS = {"nan": b"NaN, -Infinity", "half_a_character": b'"\\ud83d"', "a_long_number": b"1" * 5_000}


@pytest.mark.parametrize("outputs", ODD_OUTPUTS.values(), ids=ODD_OUTPUTS)
def test_what_jupyter_writes_into_outputs_is_no_reason_to_refuse_a_notebook(outputs: bytes) -> None:
    work = read(with_outputs(outputs))
    assert isinstance(work, Source)
    assert work.cells == (("cell 1", "x = 1\n"),)


def test_files_of_other_names_are_read_once_however_many_assignments_there_are() -> None:
    reads: list[int] = []

    def read_one(most: int) -> bytes:
        reads.append(most)
        return book_of(CELL)

    folder = Folder("ada", lambda: Listing(tuple(File(f"work{number}.ipynb", read_one) for number in range(20))))
    attempt = Attempt(Person(("ada",), "ada"), folder)
    functions = {"training_loop": {"train"}, "zero_init": {"trace"}}
    works = choose_work(NAMES, [(attempt, contents_of(folder))], functions)
    assert works == (Absent("training_loop was not handed in"), Absent(NOTHING))
    assert len(reads) == 12


def test_a_file_beyond_the_limit_is_named() -> None:
    data = b" " * 50_000_000
    files = tuple(File(f"zero_init ({number}).py", lambda most: data) for number in range(1, 5))
    folder = Folder("ada", lambda: Listing(files))
    attempt = Attempt(Person(("ada",), "ada"), folder)
    contents = contents_of(folder)
    (work,) = choose_work(["zero_init"], [(attempt, contents)], {})
    assert isinstance(work, Absent)
    reasons = [f"zero_init ({number}).py is empty" for number in range(1, 4)]
    assert work.reason == "; ".join([*reasons, "and 1 more"])
    with pytest.raises(Unreadable, match="was not read, after 150,000,000 bytes of other files"):
        contents.files[3].file.read(50_000_000)


def test_folders_that_no_member_of_a_zip_stands_for_are_counted() -> None:
    names = {f"{'/'.join(str(number) for _ in range(25))}/zero_init.py": "" for number in range(1_000)}
    data = zip_of(names)
    contents = contents_of(Folder("ada", lambda: Listing((File("work.zip", lambda most: data),))))
    assert contents.refused == ["work.zip contains too many files"]
    assert (
        cost_of(lambda: contents_of(Folder("ada", lambda: Listing((File("work.zip", lambda most: data),))))).seconds < 2
    )


def test_countless_folders_on_a_disk_are_looked_at_up_to_a_limit(tmp_path: Path) -> None:
    for outer in range(6):
        for inner in range(2_000):
            (tmp_path / "ada" / f"{outer:02}" / f"{inner:04}").mkdir(parents=True)
    folder_of(tmp_path, {"ben/zero_init.py": "x = 1"})
    ada = hand_ins_in(tmp_path)["ada"]
    assert work_of(ada) == f"{NOTHING}: only the first 10,000 files of the hand-in were looked at"
