"""Every person of a record has a folder, whatever the name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.record.people import People

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


def keys_of(names: list[str]) -> list[str]:
    people = People()
    return [people.meet(name, ()).key for name in names]


@pytest.mark.parametrize(("students", "folders"), FOLDERS.values(), ids=FOLDERS)
def test_every_student_has_a_folder_that_is_safe(students: list[str], folders: list[str]) -> None:
    assert keys_of(students) == folders


NAMES = st.lists(
    st.text(st.sampled_from("aAbBéÉ./\\-_ :\0\n"), max_size=5) | st.text(max_size=3), unique=True, max_size=8
)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(students=NAMES)
def test_no_two_students_have_the_same_folder(students: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    inside = tmp_path_factory.mktemp("students")
    names = keys_of(students)
    for name in names:
        (inside / name).mkdir()
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names}) == len(students)
    assert sorted(path.name for path in inside.iterdir()) == sorted(names)
