"""What instructors download from platforms is recognised by its shape, as a folder and as a zip."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.errors import UserError
from tests.helpers.hand_in_files import as_folder_or_zip, folder_of, found, notes_of, said_of, texts, zip_of

both_ways = pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
NOTHING = "zero_init was not handed in"


def otter(text: str) -> bytes:
    book = json.dumps({"cells": [{"cell_type": "code", "source": text}]})
    return zip_of({"zero_init.ipynb": book, ".OTTER_LOG": b"\x80\x04", "__zip_filename__": "zero_init.zip"})


METADATA = """---
submission_101:
  :submitters:
  - :name: Jane Doe
    :sid: '0100'
    :email: jane@x.edu
  - :name: "Zoë Ødegård"
    :email: zoe@x.edu
  :created_at: 2023-09-21 10:00:00.000000000 Z
  :score: 44.0
  :status: processed
  :history:
  - :id: 100
    :created_at: 2023-09-20 10:00:00.000000000 Z
submission_102:
  :submitters:
  - {:name: No, :sid: 012, :email: }
  :created_at: 2023-09-22 10:00:00.000000000 Z
  :history: []
"""


def gradescope(metadata: str = METADATA, **files: str) -> dict[str, str | bytes]:
    work = {"submission_101/zero_init.py": "group = 1", "submission_102/zero_init.py": "alone = 1", **files}
    root = "assignment_7_export"
    return {f"{root}/submission_metadata.yml": metadata, **{f"{root}/{name}": text for name, text in work.items()}}


@both_ways
def test_in_a_gradescope_export_every_submitter_of_a_group_has_the_same_work(tmp_path: Path, zipped: bool) -> None:
    hand_ins = found(as_folder_or_zip(tmp_path, "export", gradescope(), zipped=zipped))
    assert texts(hand_ins) == {"Jane Doe": "group = 1", "No": "alone = 1", "Zoë Ødegård": "group = 1"}


def test_the_folder_of_an_export_can_be_named_itself(tmp_path: Path) -> None:
    root = folder_of(tmp_path, gradescope()) / "assignment_7_export"
    assert list(found(root)) == ["Jane Doe", "No", "Zoë Ødegård"]


def test_in_a_gradescope_export_ids_and_addresses_are_kept_as_they_are_written(tmp_path: Path) -> None:
    hand_ins = found(folder_of(tmp_path, gradescope()))
    assert [(one.id, one.email, one.late) for one in hand_ins.values()] == [
        ("0100", "jane@x.edu", None),
        ("012", "", None),
        ("", "zoe@x.edu", None),
    ]


def test_in_a_gradescope_export_a_history_is_noted(tmp_path: Path) -> None:
    hand_ins = found(folder_of(tmp_path, gradescope()))
    said = "2 attempts were handed in on Gradescope: submission_101, the active one, was graded"
    assert (notes_of(hand_ins["Jane Doe"]), notes_of(hand_ins["No"])) == ((said,), ())


TWICE = """
submission_{first}:
  :submitters: [{{:name: Jane Doe, :email: jane@x.edu}}]
  :created_at: 2023-09-21 {early}:00:00.000 Z
submission_{second}:
  :submitters: [{{:name: Jane D., :email: JANE@x.edu}}]
  :created_at: 2023-09-21 {late}:00:00.000 +0200
