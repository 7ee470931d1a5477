"""Downloads from Canvas: files go to their owners, whatever students name them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.hand_in_files import (
    NOTHING,
    as_folder_or_zip,
    both_ways,
    folder_of,
    hand_ins_in,
    notes_of,
    otter_export,
    work_of,
    works_of,
    zip_of,
)

CANVAS: dict[str, str | bytes] = {
    "doejane_1001_5001_training_loop.py": "jane = 1",
    "doejane_1001_5002_zero_init.py": "jane = 2",
    "müllerbjörn_LATE_1002_5003_zero_init-2.py": "björn = 1",
    "group_1_1003_5004_zero_init.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": "group = 1"}]}),
    "roeann_1004_5005_my_files.zip": zip_of({"deep/zero_init.py": "ann = 1"}),
    "textbea_1005_text.html": "<p>text</p>",
}


@both_ways
def test_a_canvas_download_has_one_row_per_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "submissions", CANVAS, zipped=zipped))
    assert works_of(hand_ins) == {
        "doejane": "jane = 2",
        "group_1": "group = 1",
        "müllerbjörn": "björn = 1",
        "roeann": "ann = 1",
        "textbea": f"{NOTHING}: textbea: a text or a link was entered instead of a file",
    }
    assert [one.id for one in hand_ins.values()] == ["1001", "1003", "1002", "1004", "1005"]
    assert [one.late for one in hand_ins.values()] == [False, False, True, False, False]


def test_late_work_in_a_canvas_download_and_its_other_name_are_noted(tmp_path: Path) -> None:
    hand_ins = hand_ins_in(folder_of(tmp_path, CANVAS))
    notes = ("handed in late", "zero_init-2.py was graded as zero_init.py")
    assert notes_of(hand_ins["müllerbjörn"]) == notes


ANONYMOUS = {"anon_aB3x9_7001_zero_init.py": "a = 1", "LATE_anon_2002_7002_zero_init.py": "b = 1"}


@both_ways
def test_an_anonymous_canvas_download_has_one_row_per_number(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "submissions", ANONYMOUS, zipped=zipped))
    assert works_of(hand_ins) == {"anon_2002": "b = 1", "anon_aB3x9": "a = 1"}
    assert [(one.id, one.late) for one in hand_ins.values()] == [("2002", True), ("aB3x9", False)]


UPLOADS = {
    "renamed": ("1001_5001_zero_init.py", "1001_5002_zero_init-1.py", "zero_init-1.py"),
    "renamed_in_another_order": ("1001_5002_zero_init.py", "1001_5001_zero_init-1.py", "zero_init.py"),
    "twice_renamed": ("1001_5008_zero_init-1.py", "1001_5009_zero_init-2.py", "zero_init-2.py"),
}


@pytest.mark.parametrize(("first", "second", "counts"), UPLOADS.values(), ids=UPLOADS)
def test_of_uploads_to_canvas_the_newest_counts(tmp_path: Path, first: str, second: str, counts: str) -> None:
    folder_of(tmp_path, {f"doejane_{first}": f"x = '{first[10:]}'", f"doejane_{second}": f"x = '{second[10:]}'"})
    (jane,) = hand_ins_in(tmp_path).values()
    assert work_of(jane) == f"x = '{counts}'"
    assert notes_of(jane)[0].endswith(f"both handed in: the newest, {counts}, was graded")


def test_a_new_upload_counts_though_more_is_left_to_write(tmp_path: Path) -> None:
    left = "def f():\n    raise NotImplementedError\n"
    folder_of(tmp_path, {"a_1_10_zero_init.py": "x = 1", "a_1_11_zero_init-1.py": left})
    assert work_of(hand_ins_in(tmp_path)["a"]) == left


def test_of_a_script_and_a_notebook_on_canvas_the_one_with_less_left_counts(tmp_path: Path) -> None:
    left = {"cells": [{"cell_type": "code", "source": "raise NotImplementedError"}]}
    folder_of(tmp_path, {"a_1_10_zero_init.py": "x = 1", "a_1_11_zero_init.ipynb": json.dumps(left)})
    assert work_of(hand_ins_in(tmp_path)["a"]) == "x = 1"


def test_the_time_in_the_name_of_an_otter_export_is_not_read_as_ids_of_canvas(tmp_path: Path) -> None:
    folder_of(tmp_path, {"doejane_1_10_zero_init_2026_09_21T10_00_00_000001.zip": otter_export("x = 1")})
    assert works_of(hand_ins_in(tmp_path)) == {"doejane": "x = 1"}


def test_the_name_of_a_canvas_file_cannot_make_it_somebody_elses(tmp_path: Path) -> None:
    """The student's name for the file looks like the part that Canvas puts before it."""
    files = {
        "victim_1_10_zero_init.py": "honest = 1",
        "mallory_2_99_victim_1_999_zero_init.py": "forged = 1",
        "doejane_3_11_zero_init.py": "jane = 1",
    }
    assert works_of(hand_ins_in(folder_of(tmp_path, files))) == {
        "doejane": "jane = 1",
        "mallory": f"{NOTHING}: victim_1_999_zero_init.py is not named zero_init.py or zero_init.ipynb",
        "victim": "honest = 1",
    }


def test_a_canvas_file_belongs_to_its_owner_when_another_file_shows_who_that_is(tmp_path: Path) -> None:
    """The student whom the name claims handed in nothing that could show it."""
    files = {"mallory_2_98_training_loop.py": "x = 1", "mallory_2_99_friend_1_999_zero_init.py": "forged = 1"}
    assert list(hand_ins_in(folder_of(tmp_path, files))) == ["mallory"]


def test_canvas_downloads_of_two_assignments_are_one_class(tmp_path: Path) -> None:
    first = as_folder_or_zip(tmp_path, "first", {"doejane_1_10_training_loop.py": "x = 1"}, zipped=True)
    second = as_folder_or_zip(tmp_path, "second", {"doejane_1_20_zero_init.py": "y = 1"}, zipped=True)
    (jane,) = hand_ins_in(first, second).values()
    assert (work_of(jane, "training_loop"), work_of(jane)) == ("x = 1", "y = 1")
