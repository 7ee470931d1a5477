"""Marking without names: students have numbers in a record, which stay theirs, and say nothing of them."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.record.people import read_people
from tests.record.term import RIGHT, STUB, Term


def numbers(term: Term) -> dict[str, int]:
    return {person.name: person.number for person in read_people(term.out / "state/people.json")}


def test_everybody_has_a_number_of_their_own_which_stays_when_others_come(two: Term) -> None:
    before = numbers(two)
    assert sorted(before.values()) == [1, 2]
    two.hand_in("aaron", RIGHT)
    two.graded()
    assert numbers(two) == {**before, "aaron": 3}


def test_a_run_prints_numbers_and_keeps_what_it_said_of_names_in_its_log(two: Term) -> None:
    two.hand_in("cleo", STUB)
    text = two.graded("--anonymous")
    for name in ("ada", "ben", "cleo"):
        assert name not in text
        assert f"student {numbers(two)[name]}" in text
    assert "cleo, halving: 0 of 100" in (two.out / "runs/2/log.txt").read_text()
    assert "protection: " in two.graded("--anonymous", "--fresh")


def test_for_programs_there_are_numbers_too(two: Term) -> None:
    done = two.grade("--anonymous", "--json")
    assert json.loads(done.output)["marks"].keys() == {"student 1", "student 2"}
    assert "ada" not in done.output + done.errors


def test_the_record_itself_has_the_names(two: Term) -> None:
    two.graded("--anonymous")
    assert two.rows.keys() == {"ada", "ben"}


def test_what_moved_is_told_by_numbers(two: Term) -> None:
    two.hand_in("ben", RIGHT)
    two.graded("--dry-run")
    output = two.run("diff", "out", "--anonymous").output
    assert f"student {numbers(two)['ben']}, halving: 30 -> 100" in output
    assert "ben" not in output


def test_the_work_of_a_number_is_collected_and_shown(two: Term) -> None:
    done = two.run("collect", "class", "--out", "collected", "--anonymous", "out", "--course", "course")
    assert done.code == 0
    folder = two.folder / "collected/halving"
    assert {path.name for path in folder.iterdir()} == {"student 1", "student 2"}
    ada = f"student {numbers(two)['ada']}"
    assert (folder / ada / "halving.py").read_text() == RIGHT
    assert RIGHT.strip() in two.run("show", ada, "--record", "out", "--course", "course").output


def test_whom_the_record_does_not_know_is_not_collected_by_name(two: Term) -> None:
    two.hand_in("cleo", RIGHT)
    done = two.run("collect", "class", "--out", "collected", "--anonymous", "out", "--course", "course")
    assert (done.code, Path(two.folder / "collected").exists()) == (2, False)
    assert "does not know 1 of those who handed in" in done.errors


def test_a_record_without_numbers_says_so(two: Term) -> None:
    people = two.out / "state/people.json"
    people.write_text(json.dumps([{**one, "number": 0} for one in json.loads(people.read_text())]))
    done = two.run("diff", "out", "1", "1", "--anonymous")
    assert done.code == 2
    assert "has no numbers for its students yet" in done.errors