"""


@pytest.mark.parametrize(
    ("first", "second", "early", "late", "counts"),
    [(101, 102, "10", "11", "group = 1"), (101, 102, "10", "13", "alone = 1"), (102, 101, "10", "13", "group = 1")],
    ids=["another_time_zone", "second_is_newer", "newer_in_the_first_folder"],
)
def test_of_two_submissions_of_one_student_the_newest_counts(
    tmp_path: Path, first: int, second: int, early: str, late: str, counts: str
) -> None:
    metadata = TWICE.format(first=first, second=second, early=early, late=late)
    (jane,) = found(folder_of(tmp_path, gradescope(metadata))).values()
    assert said_of(jane) == counts
    assert notes_of(jane) == ("2 attempts were handed in: the newest was graded",)


def test_the_attempt_before_counts_when_the_newest_cannot_be_read(tmp_path: Path) -> None:
    metadata = TWICE.format(first=101, second=102, early="10", late="20")
    (jane,) = found(folder_of(tmp_path, gradescope(metadata, **{"submission_102/zero_init.py": "\0"}))).values()
    assert said_of(jane) == "group = 1"
    assert "the newest attempt cannot be graded: zero_init.py is no text: it holds NUL bytes" in notes_of(jane)[0]


def test_two_students_of_one_name_have_two_rows(tmp_path: Path) -> None:
    metadata = METADATA.replace("No, :sid: 012", "Jane Doe, :sid: 012")
    assert texts(found(folder_of(tmp_path, gradescope(metadata)))) == {
        "Jane Doe (0100)": "group = 1",
        "Jane Doe (012)": "alone = 1",
        "Zoë Ødegård": "group = 1",
    }


def test_a_submission_that_the_metadata_forgets_is_graded_all_the_same(tmp_path: Path) -> None:
    files = gradescope(**{"submission_103/zero_init.py": "forgotten = 1"})
    assert said_of(found(folder_of(tmp_path, files))["submission_103"]) == "forgotten = 1"


def test_a_submission_without_files_has_its_row(tmp_path: Path) -> None:
    files = {name: text for name, text in gradescope().items() if "submission_102" not in name}
    assert said_of(found(folder_of(tmp_path, files))["No"]) == NOTHING


BROKEN_METADATA = {
    "no_yaml": "submission_1: [",
    "a_list": "- a",
    "text": "submission_1: text",
    "nested": "[" * 5000,
    "control": "a: \x07",
}


@pytest.mark.parametrize("metadata", BROKEN_METADATA.values(), ids=BROKEN_METADATA)
def test_metadata_that_cannot_be_read_is_said(tmp_path: Path, metadata: str) -> None:
    with pytest.raises(UserError, match=r"submission_metadata\.yml of .* export the submissions again"):
        found(folder_of(tmp_path, gradescope(metadata)))


ODD_ENTRIES = ("{}", "{:submitters: 3}", "{:submitters: [3, {}]}", "{:submitters: [{:name: [a]}], :created_at: x}")


@pytest.mark.parametrize("entry", ODD_ENTRIES)
def test_an_odd_entry_of_metadata_costs_nobody_their_row(tmp_path: Path, entry: str) -> None:
    hand_ins = found(folder_of(tmp_path, gradescope(f"submission_101: {entry}\n")))
    assert sorted(texts(hand_ins).values()) == ["alone = 1", "group = 1"]


CANVAS: dict[str, str | bytes] = {
    "doejane_1001_5001_training_loop.py": "jane = 1",
    "doejane_1001_5002_zero_init.py": "jane = 2",
    "müllerbjörn_LATE_1002_5003_zero_init-2.py": "björn = 1",
    "group_1_1003_5004_zero_init.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": "group = 1"}]}),
    "roeann_1004_5005_my_files.zip": zip_of({"deep/zero_init.py": "ann = 1"}),
    "textbea_1005_text.html": "<p>text</p>",
}


@both_ways
def test_a_canvas_download_has_a_row_a_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = found(as_folder_or_zip(tmp_path, "submissions", CANVAS, zipped=zipped))
    assert texts(hand_ins) == {
        "doejane": "jane = 2",
        "group_1": "group = 1",
        "müllerbjörn": "björn = 1",
        "roeann": "ann = 1",
        "textbea": f"{NOTHING}: textbea: a text or a link was entered instead of a file",
    }
    assert [one.id for one in hand_ins.values()] == ["1001", "1003", "1002", "1004", "1005"]
    assert [one.late for one in hand_ins.values()] == [False, False, True, False, False]


def test_late_work_in_a_canvas_download_is_noted_and_so_is_its_other_name(tmp_path: Path) -> None:
    hand_ins = found(folder_of(tmp_path, CANVAS))
    said = ("handed in late", "zero_init-2.py was taken for zero_init.py")
    assert notes_of(hand_ins["müllerbjörn"]) == said


ANONYMOUS = {"anon_aB3x9_7001_zero_init.py": "a = 1", "LATE_anon_2002_7002_zero_init.py": "b = 1"}


@both_ways
def test_an_anonymous_canvas_download_has_a_row_a_number(tmp_path: Path, zipped: bool) -> None:
    hand_ins = found(as_folder_or_zip(tmp_path, "submissions", ANONYMOUS, zipped=zipped))
    assert texts(hand_ins) == {"anon_2002": "b = 1", "anon_aB3x9": "a = 1"}
    assert [(one.id, one.late) for one in hand_ins.values()] == [("2002", True), ("aB3x9", False)]


UPLOADS = {
    "renamed": ("1001_5001_zero_init.py", "1001_5002_zero_init-1.py", "zero_init-1.py"),
    "renamed_in_another_order": ("1001_5002_zero_init.py", "1001_5001_zero_init-1.py", "zero_init.py"),
    "twice_renamed": ("1001_5008_zero_init-1.py", "1001_5009_zero_init-2.py", "zero_init-2.py"),
}


@pytest.mark.parametrize(("first", "second", "counts"), UPLOADS.values(), ids=UPLOADS)
def test_of_uploads_to_canvas_the_newest_counts(tmp_path: Path, first: str, second: str, counts: str) -> None:
    folder_of(tmp_path, {f"doejane_{first}": f"x = '{first[10:]}'", f"doejane_{second}": f"x = '{second[10:]}'"})
    (jane,) = found(tmp_path).values()
    assert said_of(jane) == f"x = '{counts}'"
    assert notes_of(jane)[0].endswith(f"both handed in: the newest, {counts} was graded")


def test_a_new_upload_counts_though_more_is_left_to_write(tmp_path: Path) -> None:
    left = "def f():\n    raise NotImplementedError\n"
    folder_of(tmp_path, {"a_1_10_zero_init.py": "x = 1", "a_1_11_zero_init-1.py": left})
    assert said_of(found(tmp_path)["a"]) == left


def test_of_a_script_and_a_notebook_on_canvas_the_one_with_less_left_counts(tmp_path: Path) -> None:
    left = {"cells": [{"cell_type": "code", "source": "raise NotImplementedError"}]}
    folder_of(tmp_path, {"a_1_10_zero_init.py": "x = 1", "a_1_11_zero_init.ipynb": json.dumps(left)})
    assert said_of(found(tmp_path)["a"]) == "x = 1"


def test_the_time_in_the_name_of_an_export_is_not_taken_for_canvas_numbers(tmp_path: Path) -> None:
    folder_of(tmp_path, {"doejane_1_10_zero_init_2026_09_21T10_00_00_000001.zip": otter("x = 1")})
    assert texts(found(tmp_path)) == {"doejane": "x = 1"}


def test_a_canvas_file_name_does_not_make_it_somebody_elses(tmp_path: Path) -> None:
    """Its name looks like the part that Canvas puts before names."""
    files = {
        "victim_1_10_zero_init.py": "honest = 1",
        "mallory_2_99_victim_1_999_zero_init.py": "forged = 1",
        "doejane_3_11_zero_init.py": "jane = 1",
    }
    assert texts(found(folder_of(tmp_path, files))) == {
        "doejane": "jane = 1",
        "mallory": f"{NOTHING}: victim_1_999_zero_init.py is not named zero_init.py or zero_init.ipynb",
        "victim": "honest = 1",
    }


def test_a_canvas_file_is_its_owners_when_another_file_shows_who_that_is(tmp_path: Path) -> None:
    """The other, whom the name claims, handed in nothing that could show it."""
    files = {"mallory_2_98_training_loop.py": "x = 1", "mallory_2_99_friend_1_999_zero_init.py": "forged = 1"}
    assert list(found(folder_of(tmp_path, files))) == ["mallory"]


def test_canvas_downloads_of_two_assignments_are_one_class(tmp_path: Path) -> None:
    first = as_folder_or_zip(tmp_path, "first", {"doejane_1_10_training_loop.py": "x = 1"}, zipped=True)
    second = as_folder_or_zip(tmp_path, "second", {"doejane_1_20_zero_init.py": "y = 1"}, zipped=True)
    (jane,) = found(first, second).values()
    assert (said_of(jane, "training_loop"), said_of(jane)) == ("x = 1", "y = 1")


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
def test_a_moodle_download_has_a_row_a_student(tmp_path: Path, zipped: bool) -> None:
    hand_ins = found(as_folder_or_zip(tmp_path, "moodle", MOODLE, zipped=zipped))
    assert texts(hand_ins) == {
        "A_1_B": "a = 1",
        "Jane Doe": "jane = 1",
        "Only Text": f"{NOTHING}: Only Text: a text was entered instead of a file",
        "Zoë van der Ødegård": "zoë = 1",
    }
    assert [one.id for one in hand_ins.values()] == ["103", "101", "104", "102"]


@both_ways
def test_a_flat_moodle_download_has_a_row_a_student_and_none_for_what_file_names_claim(
    tmp_path: Path, zipped: bool
) -> None:
    hand_ins = found(as_folder_or_zip(tmp_path, "moodle", FLAT, zipped=zipped))
    claimed = "Jane Doe_101_assignsubmission_file_zero_init.py"
    assert texts(hand_ins) == {
        "Jane Doe": "jane = 1",
        "Mallory": f"{NOTHING}: {claimed} is not named zero_init.py or zero_init.ipynb",
        "Participant 102": "blind = 1",
    }


@pytest.mark.parametrize("files", [MOODLE, CANVAS], ids=["moodle", "canvas"])
def test_what_lies_beside_an_export_is_graded_or_named(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    beside = {"ada/zero_init.py": "ada = 1", "ben.zip": zip_of({"zero_init.py": "ben = 1"}), "notes.txt": ""}
    told: list[str] = []
    hand_ins = texts(found(folder_of(tmp_path, {**files, **beside}), told=told))
    assert (hand_ins["ada"], hand_ins["ben"]) == ("ada = 1", "ben = 1")
    assert told == [f"{tmp_path.name}: passed over, no folder and no zip: notes.txt"]


def test_two_participants_of_one_name_have_two_rows(tmp_path: Path) -> None:
    files = {f"Jane Doe_{n}_assignsubmission_file/zero_init.py": f"x = {n}" for n in (7, 8)}
    assert texts(found(folder_of(tmp_path, files))) == {"Jane Doe (7)": "x = 7", "Jane Doe (8)": "x = 8"}


def test_moodle_downloads_of_two_assignments_are_one_class_though_the_numbers_differ(tmp_path: Path) -> None:
    for place, number, name in (("one", 7, "training_loop"), ("two", 8, "zero_init")):
        folder_of(tmp_path / place, {f"Jane Doe_{number}_assignsubmission_file/{name}.py": "x = 1"})
    (jane,) = found(tmp_path / "one", tmp_path / "two").values()
    assert (said_of(jane, "training_loop"), said_of(jane), jane.id) == ("x = 1", "x = 1", "7 8")


CHECKOUTS = {
    "by_the_assignments_name": (["zero_init-ada", "zero_init-bob-dylan"], ["ada", "bob-dylan"]),
    "by_the_assignments_name_with_hyphens": (["zero-init-ada", "zero-init-bob-dylan"], ["ada", "bob-dylan"]),
    "by_two_assignments_names": (["zero_init-ada", "training-loop-ben"], ["ada", "ben"]),
    "by_what_they_have_in_common": (["hw-1-ada", "hw-1-bob-dylan", "hw-1-ann"], ["ada", "ann", "bob-dylan"]),
    "one_alone": (["hw-1-ada"], ["hw-1-ada"]),
    "nothing_in_common": (["ada", "bob-dylan"], ["ada", "bob-dylan"]),
}


@pytest.mark.parametrize(("folders", "users"), CHECKOUTS.values(), ids=CHECKOUTS)
def test_checkouts_belong_to_the_users_in_their_names(tmp_path: Path, folders: list[str], users: list[str]) -> None:
    for name in folders:
        folder_of(tmp_path / name, {".git/HEAD": "ref", "src/zero_init.py": "x = 1"})
    assert texts(found(tmp_path)) == dict.fromkeys(users, "x = 1")


def test_checkouts_are_told_apart_by_the_folder_that_github_collects_them_in(tmp_path: Path) -> None:
    folder_of(tmp_path / "hw-submissions" / "hw-ann-a", {".git/HEAD": "", "zero_init.py": "x = 1"})
    folder_of(tmp_path / "hw-submissions" / "hw-ann-b", {".git/HEAD": "", "zero_init.py": "x = 2"})
    assert list(found(tmp_path / "hw-submissions")) == ["ann-a", "ann-b"]


def test_folders_keep_their_names_when_they_are_no_checkouts(tmp_path: Path) -> None:
    folder_of(tmp_path, {"hw-ada/zero_init.py": "x = 1", "hw-ben/zero_init.py": "x = 2"})
    assert list(found(tmp_path)) == ["hw-ada", "hw-ben"]


def test_otters_exports_are_read_and_of_several_the_newest_counts(tmp_path: Path) -> None:
    folder_of(
        tmp_path / "ada",
        {
            "zero_init_2026_09_21T10_00_00_000001.zip": otter("x = 'old'"),
            "zero_init_2026_11_01T09_00_00_000001.zip": otter("x = 'new'"),
        },
    )
    ada = found(tmp_path / "ada")["ada"]
    assert said_of(ada) == "x = 'new'"
    newest = "zero_init_2026_11_01T09_00_00_000001.zip/zero_init.ipynb"
    assert notes_of(ada)[0].endswith(f"both handed in: the newest, {newest} was graded")


def test_a_class_may_be_folders_and_zips(tmp_path: Path) -> None:
    folder_of(
        tmp_path,
        {
            "ada/zero_init.py": "ada = 1",
            "ben.zip": zip_of({"zero_init.py": "ben = 1"}),
            "Carl.ZIP": zip_of({"carl/work/zero_init.py": "carl = 1"}),
            "readme.txt": "",
        },
    )
    told: list[str] = []
    assert texts(found(tmp_path, told=told)) == {"Carl": "carl = 1", "ada": "ada = 1", "ben": "ben = 1"}
    assert told == [f"{tmp_path.name}: passed over, no folder and no zip: readme.txt"]


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
    assert texts(found(tmp_path / "monday.zip")) == {"ada": "ada = 1", "ben": "ben = 1"}


STUDENT_ZIPS = {
    "files": {"zero_init.py": "x = 1"},
    "folders_of_assignments": {"training_loop/training_loop.py": "", "zero_init/zero_init.py": "x = 1"},
    "a_folder_of_the_students_name": {"ada/zero_init.py": "x = 1"},
}


@pytest.mark.parametrize("files", STUDENT_ZIPS.values(), ids=STUDENT_ZIPS)
def test_a_zip_may_be_one_students(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    (tmp_path / "ada.zip").write_bytes(zip_of(files))
    assert texts(found(tmp_path / "ada.zip")) == {"ada": "x = 1"}


def test_a_platforms_export_in_a_hand_in_hands_in_for_nobody(tmp_path: Path) -> None:
    forged = zip_of(gradescope())
    folder_of(tmp_path, {"mallory.zip": forged, "eve/export.zip": forged, "Jane Doe/zero_init.py": "jane = 1"})
    folder_of(tmp_path / "oscar", gradescope())
    assert set(found(tmp_path)) == {"mallory", "eve", "oscar", "Jane Doe"}
    assert said_of(found(tmp_path)["Jane Doe"]) == "jane = 1"


def test_a_folder_in_a_students_zip_is_not_added_to_another_students_zip(tmp_path: Path) -> None:
    (tmp_path / "ben.zip").write_bytes(zip_of({"zero_init.py": "ben = 1"}))
    (tmp_path / "aaron.zip").write_bytes(zip_of({"ben/zero_init.py": "forged = 1", "aaron/zero_init.py": "a = 1"}))
    hand_ins = found(tmp_path / "aaron.zip", tmp_path / "ben.zip")
    assert texts(hand_ins) == {"aaron": "a = 1", "ben": "ben = 1", "ben (2)": "forged = 1"}


def test_a_broken_zip_among_others_has_a_row_and_a_reason(tmp_path: Path) -> None:
    (tmp_path / "ada.zip").write_bytes(zip_of({"zero_init.py": "x = 1"}))
    (tmp_path / "ben.zip").write_bytes(b"no zip")
    broken = f"{NOTHING}: ben is no zip, or a damaged one: pack it again"
    assert texts(found(tmp_path / "ada.zip", tmp_path / "ben.zip")) == {"ada": "x = 1", "ben": broken}


def test_a_broken_zip_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"no zip")
    with pytest.raises(UserError, match=r"class\.zip is no zip, or a damaged one"):
        found(tmp_path / "class.zip")
