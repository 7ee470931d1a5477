"""Files that change together: whatever kills the process, all are old or all become new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.system.together import finish_together, has_begun, put_in_place, stage

OLD = {"a.csv": "old a", "students/x/b.json": "old b", "gone.txt": "old"}
NEW = {"a.csv": "new a", "students/x/b.json": "new b", "c.txt": "new c"}


def write_together(folder: Path, staging: Path, files: Mapping[str, str], gone: Iterable[str] = ()) -> None:
    put_in_place(folder, staging, stage(folder, staging, files.items(), gone))


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and "staging" not in path.parts
    }


def killed_at(folder: Path, moment: int) -> bool:
    """Whether a process that dies when it renames or removes a file for that time got so far."""
    child = os.fork()
    if child == 0:
        left = [moment]

        def dies(original: object) -> object:
            def call(*arguments: object) -> object:
                if left[0] == 0:
                    os._exit(9)
                left[0] -= 1
                return original(*arguments)  # type: ignore[operator]

            return call

        os.replace, os.unlink = dies(os.replace), dies(os.unlink)  # type: ignore[assignment]
        write_together(folder, folder / "staging", NEW, ["gone.txt"])
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_a_process_that_is_killed_at_any_moment_leaves_all_old_or_all_new(tmp_path: Path) -> None:
    outcomes = set()
    for moment in range(20):
        folder = tmp_path / str(moment)
        write_together(folder, folder / "staging", OLD)
        assert texts(folder) == OLD
        killed = killed_at(folder, moment)
        finish_together(folder, folder / "staging")
        outcomes.add((killed, texts(folder) == NEW))
        assert texts(folder) in (OLD, NEW)
        assert not (folder / "staging").exists()
    assert outcomes == {(True, False), (True, True), (False, True)}


def test_what_is_already_there_is_left_alone(tmp_path: Path) -> None:
    write_together(tmp_path, tmp_path / "staging", OLD)
    before = (tmp_path / "a.csv").stat().st_ino
    write_together(tmp_path, tmp_path / "staging", OLD | {"gone.txt": "new"})
    assert (tmp_path / "a.csv").stat().st_ino == before
    assert (tmp_path / "gone.txt").read_text() == "new"


def test_where_one_cannot_be_written_none_changes(tmp_path: Path) -> None:
    write_together(tmp_path, tmp_path / "staging", OLD)
    with pytest.raises(UserError, match="cannot be written"):
        write_together(tmp_path, tmp_path / "a.csv" / "staging", NEW)
    assert texts(tmp_path) == OLD


def test_one_text_is_made_at_a_time_and_nothing_changes_until_all_are(tmp_path: Path) -> None:
    def made() -> Iterator[tuple[str, str]]:
        for number in range(3):
            assert not texts(tmp_path)
            assert len(list((tmp_path / "staging").glob("*"))) == number
            yield f"{number}.txt", "text"

    staged = stage(tmp_path, tmp_path / "staging", made())
    assert not has_begun(tmp_path / "staging")
    put_in_place(tmp_path, tmp_path / "staging", staged)
    assert sorted(texts(tmp_path)) == ["0.txt", "1.txt", "2.txt"]


def test_a_text_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    def made() -> Iterator[tuple[str, str]]:
        yield "a.txt", "text"
        raise UserError("the handout cannot be read")

    with pytest.raises(UserError, match="handout"):
        stage(tmp_path, tmp_path / "staging", made())
    assert not list(tmp_path.iterdir())
