"""Downloads of Blackboard's gradebook: one row per student, of whose attempts the newest counts."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.hand_in_files import as_folder_or_zip, both_ways, hand_ins_in, notes_of, work_of, works_of

TEXT = "Name: {} ({})\nAssignment: HW 1\nDate Submitted: {}\nCurrent Grade: Needs Grading\n"
JANE, OLD, BEN = (
    "HW_1_jdoe_attempt_2026-09-21-10-00-00",
    "HW_1_jdoe_attempt_2026-09-20-09-00-00",
    "HW_1_b_en_attempt_2026-09-21-11-00-00",
)
FILES: dict[str, str | bytes] = {
    f"{OLD}.txt": TEXT.format("Jane Doe", "jdoe", "Sunday"),
    f"{OLD}_zero_init.py": "jane = 'old'",
    f"{JANE}.txt": TEXT.format("Jane Doe", "jdoe", "Monday").replace("Name", "Nom"),
    f"{JANE}_zero_init.py": "jane = 1",
    f"{JANE}_training_loop.py": "jane = 2",
    f"{BEN}.txt": TEXT.format("Ben Bitdiddle", "b_en", "Monday"),
    f"{BEN}_{JANE}_zero_init.py": "forged = 1",
}


@both_ways
def test_a_blackboard_download_has_one_row_per_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "gradebook_LM_HW_1", FILES, zipped=zipped))
    claimed = f"{JANE}_zero_init.py"
    assert works_of(hand_ins) == {
        "Ben Bitdiddle": f"zero_init was not handed in: {claimed} is not named zero_init.py or zero_init.ipynb",
        "Jane Doe": "jane = 1",
    }
    assert [hand_in.ids for hand_in in hand_ins.values()] == [(("login", "b_en"),), (("login", "jdoe"),)]
    assert work_of(hand_ins["Jane Doe"], "training_loop") == "jane = 2"
    assert notes_of(hand_ins["Jane Doe"]) == ("2 attempts were handed in: the newest was graded",)


def test_a_student_without_a_text_is_named_by_the_login(tmp_path: Path) -> None:
    path = as_folder_or_zip(tmp_path, "gradebook", {f"{JANE}_zero_init.py": "jane = 1"}, zipped=True)
    assert works_of(hand_ins_in(path)) == {"jdoe": "jane = 1"}
