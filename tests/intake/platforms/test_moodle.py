"""Downloads from Moodle: one row per participant, from folders or from flat files."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.hand_in_files import NOTHING, as_folder_or_zip, both_ways, folder_of, hand_ins_in, work_of, works_of

MOODLE: dict[str, str | bytes] = {
    "Jane Doe_101_assignsubmission_file/zero_init.py": "jane = 1",
    "Zoë van der Ødegård_102_assignsubmission_file_/zero_init.py": "zoë = 1",
    "A_1_B_103_assignsubmission_file_/src/zero_init.py": "a = 1",
    "Jane Doe_101_assignsubmission_onlinetext/onlinetext.html": "<p>",
    "Only Text_104_assignsubmission_onlinetext/onlinetext.html": "<p>",
}
FLAT: dict[str, str | bytes] = {
    "Jane Doe_101_assignsubmission_file_zero_init.py": "jane = 1",
    "Jane Doe_101_assignsubmission_file_training_loop.py": "jane = 2",
    "Participant_102_assignsubmission_file_zero_init.py": "blind = 1",
    "Mallory_103_assignsubmission_file_Jane Doe_101_assignsubmission_file_zero_init.py": "forged = 1",
}


@both_ways
def test_a_moodle_download_has_one_row_per_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "moodle", MOODLE, zipped=zipped))
    assert works_of(hand_ins) == {
        "A_1_B": "a = 1",
        "Jane Doe": "jane = 1",
        "Only Text": f"{NOTHING}: Only Text: a text was entered instead of a file",
        "Zoë van der Ødegård": "zoë = 1",
    }
    assert [one.id for one in hand_ins.values()] == ["103", "101", "104", "102"]


@both_ways
def test_a_flat_moodle_download_has_one_row_per_student_whatever_file_names_claim(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "moodle", FLAT, zipped=zipped))
    claimed = "Jane Doe_101_assignsubmission_file_zero_init.py"
    assert works_of(hand_ins) == {
        "Jane Doe": "jane = 1",
        "Mallory": f"{NOTHING}: {claimed} is not named zero_init.py or zero_init.ipynb",
        "Participant 102": "blind = 1",
    }


def test_two_participants_with_one_name_have_two_rows(tmp_path: Path) -> None:
    files = {f"Jane Doe_{n}_assignsubmission_file/zero_init.py": f"x = {n}" for n in (7, 8)}
    assert works_of(hand_ins_in(folder_of(tmp_path, files))) == {"Jane Doe (7)": "x = 7", "Jane Doe (8)": "x = 8"}


def test_moodle_downloads_of_two_assignments_are_one_class_though_the_numbers_differ(tmp_path: Path) -> None:
    for place, number, name in (("one", 7, "training_loop"), ("two", 8, "zero_init")):
        folder_of(tmp_path / place, {f"Jane Doe_{number}_assignsubmission_file/{name}.py": "x = 1"})
    (jane,) = hand_ins_in(tmp_path / "one", tmp_path / "two").values()
    assert (work_of(jane, "training_loop"), work_of(jane), jane.id) == ("x = 1", "x = 1", "7 8")
