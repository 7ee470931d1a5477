"""Files are written whole or not at all."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.system.atomic import write_atomically


def test_a_file_is_written_whole_and_for_everyone_to_read(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    write_atomically(path, "é\nline 2\n")
    assert path.read_bytes() == "é\nline 2\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_nothing_but_the_file_is_left_when_it_is_written_again(tmp_path: Path) -> None:
    write_atomically(tmp_path / "grades.csv", "a long first text")
    write_atomically(tmp_path / "grades.csv", "second")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"grades.csv": "second"}


def test_half_a_character_does_not_keep_a_file_from_being_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "results.json", json.dumps("\ud800", ensure_ascii=False))
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == "\ud800"


def test_nothing_is_left_when_a_file_cannot_be_put_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").mkdir()
    with pytest.raises(UserError, match=r"grades\.csv cannot be written: "):
        write_atomically(tmp_path / "grades.csv", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


def test_a_link_is_replaced_rather_than_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "grades.csv").symlink_to(tmp_path / "precious")
    write_atomically(tmp_path / "grades.csv", "grades")
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path, texts = tmp_path / "grades.csv", ("a" * 200_000, "b" * 200_000)
    write_atomically(path, texts[0])

    def write_often() -> None:
        for turn in range(20):
            write_atomically(path, texts[turn % 2])

    writer = threading.Thread(target=write_often)
    writer.start()
    seen = {path.read_text()}
    while writer.is_alive():
        seen.add(path.read_text())
    writer.join()
    assert seen <= set(texts)
