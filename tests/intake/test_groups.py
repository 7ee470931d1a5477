"""Work of groups counts for their members, and the ids of platforms only for those whose names fit them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.intake.known import KnownPeople, read_groups
from autograder.intake.records import HandIn
from autograder.intake.students import find_hand_ins
from autograder.tables.people import Listed
from tests.helpers.hand_in_files import NAMES, NOTHING, Files, folder_of, work_of, zip_of

JANE = Listed("Doe, Jane", ("1001", "u1"), "jane@x.edu", ("jdoe",))
BEN = Listed("Bitdiddle, Ben", ("1002", "u2"), "ben@x.edu", ("benb",))
ANN = Listed("Lee, Ann", ("1003", "u3"), "ann@x.edu", ("alee",))
ROSTER = (JANE, BEN, ANN)
GROUPS = {"Group 1": ("jdoe", "1002")}


def hand_ins(
    place: Path,
    files: Files,
    roster: Sequence[Listed] | None = ROSTER,
    groups: Mapping[str, Sequence[str]] = GROUPS,
    notes: list[str] | None = None,
) -> dict[str, HandIn]:
    path = place / "download.zip"
    path.write_bytes(zip_of(files))
    told = notes if notes is not None else []
    return {one.student: one for one in find_hand_ins([path], NAMES, told.append, known=KnownPeople(roster, groups))}


CANVAS_GROUP = {"group_1_1001_5001_zero_init.py": "group = 1", "leeann_1003_5002_zero_init.py": "ann = 1"}


def test_a_groups_work_on_canvas_counts_for_each_member(tmp_path: Path) -> None:
    rows = hand_ins(tmp_path, CANVAS_GROUP)
    assert {row.id: work_of(row) for row in rows.values()} == {
        "jdoe": "group = 1",
        "1002": "group = 1",
        "1003": "ann = 1",
    }
    assert [row.groups for row in rows.values()] == [("Group 1",), ("Group 1",), ()]


def test_a_groups_work_beside_a_members_own_is_one_row(tmp_path: Path) -> None:
    """Canvas gives the group's work the id of one member."""
    (tmp_path / "own.zip").write_bytes(zip_of({"doejane_1001_4001_training_loop.py": "jane = 1"}))
    (tmp_path / "group.zip").write_bytes(zip_of(CANVAS_GROUP))
    known = KnownPeople(ROSTER, GROUPS)
    rows = find_hand_ins([tmp_path / "own.zip", tmp_path / "group.zip"], NAMES, known=known)
    jane = next(row for row in rows if work_of(row, "training_loop") == "jane = 1")
    assert work_of(jane) == "group = 1"
    assert len(rows) == 3


def test_a_group_that_nobody_has_named_gives_its_work_to_no_member(tmp_path: Path) -> None:
    notes: list[str] = []
    rows = hand_ins(tmp_path, CANVAS_GROUP, groups={}, notes=notes)
    assert {name: (row.id, work_of(row)) for name, row in rows.items()} == {
        "Bitdiddle, Ben": ("1002", NOTHING),
        "Doe, Jane": ("1001", NOTHING),
        "group_1": ("", "group = 1"),
        "leeann": ("1003", "ann = 1"),
    }
    assert notes == [
        "handed in, but not in the roster: group_1 (if a name is a group's, --groups says who is in it)",
    ]


CLAIMS = {
    "by_a_student_of_the_roster": ("leeann_1003_5001_x_1002_5002_training_loop.py", "leeann"),
    "with_the_victims_name": ("leeann_1003_5001_bitdiddle_1002_5002_training_loop.py", "leeann"),
    "by_somebody_from_outside": ("mallory_9009_5001_x_1002_5002_training_loop.py", "mallory_9009_5001_x"),
    "in_a_folder_of_their_own": ("x_1002_5002_training_loop.py", "x"),
}


@pytest.mark.parametrize(("name", "owner"), CLAIMS.values(), ids=CLAIMS)
def test_a_file_named_like_another_students_id_is_not_theirs(tmp_path: Path, name: str, owner: str) -> None:
    rows = hand_ins(tmp_path, {name: "forged = 1"})
    assert owner in rows
    ben = next(row for row in rows.values() if row.student == "Bitdiddle, Ben")
    assert work_of(ben, "training_loop") == "training_loop was not handed in"
    assert [row.student for row in rows.values() if "1002" in row.id] == ["Bitdiddle, Ben"]


def test_an_id_of_canvas_is_read_from_the_right(tmp_path: Path) -> None:
    rows = hand_ins(tmp_path, {"group_1_1001_5001_zero_init.py": "x = 1"}, roster=None)
    assert {work_of(row) for row in rows.values()} == {"x = 1"}
    assert [row.groups for row in rows.values()] == [("Group 1",), ("Group 1",)]


TEAMS = {
    "folders": "{}_assignsubmission_file_/zero_init.py",
    "folders_of_newer_versions": "{}_assignsubmission_file/zero_init.py",
    "flat": "{}_assignsubmission_file_zero_init.py",
}
MOODLE = ("Group A-Jane Doe_101", "Group A-Ann-Marie Lee_102", "Default group-Mary O'Neil_103")
FULL = tuple(
    Listed(name, (number,)) for name, number in (("Jane Doe", "1"), ("Ann-Marie Lee", "2"), ("Mary O'Neil", "3"))
)


