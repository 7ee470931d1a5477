"""What is from no system we know is refused with what it looks like, and an empty folder is not a student."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.errors import UserError
from tests.helpers.hand_in_files import Files, as_folder_or_zip, both_ways, folder_of, hand_ins_in, works_of

ADVICE = "make one folder per student of it, named by name, id or login"
REFUSED: Mapping[str, tuple[Files, str]] = {
    "gradescope_without_its_list": (
        {"submission_101/zero_init.py": "", "submission_102/zero_init.py": ""},
        "looks like an export from Gradescope without its submission_metadata.yml: export the submissions again",
    ),
    "numbered_files": (
        {"Jane_Doe-4711-hw.py": "", "Ben_B-4712-hw.py": "", "info.txt": ""},
        "looks like a download from a learning platform that is not known (files such as Ben_B-4712-hw.py): " + ADVICE,
    ),
    "one_folder_of_sakai": (
        {"Submission attachment(s)/zero_init.py": "", "timestamp.txt": "20260921"},
        f"looks like one student's folder from Sakai: {ADVICE}",
    ),
}


@pytest.mark.parametrize(("files", "reason"), REFUSED.values(), ids=REFUSED)
@both_ways
def test_a_download_that_is_not_known_is_refused(tmp_path: Path, files: Files, reason: str, zipped: bool) -> None:
    with pytest.raises(UserError) as caught:
        hand_ins_in(as_folder_or_zip(tmp_path, "download", files, zipped=zipped))
    assert str(caught.value) == f"download {reason}"


EMPTY: Mapping[str, Files] = {"nothing": {}, "an_empty_folder_that_tools_make": {".git/": "", ".DS_Store": ""}}


@pytest.mark.parametrize("files", EMPTY.values(), ids=EMPTY)
def test_an_empty_folder_as_the_only_path_is_an_error(tmp_path: Path, files: Files) -> None:
    path = folder_of(tmp_path / "class", files)
    with pytest.raises(UserError, match=r"class is empty: expected one folder or zip per student, or one student's fi"):
        hand_ins_in(path)


def test_an_empty_folder_among_others_is_a_student_with_nothing(tmp_path: Path) -> None:
    folder_of(tmp_path, {"ada/": "", "ben/zero_init.py": "x = 1"})
    assert works_of(hand_ins_in(tmp_path / "ada", tmp_path / "ben")) == {
        "ada": "zero_init was not handed in",
        "ben": "x = 1",
    }
