"""Downloads of exercises in ILIAS: one row per student, with teams, in folders named in any language."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.hand_in_files import as_folder_or_zip, both_ways, folder_of, hand_ins_in, work_of, works_of

FILES: dict[str, str | bytes] = {
    "Blatt 1/Abgaben/Doe_Jane_jdoe_1234/20260921101500_zero_init.py": "jane = 1",
    "Blatt 1/Abgaben/van der Berg_Zoë_zberg_1235/zero_init.ipynb": '{"cells": []}',
    "Blatt 1/Abgaben/Lee_Ann_alee_1236/notes.txt": "",
}
TEAM: dict[str, str | bytes] = {
    "Blatt 1/Abgaben/Team 55/Doe_Jane_jdoe_1234/zero_init.py": "team = 1",
    "Blatt 1/Abgaben/Team 55/Lee_Ann_alee_1236/zero_init.py": "team = 1",
    "Blatt 1/Abgaben/Team 56/Moe_Max_mmoe_1237/zero_init.py": "max = 1",
    "Blatt 1/status.xlsx": "",
}


@both_ways
def test_an_ilias_download_has_one_row_per_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "exercise", FILES, zipped=zipped))
    assert works_of(hand_ins) == {
        "Ann Lee": "zero_init was not handed in",
        "Jane Doe": "jane = 1",
        "Zoë van der Berg": "",
    }
    assert hand_ins["Jane Doe"].ids == (("login", "jdoe"), ("ilias", "1234"))


@both_ways
def test_a_team_on_ilias_is_its_members(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "exercise", TEAM, zipped=zipped))
    assert works_of(hand_ins) == {"Ann Lee": "team = 1", "Jane Doe": "team = 1", "Max Moe": "max = 1"}
    assert [hand_in.groups for hand_in in hand_ins.values()] == [("Team 55",), ("Team 55",), ("Team 56",)]


def test_of_two_uploads_to_ilias_the_newer_counts(tmp_path: Path) -> None:
    files = {f"Doe_Jane_jdoe_1234/2026092{day}101500_zero_init.py": f"x = {day}" for day in (1, 2)}
    assert work_of(hand_ins_in(folder_of(tmp_path, files))["Jane Doe"]) == "x = 2"


def test_ordinary_folders_keep_their_names(tmp_path: Path) -> None:
    assert list(hand_ins_in(folder_of(tmp_path, {"a_b_c_12/zero_init.py": "", "ada/zero_init.py": ""}))) == [
        "a_b_c_12",
        "ada",
    ]
