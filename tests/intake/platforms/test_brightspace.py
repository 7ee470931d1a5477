"""Downloads of Brightspace: one folder per hand-in, of which the newest counts."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.hand_in_files import as_folder_or_zip, both_ways, folder_of, hand_ins_in, notes_of, works_of

FILES: dict[str, str | bytes] = {
    "1001-77 - Jane Doe - Sep 21, 2026 1015 AM/zero_init.py": "jane = 'old'",
    "1001-77 - Jane Doe - Sep 21, 2026 115 PM/zero_init.py": "jane = 'new'",
    "1002-77 - Ann-Marie Lee - Sep 2, 2026 1201 AM/zero_init.py": "ann = 1",
    "index.html": "<html>",
}


@both_ways
def test_a_brightspace_download_has_one_row_per_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "HW 1 Download", FILES, zipped=zipped))
    assert works_of(hand_ins) == {"Ann-Marie Lee": "ann = 1", "Jane Doe": "jane = 'new'"}
    assert notes_of(hand_ins["Jane Doe"]) == ("2 attempts were handed in: the newest was graded",)


def test_namesakes_on_brightspace_have_two_rows(tmp_path: Path) -> None:
    files = {f"{user}-77 - Jane Doe - Sep 21, 2026 1015 AM/zero_init.py": f"x = {user}" for user in (1, 2)}
    assert sorted(works_of(hand_ins_in(folder_of(tmp_path, files))).values()) == ["x = 1", "x = 2"]
