"""Exports from Gradescope: every submitter has a row, whatever is in the metadata."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import UserError
from tests.helpers.hand_in_files import (
    METADATA,
    NOTHING,
    as_folder_or_zip,
    both_ways,
    folder_of,
    gradescope_export,
    hand_ins_in,
    notes_of,
    work_of,
    works_of,
)


@both_ways
def test_in_a_gradescope_export_every_submitter_of_a_group_has_the_same_work(tmp_path: Path, zipped: bool) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "export", gradescope_export(), zipped=zipped))
    assert works_of(hand_ins) == {"Jane Doe": "group = 1", "No": "alone = 1", "Zoë Ødegård": "group = 1"}


def test_the_path_may_be_the_folder_inside_the_export(tmp_path: Path) -> None:
    root = folder_of(tmp_path, gradescope_export()) / "assignment_7_export"
    assert list(hand_ins_in(root)) == ["Jane Doe", "No", "Zoë Ødegård"]


def test_ids_and_addresses_in_a_gradescope_export_are_kept_exactly_as_given(tmp_path: Path) -> None:
    hand_ins = hand_ins_in(folder_of(tmp_path, gradescope_export()))
    assert [(one.id, one.email, one.late) for one in hand_ins.values()] == [
        ("0100", "jane@x.edu", None),
        ("012", "", None),
        ("", "zoe@x.edu", None),
    ]


def test_earlier_attempts_in_a_gradescope_export_are_noted(tmp_path: Path) -> None:
    hand_ins = hand_ins_in(folder_of(tmp_path, gradescope_export()))
    note = "2 attempts were handed in on Gradescope: submission_101, the active one, was graded"
    assert (notes_of(hand_ins["Jane Doe"]), notes_of(hand_ins["No"])) == ((note,), ())


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
    (jane,) = hand_ins_in(folder_of(tmp_path, gradescope_export(metadata))).values()
    assert work_of(jane) == counts
    assert notes_of(jane) == ("2 attempts were handed in: the newest was graded",)


def test_the_previous_attempt_counts_when_the_newest_cannot_be_read(tmp_path: Path) -> None:
    metadata = TWICE.format(first=101, second=102, early="10", late="20")
    (jane,) = hand_ins_in(
        folder_of(tmp_path, gradescope_export(metadata, **{"submission_102/zero_init.py": "\0"}))
    ).values()
    assert work_of(jane) == "group = 1"
    assert (
        "the newest attempt cannot be graded: zero_init.py is not a text file: it contains NUL bytes"
        in notes_of(jane)[0]
    )


def test_two_students_with_one_name_have_two_rows(tmp_path: Path) -> None:
    metadata = METADATA.replace("No, :sid: 012", "Jane Doe, :sid: 012")
    assert works_of(hand_ins_in(folder_of(tmp_path, gradescope_export(metadata)))) == {
        "Jane Doe (0100)": "group = 1",
        "Jane Doe (012)": "alone = 1",
        "Zoë Ødegård": "group = 1",
    }


def test_a_submission_missing_from_the_metadata_is_graded_nevertheless(tmp_path: Path) -> None:
    files = gradescope_export(**{"submission_103/zero_init.py": "forgotten = 1"})
    assert work_of(hand_ins_in(folder_of(tmp_path, files))["submission_103"]) == "forgotten = 1"


def test_a_submission_without_files_has_a_row(tmp_path: Path) -> None:
    files = {name: text for name, text in gradescope_export().items() if "submission_102" not in name}
    assert work_of(hand_ins_in(folder_of(tmp_path, files))["No"]) == NOTHING


BROKEN_METADATA = {
    "not_yaml": "submission_1: [",
    "a_list": "- a",
    "text": "submission_1: text",
    "nested": "[" * 5000,
    "control": "a: \x07",
}


@pytest.mark.parametrize("metadata", BROKEN_METADATA.values(), ids=BROKEN_METADATA)
def test_metadata_that_cannot_be_read_is_refused(tmp_path: Path, metadata: str) -> None:
    with pytest.raises(UserError, match=r"submission_metadata\.yml of .* export the submissions again"):
        hand_ins_in(folder_of(tmp_path, gradescope_export(metadata)))


ODD_ENTRIES = ("{}", "{:submitters: 3}", "{:submitters: [3, {}]}", "{:submitters: [{:name: [a]}], :created_at: x}")


@pytest.mark.parametrize("entry", ODD_ENTRIES)
def test_an_odd_entry_of_metadata_costs_nobody_their_row(tmp_path: Path, entry: str) -> None:
    hand_ins = hand_ins_in(folder_of(tmp_path, gradescope_export(f"submission_101: {entry}\n")))
    assert sorted(works_of(hand_ins).values()) == ["alone = 1", "group = 1"]
