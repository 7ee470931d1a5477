"""A student is one person with all ids, across runs and systems; nobody is merged on a name that two people share."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.intake.records import Handed, HandIn, KnownId, Source
from autograder.record.people import People, read_people, write_people
from autograder.record.person import Person
from autograder.tables.people import Listed


def handed_in(name: str, *ids: tuple[str, str], old_id: str = "", email: str = "") -> HandIn:
    return HandIn(name, (), id=old_id, email=email, ids=tuple(KnownId(*one) for one in ids))


CANVAS = handed_in("doejane", ("canvas", "1001"))
GRADESCOPE = handed_in("Jane Doe", ("sis", "0100477"), email="jd@x.edu")
MOODLE = handed_in("Jane Doe", ("moodle", "101"))
FOLDER = handed_in("Jane Doe")


def keys_after(*runs: list[HandIn], roster: tuple[Listed, ...] = ()) -> list[list[str]]:
    """The persons whom each run's hand-ins are taken for."""
    people = People()
    people.add_roster(roster)
    return [list(people.add(run, lambda _: None).values()) for run in runs]


@pytest.mark.parametrize(
    "other",
    [
        handed_in("Jane Doe", ("canvas", "1001")),
        GRADESCOPE,
        MOODLE,
        FOLDER,
        handed_in("Doe, Jane"),
        handed_in("1001"),
        handed_in("somebody", old_id="1001"),
        handed_in("Jane Doe", ("github", "jdoe")),
    ],
    ids=str,
)
def test_a_student_of_another_system_is_the_same_person(other: HandIn) -> None:
    assert keys_after([CANVAS], [other]) == [["doejane"], ["doejane"]]


@pytest.mark.parametrize(
    "other",
    [
        handed_in("doejane", ("canvas", "1002")),
        handed_in("Jane Doe", ("canvas", "1002"), ("sis", "9")),
        handed_in("Joan Doe", ("moodle", "1001")),
        handed_in("Joan Doe", ("sis", "1001")),
    ],
    ids=str,
)
def test_another_id_of_the_same_kind_is_another_person(other: HandIn) -> None:
    (first,), (second,) = keys_after([CANVAS], [other])
    assert first != second


def test_namesakes_of_one_run_stay_two_people_in_every_later_run() -> None:
    both = [handed_in("Jane Doe (1)", ("canvas", "1")), handed_in("Jane Doe (2)", ("canvas", "2"))]
    first, second, third = keys_after(both, both[::-1], both)
    assert first == third == second[::-1]
    assert len(set(first)) == 2


def test_nobody_is_merged_on_a_name_that_two_of_the_roster_share() -> None:
    roster = (Listed("Jane Doe", ("1",)), Listed("Jane Doe", ("2",)))
    told: list[str] = []
    people = People()
    people.add_roster(roster)
    keys = people.add([FOLDER, handed_in("doejane", old_id="2")], told.append)
    assert len(set(keys.values())) == 2
    assert people[keys["doejane"]].id == "2"
    assert len(list(people)) == 3
    assert told == ["Jane Doe is the name of several students, and no id says which: a row of its own"]


def on_moodle(name: str, number: str, assignment: str) -> HandIn:
    handed = Handed(participant=number)
    work = (Source(assignment, f"{assignment}.py", (("", ""),), handed=handed),)
    return HandIn(name, work, id=number, ids=(KnownId("moodle", number),))


def test_a_number_on_moodle_is_one_students_in_one_assignment_and_anothers_in_the_next() -> None:
    first = [on_moodle("Jane Doe", "101", "zero_init"), on_moodle("Ben", "102", "zero_init")]
    second = [on_moodle("Jane Doe", "102", "training_loop"), on_moodle("Ben", "101", "training_loop")]
    assert keys_after(first, second) == [["Jane Doe", "Ben"], ["Jane Doe", "Ben"]]
    assert keys_after(first, [on_moodle("Jane Roe", "101", "zero_init")]) == [["Jane Doe", "Ben"], ["Jane Doe"]]
    assert keys_after(first, [on_moodle("Jane Doe", "103", "zero_init")]) == [["Jane Doe", "Ben"], ["Jane Doe-2"]]


def test_a_number_that_is_one_students_in_canvas_and_anothers_in_the_registry_makes_them_not_one() -> None:
    people = People()
    people.add([handed_in("bitdiddleben", ("canvas", "1001"))], print)
    roster = [Listed("Ben Bitdiddle", ("7",)), Listed("Ann Lee", ("1001",))]
    for _ in range(2):
        people.add_roster(roster)
        assert [person.name for person in people] == ["Ben Bitdiddle", "Ann Lee"]
    assert list(people.add([handed_in("bitdiddleben", ("canvas", "1001"))], print).values()) == ["bitdiddleben"]
    assert list(people.add([handed_in("Ann Lee", ("sis", "1001"))], print).values()) == ["Ann Lee"]


