"""Students of a table are identified by id, login, address or name, and nobody is guessed."""

from __future__ import annotations

import pytest

from autograder.tables.people import Listed, Unmatched, letters, listed, place_of, places_of, same_name, tells_who

ADA = Listed("Ada Lovelace", ("100",), "ada@x.edu", ("alove",))
JANE, OTHER_JANE = Listed("Jane Doe", ("1",)), Listed("Doe, Jane", ("2",))

PLACES = {
    "id": (("anybody", "7 100", ""), 0),
    "login": (("ALove", "", ""), 0),
    "address": (("anybody", "", "ADA@x.edu"), 0),
    "name_in_another_order": (("lovelaceada", "", ""), 0),
    "id_though_the_name_is_shared": (("Jane Doe", "2", ""), 2),
    "unknown": (("eve", "9", "eve@x.edu"), Unmatched.UNKNOWN),
    "name_of_several": (("Jane Doe", "", ""), Unmatched.SEVERAL),
    "id_of_one_and_name_of_another": (("Ada Lovelace", "1", ""), Unmatched.CONFLICTING),
}


@pytest.mark.parametrize(("person", "place"), PLACES.values(), ids=PLACES)
def test_somebody_is_identified_by(person: tuple[str, str, str], place: int | Unmatched) -> None:
    assert place_of(*person, places_of([ADA, JANE, OTHER_JANE])) == place


def test_letters_are_the_same_however_they_are_composed() -> None:
    assert letters("Zoe\u0308 Ødegård-2") == letters("ZOË ØDEGÅRD 2") == "zoëødegård2"


def test_letters_keep_the_marks_that_some_scripts_need() -> None:
    assert letters("हिन्दी") == "हिन्दी"


@pytest.mark.parametrize(("one", "other"), [("Doe, Jane", "Jane Doe"), ("van der Berg, Zoë", "zoëvanderberg")])
def test_a_name_may_be_written_in_two_ways(one: str, other: str) -> None:
    assert same_name(one, other)


def test_different_names_are_not_the_same() -> None:
    assert not same_name("Jane Doe", "Jane Dee")


@pytest.mark.parametrize("title", ["First Name", "E-Mail", "SIS Login ID", "Role"])
def test_a_title_may_tell_who(title: str) -> None:
    assert tells_who(title)
    assert not tells_who(f"{title} of the tutor")


ROWS = {
    "a_student": (("Name", "Role"), ("Ada", "Student"), Listed("Ada")),
    "an_instructor": (("Name", "Role"), ("Boss", "Instructor"), None),
    "points_of_canvas": (("Student", "ID"), ("    Points Possible", ""), None),
    "two_names": (("First Name", "Last Name"), ("Ada", "Lovelace"), Listed("Ada Lovelace")),
    "nobody": (("Name", "ID"), ("", " "), None),
    "the_first_of_two_columns": (("Name", "Name"), ("Ada", "Ben"), Listed("Ada")),
}


@pytest.mark.parametrize(("titles", "texts", "student"), ROWS.values(), ids=ROWS)
def test_a_row_lists_a_student_or_nobody(
    titles: tuple[str, ...], texts: tuple[str, ...], student: Listed | None
) -> None:
    assert listed(titles, texts) == student
