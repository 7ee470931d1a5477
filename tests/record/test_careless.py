"""An instructor who is careless moves no mark in silence: it is said in a line, or refused."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from autograder.record.appending import append_overrides
from autograder.record.decisions import read_decisions
from tests.helpers.hand_in_files import zip_of
from tests.record.term import RIGHT, WRONG, Term

GRADE = ("grade", "class", "--out", "out", "--course", "course")


def roster(term: Term, *rows: str) -> tuple[str, str]:
    """The option that names a roster of these rows."""
    (term.folder / "roster.csv").write_text("\n".join(["student,id", *rows, ""]))
    return "--roster", "roster.csv"


def test_a_roster_that_exchanges_two_ids_moves_no_marks(two: Term) -> None:
    two.graded(*roster(two, "ada,1", "ben,2"))
    output = two.graded(*roster(two, "ada,2", "ben,1"))
    assert "note: the roster gives ada an id that was ben's: the marks stay where they are\n" in output
    assert {name: (row["halving"], row["id"]) for name, row in two.rows.items()} == {
        "ada": ("100", "2"),
        "ben": ("30", "1"),
    }


def test_a_student_who_is_renamed_in_the_roster_stays_one_under_both_names(two: Term) -> None:
    two.graded(*roster(two, "ada,1", "ben,2"))
    shutil.rmtree(two.folder / "class/ada")
    output = two.graded(*roster(two, "Ada Lovelace,1", "ben,2"))
    assert "note: ada is Ada Lovelace now: the roster has an id of theirs under this name\n" in output
    two.hand_in("ada", WRONG)  # an old download, or a folder that nobody renamed
    two.graded()
    assert two.marks == {"Ada Lovelace": "30", "ben": "30"}
    two.override("ada", "marks = 50")
    two.graded()
    assert two.marks["Ada Lovelace"] == "50"


def test_an_id_that_is_typed_wrong_in_the_roster_can_be_corrected(two: Term) -> None:
    two.graded(*roster(two, "ada,1", "ben,2"))
    two.graded(*roster(two, "ada,1001", "ben,2"))
    assert two.marks == {"ada": "100", "ben": "30"}


def test_who_leaves_the_roster_keeps_their_marks(two: Term) -> None:
    two.graded(*roster(two, "ada,1", "ben,2"))
    shutil.rmtree(two.folder / "class/ben")
    assert "in the record besides: 1 who are not in this run" in two.graded(*roster(two, "ada,1", "cleo,3"))
    assert two.marks == {"ada": "100", "ben": "30", "cleo": "0"}


def test_a_record_that_is_moved_or_renamed_is_the_same_record(two: Term) -> None:
    two.out.rename(two.folder / "spring")
    (two.folder / "class").rename(two.folder / "hand-ins")
    before = (two.folder / "spring/grades.csv").read_bytes()
    done = two.grade(path="hand-ins", out="spring")
    assert (done.code, "kept: 2 of 2\n" in done.output) == (0, True)
    assert (two.folder / "spring/grades.csv").read_bytes() == before


def test_to_forget_everything_on_trial_is_refused(two: Term) -> None:
    before = two.files
    done = two.grade("--replace", "--dry-run")
    assert (done.code, two.files) == (2, before)
    assert "--replace forgets what was graded before, and --dry-run must not" in done.errors


def test_a_newest_hand_in_that_cannot_be_read_is_told_and_the_earlier_one_counts(two: Term) -> None:
    (two.folder / "class/ada/halving.py").write_bytes(b"\0")
    output = two.graded()
    assert (
        "note: ada, halving: halving.py is not a text file: it contains NUL bytes; what was handed in earlier" in output
    )
    assert two.marks["ada"] == "100"


def test_a_rule_for_late_work_without_a_due_date_is_told(two: Term) -> None:
    two.decisions.write_text('[assignment.halving]\nlate = { minus = "10%" }\n')
    assert "note: halving has a rule for late work and no due date: only what a platform calls late" in two.graded()


def test_decisions_written_by_another_editor_are_read_and_keep_their_line_ends(two: Term) -> None:
    text = '[[override]]\r\nstudent = "ben"\r\nassignment = "halving"\r\nmarks = 40\r\nwhy = "seen"\r\n'
    two.decisions.write_bytes(b"\xef\xbb\xbf" + text.encode())
    two.graded()
    assert two.marks["ben"] == "40"
    done = two.run("override", "ada", "halving", "--add", "-1", "--why", "late talk", "--course", "course")
    assert (done.code, done.errors) == (0, "")
    assert two.decisions.read_bytes().startswith(text.encode())
    two.graded()
    assert two.marks == {"ada": "99", "ben": "40"}


def append(path: Path, number: int) -> None:
    append_overrides(path, [{"student": str(number), "assignment": "halving", "marks": Decimal(1), "why": "seen"}])


def test_overrides_that_several_people_append_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=append, args=(path, number)) for number in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    decided = read_decisions(path, ["halving"])
    assert sorted(one.student for one in decided.overrides) == [str(number) for number in range(6)]


def test_a_rule_that_changes_later_finds_no_attempt_graded_by_an_old_suite(two: Term) -> None:
    """What does not count is not graded again with every suite; when it may count, it is."""
    two.hand_in("ben", RIGHT)
    two.graded()
    two.hand_in("ben", WRONG)
    two.suite.write_text(two.suite.read_text().replace("marks=70", "marks=60").replace("marks=30", "marks=40"))
    two.graded()
    assert two.marks["ben"] == "40"
    two.decisions.write_text('[assignment.halving]\nattempt = "best"\n')
    two.graded()
    attempts = json.loads((two.out / "state/halving/ben.json").read_text())
    assert {attempt["fingerprint"]["suite"] for attempt in attempts} == {attempts[0]["fingerprint"]["suite"]}
    assert two.marks["ben"] == "100"


def test_a_groups_download_is_verified_for_each_member(term: Term) -> None:
    (term.folder / "groups.csv").write_text("group,student\nGroup 1,Jane Doe\nGroup 1,Ben Bitdiddle\n")
    (term.folder / "canvas.zip").write_bytes(zip_of({"group1_1001_5001_halving.py": RIGHT}))
    term.graded("--groups", "groups.csv", path="canvas.zip")
    assert term.marks == {"Ben Bitdiddle": "100", "Jane Doe": "100"}
    done = term.run("verify", "out", "canvas.zip", "--course", "course")
    assert (done.code, done.errors) == (0, "")
    assert done.output.splitlines()[-2:] == ["Ben Bitdiddle, halving: the same", "Jane Doe, halving: the same"]


def test_another_students_number_of_an_assignment_gets_nobody_elses_mark(term: Term) -> None:
    """Jane's number on Moodle is Ben's on Canvas; Jane is not in that gradebook."""
    files = {"Jane Doe_1002_assignsubmission_file/halving.py": RIGHT}
    (term.folder / "moodle.zip").write_bytes(zip_of(files))
    term.graded(path="moodle.zip")
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Halving (1)\n    Points Possible,,,,,100.00\n"
    (term.folder / "canvas.csv").write_text(f'{head}"Bitdiddle, Ben",1002,,,A,\n')
    done = term.run("export", "out", "--to", "canvas", "--gradebook", "canvas.csv")
    assert "not matched with the gradebook" in done.output
    assert "0 cells of canvas.csv would change" in done.output
    worksheet = "Identifier,Status,Grade,Maximum Grade\nParticipant 1002,Submitted,,100.00\n"
    (term.folder / "moodle.csv").write_text(worksheet)
    done = term.run("export", "out", "--to", "moodle", "--gradebook", "moodle.csv")
    assert "1 cell of moodle.csv would change" in done.output


@pytest.mark.parametrize("name", ["halving.blank.json", "people.json"])
def test_what_the_record_cannot_read_is_said_and_nothing_is_published(two: Term, name: str) -> None:
    path = two.out / "state" / name
    path.write_text("[{")
    done = two.run("publish", "out", "--course", "course")
    assert done.code == 2
    assert f"{name} cannot be read" in done.errors
