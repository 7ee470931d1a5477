"""Checkouts from GitHub Classroom belong to the users in the names of their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.hand_in_files import as_folder_or_zip, both_ways, folder_of, hand_ins_in, works_of, zip_of

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


MARKER = "classroom: cs-2026\nassignment: zero-init\nsource:\n  owner: school\n  repo: zero-init-template\n"
CLASSROOM_50 = {
    "cs-2026-zero-init-bob-dylan/.classroom50.yaml": MARKER,
    "cs-2026-zero-init-bob-dylan/zero_init.py": "bob = 1",
    "cs-2026-zero-init-ada/.classroom50.yaml": MARKER,
    "cs-2026-zero-init-ada/work/zero_init.py": "ada = 1",
    "cs-2026-zero-init-ada/.github/workflows/autograde.yaml": "",
}


@both_ways
def test_checkouts_of_classroom_50_belong_to_the_users_after_classroom_and_assignment(
    tmp_path: Path, zipped: bool
) -> None:
    hand_ins = hand_ins_in(as_folder_or_zip(tmp_path, "checkouts", CLASSROOM_50, zipped=zipped))
    assert works_of(hand_ins) == {"ada": "ada = 1", "bob-dylan": "bob = 1"}
    assert [hand_in.ids for hand_in in hand_ins.values()] == [(("github", "ada"),), (("github", "bob-dylan"),)]


@pytest.mark.parametrize("marker", ["[", "- a", "classroom: [a]\nassignment: {}", "\0"])
def test_a_marker_that_cannot_be_read_costs_nobody_their_row(tmp_path: Path, marker: str) -> None:
    files = {name: marker if name.endswith("50.yaml") else text for name, text in CLASSROOM_50.items()}
    assert list(hand_ins_in(folder_of(tmp_path, files))) == ["ada", "bob-dylan"]


def test_one_checkout_of_classroom_50_is_its_users(tmp_path: Path) -> None:
    files = {name: text for name, text in CLASSROOM_50.items() if "ada" in name}
    assert list(hand_ins_in(folder_of(tmp_path, files))) == ["ada"]


DOWNLOADS = {
    "of_an_assignment": ("zero_init-ada-main", "zero_init-ada-main", "ada"),
    "a_second_time": ("zero-init-ada-master (1)", "zero-init-ada-master", "ada"),
    "of_any_name": ("linear-models-main", "linear-models-main", "linear-models"),
}


@pytest.mark.parametrize(("name", "inside", "user"), DOWNLOADS.values(), ids=DOWNLOADS)
@pytest.mark.parametrize("alone", [True, False], ids=["alone", "in_a_class"])
def test_what_github_packs_as_a_zip_belongs_to_its_user(
    tmp_path: Path, name: str, inside: str, user: str, alone: bool
) -> None:
    (tmp_path / f"{name}.zip").write_bytes(zip_of({f"{inside}/zero_init.py": "x = 1", f"{inside}/README.md": ""}))
    path = tmp_path / f"{name}.zip" if alone else tmp_path
    assert works_of(hand_ins_in(path)) == {user: "x = 1"}


def test_an_ordinary_zip_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "ada-main.zip").write_bytes(zip_of({"zero_init.py": "x = 1"}))
    assert list(hand_ins_in(tmp_path / "ada-main.zip")) == ["ada-main"]
