"""Checkouts from GitHub Classroom belong to the users in the names of their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.hand_in_files import folder_of, hand_ins_in, works_of

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
    assert works_of(hand_ins_in(tmp_path)) == dict.fromkeys(users, "x = 1")


def test_checkouts_are_told_apart_by_the_folder_that_github_collects_them_in(tmp_path: Path) -> None:
    folder_of(tmp_path / "hw-submissions" / "hw-ann-a", {".git/HEAD": "", "zero_init.py": "x = 1"})
    folder_of(tmp_path / "hw-submissions" / "hw-ann-b", {".git/HEAD": "", "zero_init.py": "x = 2"})
    assert list(hand_ins_in(tmp_path / "hw-submissions")) == ["ann-a", "ann-b"]


def test_folders_that_are_not_checkouts_keep_their_names(tmp_path: Path) -> None:
    folder_of(tmp_path, {"hw-ada/zero_init.py": "x = 1", "hw-ben/zero_init.py": "x = 2"})
    assert list(hand_ins_in(tmp_path)) == ["hw-ada", "hw-ben"]
