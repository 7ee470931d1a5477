"""The results folder: every student has a place in it, whatever the name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import UserError
from autograder.reports.files import ResultsFolder, folder_names
from autograder.results import Protection, Timing
from tests.helpers.made_results import (
    ADA,
    UNDECIDED,
)

FOLDERS = {
    "plain": (["ada", "Ben_2", "Doe, Jane (3)"], ["ada", "Ben_2", "Doe, Jane (3)"]),
    "letters_of_all_kinds": (["zoë", "小明"], ["zoë", "小明"]),
    "slashes": (["a/b", "a\\c", "../x"], ["a_b", "a_c", "_x"]),
    "control_characters": (["a\nb", "a\0c"], ["a_b", "a_c"]),
    "hidden_or_like_an_option": ([".git", "-rf", "--.x", ". a", "- b"], ["git", "rf", "x", "a", "b"]),
    "nothing_left": (["", "..", "."], ["student", "student-2", "student-3"]),
    "differing_in_case_alone": (["ada", "Ada", "ADA"], ["ada", "Ada-2", "ADA-3"]),
    "differing_in_composition_alone": (["zo\u00eb", "zoe\u0308"], ["zo\u00eb", "zo\u00eb-2"]),
    "differing_in_unsafe_characters_alone": (["a:b", "a;b"], ["a_b", "a_b-2"]),
    "taken_by_a_number": (["ada", "ada-2", "Ada"], ["ada", "ada-2", "Ada-3"]),
    "very_long": (["x" * 300, "x" * 301], ["x" * 100, "x" * 100 + "-2"]),
    "very_long_in_bytes": (["\U00020000" * 100], ["\U00020000" * 50]),
    "reserved_on_windows": (
        ["CON", "nul", "aux.b", "com1", "LPT\u00b2", "console"],
        ["_CON", "_nul", "_aux.b", "_com1", "_LPT\u00b2", "console"],
    ),
    "dots_and_spaces_at_the_end": (["ada.", "ben ", "carl. ."], ["ada", "ben", "carl"]),
    "marks_of_scripts": (["हिन्दी", "ไทยที่", "עִבְרִית"], ["हिन्दी", "ไทยที่", "עִבְרִית"]),
    "emoji": (["\U0001f600", "\U0001f601"], ["\U0001f600", "\U0001f601"]),
    "marks_of_direction": (["a\u202eb"], ["a_b"]),
    "wide_letters": (["\uff41da", "ada"], ["\uff41da", "ada-2"]),
}


@pytest.mark.parametrize(("students", "folders"), FOLDERS.values(), ids=FOLDERS)
def test_every_student_has_a_folder_that_is_safe(students: list[str], folders: list[str]) -> None:
    assert list(folder_names(students).values()) == folders


NAMES = st.lists(
    st.text(st.sampled_from("aAbBéÉ./\\-_ :\0\n"), max_size=5) | st.text(max_size=3), unique=True, max_size=8
)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(students=NAMES)
def test_no_two_students_have_the_same_folder(students: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    inside = tmp_path_factory.mktemp("students")
    names = folder_names(students)
    for name in names.values():
        (inside / name).mkdir()
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names.values()}) == len(students)
    assert sorted(path.name for path in inside.iterdir()) == sorted(names.values())


def test_results_lie_where_they_are_looked_for(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path / "out", ["ada"])
    folder.write_student(ADA, Protection("none: limits", isolated=False))
    folder.write_grades([ADA], ["zero_init", "normal_equations"])
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"out/grades.csv", "out/class.json", "out/timings.csv", "out/students/ada/results.json"}


def test_timings_are_sorted_and_stand_apart(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path, ["ben", "ada"])
    folder.note_timing("ben", "zero_init", Timing(2.0, 1.5, 1.25, 30, 1))
    folder.note_timing("ada", "zero_init", Timing(0.12345, 0.1, 0.0, 4, 2))
    folder.write_grades([], ["zero_init"])
    assert (tmp_path / "timings.csv").read_text().splitlines() == [
        "student,assignment,seconds,student_seconds,student_cpu_seconds,calls,workers",
        "ada,zero_init,0.123,0.100,0.000,4,2",
        "ben,zero_init,2.000,1.500,1.250,30,1",
    ]


def test_the_trace_of_our_own_error_is_kept_for_the_instructor_until_it_is_gone(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path, ["ben"])
    folder.write_grades([UNDECIDED], ["zero_init", "normal_equations"])
    assert folder.broken_path.read_text() == "ben, zero_init, bias: moves the bias\nTraceback: secret"
    folder.write_grades([ADA], ["zero_init", "normal_equations"])
    assert not folder.broken_path.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UserError, match="out cannot be written to: "):
        ResultsFolder(tmp_path / "out", ["ada"])
