"""What is handed in on Gradescope is one hand-in, whatever is in it, and its names are those of the metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from autograder.gradescope.run import submitters
from autograder.intake.records import Absent, Source
from autograder.intake.students import find_hand_in
from tests.helpers.gradescope_container import put
from tests.helpers.gradescope_zips import RIGHT_WORK, in_a_zip
from tests.helpers.small_course import RIGHT

HAND_INS: Final[dict[str, dict[str, str | bytes]]] = {
    "folders_as_of_several_students": {"ada/halving.py": RIGHT, "ben/trebling.py": RIGHT_WORK["trebling.py"]},
    "a_zip": {"work.zip": in_a_zip(RIGHT_WORK)},
    "zips_as_of_several_students": {"ada.zip": in_a_zip(RIGHT_WORK), "ben.zip": in_a_zip({"halving.py": ""})},
    "renamed_and_deep": {"src/hw (final)/Halving (1).py": RIGHT, "b/trebling-1.py": RIGHT_WORK["trebling.py"]},
    "an_export_of_gradescope": {"submission_metadata.yml": "{}", "submission_1/a": "", **RIGHT_WORK},
    "uploads_of_canvas": {"doejane_1_2_halving.py": "", "roejohn_1_3_halving.py": "", **RIGHT_WORK},
}


@pytest.mark.parametrize("files", HAND_INS.values(), ids=HAND_INS)
def test_a_submission_is_one_hand_in_whatever_its_shape(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    put(tmp_path, files)
    hand_in = find_hand_in(tmp_path, "Ada", ("halving", "trebling"))
    assert hand_in.student == "Ada"
    assert [type(work) for work in hand_in.work] == [Source, Source]


def test_a_folder_that_is_not_there_is_an_empty_hand_in(tmp_path: Path) -> None:
    hand_in = find_hand_in(tmp_path / "submission", "Ada", ("halving",))
    assert isinstance(hand_in.work[0], Absent)
    assert str(tmp_path) not in hand_in.work[0].reason


NAMES: Final = {
    "a_group": ({"users": [{"name": "Ada"}, {"name": "Ben"}]}, "Ada and Ben"),
    "nobody": ({"users": []}, "student"),
    "nothing": ({}, "student"),
    "a_list": ([], "student"),
    "users_without_names": ({"users": [{"name": 7}, {"name": " "}]}, "student"),
    "control_characters": ({"users": [{"name": "A\x1b[31m\u202e"}]}, r"A\x1b[31m\u202e"),
}


@pytest.mark.parametrize(("metadata", "name"), NAMES.values(), ids=NAMES)
def test_the_name_is_taken_from_the_metadata(tmp_path: Path, metadata: object, name: str) -> None:
    (tmp_path / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    assert submitters(tmp_path / "metadata.json") == name


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "half", "no_text", "deep"])
def test_damaged_metadata_names_nobody(tmp_path: Path, data: bytes) -> None:
    """Otter's image makes an empty one."""
    (tmp_path / "metadata.json").write_bytes(data)
    assert submitters(tmp_path / "metadata.json") == "student"
