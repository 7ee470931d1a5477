"""Folders and zips are recognised as a class or as one student."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import UserError
from tests.helpers.hand_in_files import (
    NOTHING,
    folder_of,
    gradescope_export,
    hand_ins_in,
    notes_of,
    otter_export,
    work_of,
    works_of,
    zip_of,
)

EXPORTS: dict[str, dict[str, str | bytes]] = {
    "moodle": {
        "Jane Doe_101_assignsubmission_file/zero_init.py": "jane = 1",
        "Jane Doe_101_assignsubmission_onlinetext/onlinetext.html": "<p>",
    },
    "moodle_flat": {"Jane Doe_101_assignsubmission_file_zero_init.py": "jane = 1"},
    "canvas": {
        "doejane_1001_5001_training_loop.py": "jane = 1",
        "doejane_1001_5002_zero_init.py": "jane = 2",
        "roeann_1004_5005_my_files.zip": zip_of({"deep/zero_init.py": "ann = 1"}),
        "textbea_1005_text.html": "<p>text</p>",
    },
}


@pytest.mark.parametrize("files", EXPORTS.values(), ids=EXPORTS)
def test_what_lies_beside_an_export_is_graded_or_named(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    beside: dict[str, str | bytes] = {
        "ada/zero_init.py": "ada = 1",
        "ben.zip": zip_of({"zero_init.py": "ben = 1"}),
        "notes.txt": "",
    }
    notes: list[str] = []
    hand_ins = works_of(hand_ins_in(folder_of(tmp_path, {**files, **beside}), notes=notes))
    assert (hand_ins["ada"], hand_ins["ben"]) == ("ada = 1", "ben = 1")
    assert notes == [f"{tmp_path.name}: ignored (neither a folder nor a zip): notes.txt"]


def test_otter_exports_are_read_and_the_newest_of_several_counts(tmp_path: Path) -> None:
    folder_of(
        tmp_path / "ada",
        {
            "zero_init_2026_09_21T10_00_00_000001.zip": otter_export("x = 'old'"),
            "zero_init_2026_11_01T09_00_00_000001.zip": otter_export("x = 'new'"),
        },
    )
    ada = hand_ins_in(tmp_path / "ada")["ada"]
    assert work_of(ada) == "x = 'new'"
    newest = "zero_init_2026_11_01T09_00_00_000001.zip/zero_init.ipynb"
    assert notes_of(ada)[0].endswith(f"both handed in: the newest, {newest}, was graded")


def test_a_class_may_consist_of_folders_and_zips(tmp_path: Path) -> None:
    folder_of(
        tmp_path,
        {
            "ada/zero_init.py": "ada = 1",
            "ben.zip": zip_of({"zero_init.py": "ben = 1"}),
            "Carl.ZIP": zip_of({"carl/work/zero_init.py": "carl = 1"}),
            "readme.txt": "",
        },
    )
    notes: list[str] = []
    assert works_of(hand_ins_in(tmp_path, notes=notes)) == {"Carl": "carl = 1", "ada": "ada = 1", "ben": "ben = 1"}
    assert notes == [f"{tmp_path.name}: ignored (neither a folder nor a zip): readme.txt"]


CLASS_ZIPS = {
    "students": {"ada/zero_init.py": "ada = 1", "ben/zero_init.py": "ben = 1"},
    "a_folder_of_students": {"class/ada/zero_init.py": "ada = 1", "class/ben/zero_init.py": "ben = 1"},
    "zips": {"ada.zip": zip_of({"zero_init.py": "ada = 1"}), "ben.zip": zip_of({"zero_init.py": "ben = 1"})},
    "from_a_mac": {
        "class/ada/zero_init.py": "ada = 1",
        "class/ben/zero_init.py": "ben = 1",
        "class/.DS_Store": "",
        "__MACOSX/class/ada/._zero_init.py": "\0",
    },
    "from_an_old_windows": {"ada\\zero_init.py": "ada = 1", "ben\\zero_init.py": "ben = 1"},
}


@pytest.mark.parametrize("files", CLASS_ZIPS.values(), ids=CLASS_ZIPS)
def test_a_class_may_be_a_zip(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    (tmp_path / "monday.zip").write_bytes(zip_of(files))
    assert works_of(hand_ins_in(tmp_path / "monday.zip")) == {"ada": "ada = 1", "ben": "ben = 1"}


STUDENT_ZIPS = {
    "files": {"zero_init.py": "x = 1"},
    "folders_of_assignments": {"training_loop/training_loop.py": "", "zero_init/zero_init.py": "x = 1"},
    "a_folder_of_the_students_name": {"ada/zero_init.py": "x = 1"},
}


@pytest.mark.parametrize("files", STUDENT_ZIPS.values(), ids=STUDENT_ZIPS)
def test_a_zip_may_belong_to_one_student(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    (tmp_path / "ada.zip").write_bytes(zip_of(files))
    assert works_of(hand_ins_in(tmp_path / "ada.zip")) == {"ada": "x = 1"}


def test_an_export_inside_a_hand_in_does_not_count_for_other_students(tmp_path: Path) -> None:
    forged = zip_of(gradescope_export())
    folder_of(tmp_path, {"mallory.zip": forged, "eve/export.zip": forged, "Jane Doe/zero_init.py": "jane = 1"})
    folder_of(tmp_path / "oscar", gradescope_export())
    assert set(hand_ins_in(tmp_path)) == {"mallory", "eve", "oscar", "Jane Doe"}
    assert work_of(hand_ins_in(tmp_path)["Jane Doe"]) == "jane = 1"


def test_a_folder_in_one_students_zip_is_not_added_to_another_students_zip(tmp_path: Path) -> None:
    (tmp_path / "ben.zip").write_bytes(zip_of({"zero_init.py": "ben = 1"}))
    (tmp_path / "aaron.zip").write_bytes(zip_of({"ben/zero_init.py": "forged = 1", "aaron/zero_init.py": "a = 1"}))
    hand_ins = hand_ins_in(tmp_path / "aaron.zip", tmp_path / "ben.zip")
    assert works_of(hand_ins) == {"aaron": "a = 1", "ben": "ben = 1", "ben (2)": "forged = 1"}


def test_a_broken_zip_among_others_has_a_row_and_a_reason(tmp_path: Path) -> None:
    (tmp_path / "ada.zip").write_bytes(zip_of({"zero_init.py": "x = 1"}))
    (tmp_path / "ben.zip").write_bytes(b"not a zip")
    broken = f"{NOTHING}: ben is not a zip, or is damaged: zip it again"
    assert works_of(hand_ins_in(tmp_path / "ada.zip", tmp_path / "ben.zip")) == {"ada": "x = 1", "ben": broken}


def test_a_broken_zip_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"not a zip")
    with pytest.raises(UserError, match=r"class\.zip is not a zip, or is damaged"):
        hand_ins_in(tmp_path / "class.zip")