def test_an_id_does_not_make_one_student_of_two_of_the_roster() -> None:
    told: list[str] = []
    people = People()
    people.add_roster([Listed("Jane Doe", ("1",)), Listed("Ben Bitdiddle", ("2",))])
    keys = people.add([handed_in("Jane Doe", ("sis", "2"))], told.append)
    assert keys == {"Jane Doe": "Jane Doe-2"}
    assert told == ["Jane Doe has an id of Ben Bitdiddle, and another student's name: a row of its own"]


def test_who_stands_in_the_roster_twice_is_one_person() -> None:
    people = People()
    people.add_roster([Listed("Jane Doe", ("1",), "jd@x.edu"), Listed("Doe, Jane", ("1",)), Listed("Jo", ("2",))])
    assert next(iter(people)).ids == (KnownId("id", "1"), KnownId("email", "jd@x.edu"))
    assert len(list(people)) == 2
    people.add_roster([Listed("Jane Doe", ("1",)), Listed("Jo", ("2",))])
    assert len(list(people)) == 2


def test_whom_two_systems_know_under_other_names_the_roster_makes_one() -> None:
    people = People()
    people.add([handed_in("j-octocat", ("github", "joctocat")), CANVAS], lambda _: None)
    people.add_roster([Listed("Jane Doe", ("1001",), "", ("joctocat",))])
    assert people.merged == [("doejane", "j-octocat")] or people.merged == [("j-octocat", "doejane")]
    (person,) = people
    assert {known.text for known in person.ids} == {"1001", "joctocat"}
    assert people.find("joctocat") == people.find("1001") == {person.key}


def test_whose_folder_was_named_after_an_id_is_found_by_a_later_roster() -> None:
    people = People()
    people.add([handed_in("jdoe7")], lambda _: None)
    people.add_roster([Listed("Jane Doe", ("1001",), "", ("JDoe7",))])
    assert people.display_names() == {"jdoe7": "Jane Doe"}


def test_the_roster_makes_nobody_one_whose_ids_contradict() -> None:
    people = People()
    people.add([handed_in("a", ("canvas", "1"), ("sis", "7")), handed_in("b", ("canvas", "2"))], lambda _: None)
    people.add_roster([Listed("Jane Doe", ("7", "2"))])
    assert people.merged == []


def test_the_name_is_that_of_the_roster() -> None:
    people = People()
    (key,) = people.add([CANVAS], lambda _: None).values()
    people.add_roster([Listed("Jane Doe", ("1001",))])
    assert people.display_names() == {key: "Jane Doe"}


def test_names_that_several_share_are_shown_with_an_id_whoever_came_first() -> None:
    for order in (1, -1):
        people = People()
        for number in ("1", "2")[::order]:
            people.add([handed_in("Jane Doe", ("canvas", number))], lambda _: None)
        assert sorted(people.display_names().values()) == ["Jane Doe (1)", "Jane Doe (2)"]


def test_somebody_with_ids_of_two_people_is_told_and_kept_apart() -> None:
    people, told = People(), list[str]()
    people.add([CANVAS, handed_in("Joan", ("sis", "7"))], told.append)
    keys = people.add([handed_in("Joan", ("canvas", "1001"), ("sis", "7"))], told.append)
    assert keys == {"Joan": "Joan-2"}
    assert "ids of several students, Joan and doejane" in told[0]


@pytest.mark.parametrize("text", ["1001", "JD@x.edu", "jane doe", "Doe, Jane", "0100477"])
def test_an_instructor_finds_a_student_by_id_address_or_name(text: str) -> None:
    people = People()
    people.add([CANVAS], lambda _: None)
    people.add([GRADESCOPE], lambda _: None)
    assert people.find(text) == {"doejane"}
    assert people.find("nobody") == set()


def test_people_are_read_as_they_were_written(tmp_path: Path) -> None:
    people = People([Person("a", "\ud800", True, (KnownId("sis", "1"),), ("group 1",), {"zero_init": "not"})])
    write_people(tmp_path / "people.json", people)
    assert list(read_people(tmp_path / "people.json")) == list(people)


def test_people_of_a_damaged_file_are_not_taken_for_nobody(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text("[{")
    with pytest.raises(UserError, match="cannot be read"):
        read_people(tmp_path / "people.json")