@pytest.mark.parametrize("shape", TEAMS.values(), ids=TEAMS)
@pytest.mark.parametrize("roster", [FULL, None], ids=["with_a_roster", "without"])
def test_teams_on_moodle_are_their_members(tmp_path: Path, shape: str, roster: Sequence[Listed] | None) -> None:
    notes: list[str] = []
    rows = hand_ins(tmp_path, {shape.format(name): name for name in MOODLE}, roster, {}, notes)
    assert {name: (work_of(row), row.groups) for name, row in rows.items()} == {
        "Ann-Marie Lee": (MOODLE[1], ("Group A",)),
        "Jane Doe": (MOODLE[0], ("Group A",)),
        "Mary O'Neil": (MOODLE[2], ("Default group",)),
    }
    assert notes == []


def test_two_of_different_teams_are_told_apart_by_the_roster(tmp_path: Path) -> None:
    files = {TEAMS["folders"].format(name): name for name in (MOODLE[0], MOODLE[2])}
    rows = hand_ins(tmp_path, files, (FULL[0], FULL[2]), {})
    assert list(rows) == ["Jane Doe", "Mary O'Neil"]


HYPHENS = ("Jean-Luc Picard_7", "Mary Smith-Jones_8")


@pytest.mark.parametrize(
    "roster", [None, [Listed("Jean-Luc Picard"), Listed("Smith-Jones, Mary")]], ids=["none", "one"]
)
def test_a_hyphen_in_a_name_is_no_team(tmp_path: Path, roster: Sequence[Listed] | None) -> None:
    files = {TEAMS["folders"].format(name): name for name in HYPHENS}
    assert list(hand_ins(tmp_path, files, roster, {})) == ["Jean-Luc Picard", "Mary Smith-Jones"]


def moodle_zips(place: Path, *downloads: Mapping[str, str]) -> list[Path]:
    """One zip per mapping from names with numbers to the assignment that each of them handed in."""
    paths = []
    for number, download in enumerate(downloads):
        files = {f"{name}_assignsubmission_file/{work}.py": f"{name} = 1" for name, work in download.items()}
        paths.append(place / f"moodle{number}.zip")
        paths[-1].write_bytes(zip_of(files))
    return paths


NAMESAKES = {
    "in_two_zips_of_one_assignment": [{"Jane Doe_7": "zero_init"}, {"Jane Doe_8": "zero_init"}],
    "in_one_zip_and_one_of_them_in_another": [
        {"Jane Doe_7": "zero_init", "Jane Doe_8": "zero_init"},
        {"Jane Doe_9": "training_loop"},
    ],
}


@pytest.mark.parametrize("downloads", NAMESAKES.values(), ids=NAMESAKES)
def test_namesakes_in_moodle_zips_never_become_one_row(tmp_path: Path, downloads: list[dict[str, str]]) -> None:
    rows = find_hand_ins(moodle_zips(tmp_path, *downloads), NAMES)
    assert [row.student for row in rows] == [f"Jane Doe ({number})" for number in ("7", "8", "9")[: len(rows)]]
    assert len(rows) == sum(map(len, downloads))


def test_two_students_of_the_roster_with_one_name_are_never_guessed(tmp_path: Path) -> None:
    twins = [Listed("Jane Doe", ("1",)), Listed("Jane Doe", ("2",))]
    paths = moodle_zips(tmp_path, {"Jane Doe_7": "zero_init"}, {"Jane Doe_8": "training_loop"})
    rows = find_hand_ins(paths, NAMES, known=KnownPeople(twins))
    assert sorted(row.id for row in rows) == ["1", "2", "7", "8"]


def test_a_teams_repository_counts_for_each_member(tmp_path: Path) -> None:
    folder_of(tmp_path, {"zero_init-group-1/.git/HEAD": "", "zero_init-group-1/zero_init.py": "x = 1"})
    folder_of(tmp_path, {"zero_init-alee/.git/HEAD": "", "zero_init-alee/zero_init.py": "y = 1"})
    rows = find_hand_ins([tmp_path], NAMES, known=KnownPeople(ROSTER, GROUPS))
    assert {row.email: work_of(row) for row in rows} == {
        "ben@x.edu": "x = 1",
        "jane@x.edu": "x = 1",
        "ann@x.edu": "y = 1",
    }


def test_a_member_who_is_not_in_the_roster_is_named(tmp_path: Path) -> None:
    notes: list[str] = []
    hand_ins(tmp_path, CANVAS_GROUP, groups={"group_1": ("jdoe", "nobody")}, notes=notes)
    assert notes[0] == "nobody of the group group_1: no student there has this id, login, address or name"


def test_the_groups_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("Group;Student\nGroup 1;jdoe\nGroup 1;1002\n;\nGroup 2;alee\n")
    assert read_groups(path) == {"Group 1": ["jdoe", "1002"], "Group 2": ["alee"]}


def test_a_file_without_groups_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("student,id\nJane,1\n")
    with pytest.raises(UserError) as caught:
        read_groups(path)
    assert str(caught.value) == f"{path} needs the columns group and student; its header is student, id"
