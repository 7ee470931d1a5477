"""The roster: students who handed in nothing get a row, and hand-ins of others are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.intake.known import KnownPeople
from autograder.intake.people import with_roster
from autograder.intake.records import Absent, HandIn, Source
from autograder.intake.roster import read_roster
from autograder.intake.students import find_hand_ins
from autograder.tables.people import Listed
from tests.helpers.hand_in_files import NAMES, folder_of, work_of

ADA = Listed("Ada Lovelace", ("100",), "ada@x.edu", ("alove",))


def roster(place: Path, text: str | bytes) -> list[Listed]:
    path = place / "roster.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_roster(path)


FORMS = {
    "plain": "student,id,email,login\nAda Lovelace,100,ada@x.edu,alove\n",
    "in_another_order": "email,login,id,name\nada@x.edu,alove,100,Ada Lovelace\n",
    "semicolons": "Name;SID;E-Mail;Login ID\nAda Lovelace;100;ada@x.edu;alove\n",
    "tabs": "Full Name\tStudent ID\tEmail Address\tUser Name\nAda Lovelace\t100\tada@x.edu\talove\n",
    "byte_order_mark": "\ufeffstudent,id,email,login\nAda Lovelace,100,ada@x.edu,alove\n",
    "windows_line_ends": "student,id,email,login\r\nAda Lovelace,100,ada@x.edu,alove\r\n\r\n",
    "quoted": '"student","id","email","login"\n"Ada Lovelace","100","ada@x.edu","alove"\n',
    "two_names": "First Name,Last Name,SID,Email,Username\nAda,Lovelace,100,ada@x.edu,alove\n",
    "gradescope": "Name,SID,Email,Role,Login\nAda Lovelace,100,ada@x.edu,Student,alove\nBoss,1,b@x.edu,Instructor,b\n",
    "with_spaces": " Student , ID ,email,login\n Ada Lovelace , 100,ada@x.edu ,alove,\n",
    "commas_in_a_title": '"Name, as on the passport";student;id;email;login\n;Ada Lovelace;100;ada@x.edu;alove\n',
    "empty_rows": "student,id,email,login\n,,,\nAda Lovelace,100,ada@x.edu,alove\n\n",
    "separator_line": "sep=;\r\nstudent;id;email;login\r\nAda Lovelace;100;ada@x.edu;alove\r\n",
    "title_rows": (
        '"Linear Models; spring";;;\r\nExported on;30 November;;\r\n\r\n'
        "student;id;email;login\r\nAda Lovelace;100;ada@x.edu;alove\r\n"
    ),
    "title_row_with_commas": "Linear Models, spring, week 1\n\nname;id;email;login\nAda Lovelace;100;ada@x.edu;alove\n",
    "separator_line_and_title": "sep=,\nLinear Models;\nname,id,email,login\nAda Lovelace,100,ada@x.edu,alove\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_roster_is_read_in_every_usual_form(tmp_path: Path, text: str) -> None:
    assert roster(tmp_path, text) == [ADA]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_roster_is_read_in_every_encoding_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    data = "student;id\r\nZoë Ødegård;7\r\n".encode(encoding)
    assert roster(tmp_path, data) == [Listed("Zoë Ødegård", ("7",))]


def test_the_gradebook_of_canvas_is_read_as_a_roster(tmp_path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Loops (123)\n    Points Possible,,,,,100\n"
        '"Lovelace, Ada",1001,u100,alove,A,\n"Student, Test",9,,,A,\n'
    )
    assert roster(tmp_path, text) == [Listed("Lovelace, Ada", ("1001", "u100"), "", ("alove",))]


def test_the_roster_of_github_classroom_is_read(tmp_path: Path) -> None:
    text = '"identifier","github_username","github_id","name"\n"ada@x.edu","alove","77",""\n'
    assert roster(tmp_path, text) == [Listed("alove", ("ada@x.edu",), "", ("alove",))]


BAD: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "{path} cannot be read: No such file or directory"),
    "empty": (b"", "{path} is empty: it needs a header and one row per student"),
    "a_workbook": (b"PK\x03\x04\0", "{path} is not a CSV file: download it as CSV, or save it as CSV UTF-8"),
    "other_columns": (
        b"town,country\n",
        "{path} has no column student, id, email or login; its header is town, country",
    ),
    "an_endless_cell": (
        b'student\n"' + b"x" * 200_000 + b'"\n',
        "a cell in line 2 of {path} has more than 100,000 characters: a quote may be missing there",
    ),
    "countless_columns": (
        b"student" + b"," * 10_000 + b"\nada\n",
        "line 1 of {path} has more than 5,000 cells: download it again",
    ),
    "too_large": (
        b"student\n" + b"ada\n" * 5_000_000,
        "{path} is larger than 20,000,000 bytes: it should hold the students of one course",
    ),
}


@pytest.mark.parametrize(("data", "message"), BAD.values(), ids=BAD)
def test_a_roster_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, data: bytes | None, message: str
) -> None:
    path = tmp_path / "roster.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_roster(path)
    assert str(caught.value) == message.format(path=path)


BEN = Listed("Ben Bitdiddle", ("200",), "ben@x.edu", ("benb",))
OUTSIDE = "handed in, but not in the roster: "
HINT = "(if a name is a group's, --groups says who is in it)"
NOTHING = (Absent("zero_init was not handed in"),)
KNOWN_AS = {
    "the_name": HandIn("Ada Lovelace", ()),
    "the_name_in_another_order": HandIn("Lovelace, Ada", ()),
    "the_name_of_canvas": HandIn("lovelaceada", ()),
    "the_name_in_other_letters": HandIn("ADA  LOVELACE", ()),
    "the_id": HandIn("anybody", (), id="100"),
    "one_of_several_ids": HandIn("anybody", (), id="7 100"),
    "the_address": HandIn("anybody", (), email="ADA@x.edu"),
    "a_folder_named_by_the_id": HandIn("100", ()),
    "a_folder_named_by_the_login": HandIn("alove", ()),
    "a_folder_named_by_the_address": HandIn("ada@x.edu", ()),
}


@pytest.mark.parametrize("hand_in", KNOWN_AS.values(), ids=KNOWN_AS)
def test_a_student_of_the_roster_is_identified_by(hand_in: HandIn) -> None:
    notes: list[str] = []
    ada, ben = sorted(with_roster([hand_in], [ADA, BEN], ["zero_init"], notes.append), key=lambda one: one.email)
    assert {("id", "100"), ("login", "alove"), ("email", "ada@x.edu")} <= set(ada.ids)
    assert (ada.student, ada.email.casefold(), notes) == (hand_in.student, "ada@x.edu", [])
    assert "100" in ada.id
    assert replace(ben, ids=()) == HandIn("Ben Bitdiddle", NOTHING, "200", "ben@x.edu")


def test_a_hand_in_from_outside_the_roster_is_kept_and_named() -> None:
    notes: list[str] = []
    eve = HandIn("eve", ())
    assert [(row.student, row.id) for row in with_roster([eve], [ADA], ["zero_init"], notes.append)] == [
        ("Ada Lovelace", "100"),
        ("eve", ""),
    ]
    assert notes == [f"{OUTSIDE}eve {HINT}"]


def test_there_is_no_guessing_when_two_students_of_the_roster_share_the_name() -> None:
    notes: list[str] = []
    twins = [Listed("Jane Doe", ("1",)), Listed("Jane Doe", ("2",))]
    rows = with_roster([HandIn("Jane Doe", ())], twins, ["zero_init"], notes.append)
    assert [(row.student, row.id) for row in rows] == [("Jane Doe", ""), ("Jane Doe (1)", "1"), ("Jane Doe (2)", "2")]
    assert notes == [f"{OUTSIDE}Jane Doe {HINT}"]


def test_there_is_no_guessing_when_id_and_name_belong_to_different_students() -> None:
    notes: list[str] = []
    rows = with_roster([HandIn("Ada Lovelace", (), id="200")], [ADA, BEN], ["zero_init"], notes.append)
    assert [(row.student, row.id) for row in rows] == [
        ("Ada Lovelace", "200"),
        ("Ada Lovelace (100)", "100"),
        ("Ben Bitdiddle", "200"),
    ]
    assert notes == [f"{OUTSIDE}Ada Lovelace {HINT}"]


def of_ada(name: str, *works: str) -> HandIn:
    sources = [Source("zero_init", "zero_init.py", (("zero_init.py", text),)) if text else NOTHING[0] for text in works]
    return HandIn(name, tuple(sources))


def test_two_hand_ins_of_one_student_are_one_row() -> None:
    notes: list[str] = []
    both = [of_ada("alove", "x = 1", ""), of_ada("Ada Lovelace", "", "y = 1")]
    (row,) = with_roster(both, [ADA], ["training_loop", "zero_init"], notes.append)
    assert (row.student, row.id, notes) == ("Ada Lovelace", "100", [])
    assert row.work == (both[0].work[0], both[1].work[1])


def test_a_student_with_different_work_for_one_assignment_is_named() -> None:
    notes: list[str] = []
    rows = with_roster([of_ada("alove", "x = 1"), of_ada("Ada Lovelace", "x = 2")], [ADA], ["zero_init"], notes.append)
    assert [row.student for row in rows] == ["Ada Lovelace", "alove"]
    assert notes == ["Ada Lovelace of the roster has several rows, with different work: alove, Ada Lovelace"]


SECTIONS = "student,id,login,section\nJane Doe,1001,jdoe,Lecture 1\nJane Doe,1001,jdoe,Lab 3\nJane Doe,1002,jd2,Lab 3\n"


def test_a_student_of_two_sections_is_one_and_a_namesake_another(tmp_path: Path) -> None:
    students = roster(tmp_path, SECTIONS)
    assert [(student.name, student.ids) for student in students] == [("Jane Doe", ("1001",)), ("Jane Doe", ("1002",))]


def test_a_folder_named_by_the_login_of_a_student_of_two_sections_is_theirs(tmp_path: Path) -> None:
    folder_of(tmp_path / "class", {"jdoe/zero_init.py": "x = 1", "jd2/zero_init.py": "y = 1"})
    known = KnownPeople(roster(tmp_path, SECTIONS))
    rows = find_hand_ins([tmp_path / "class"], NAMES, known=known)
    assert [(row.student, row.id, work_of(row)) for row in rows] == [
        ("jd2", "1002", "y = 1"),
        ("jdoe", "1001", "x = 1"),
    ]


def test_the_id_from_the_platform_is_kept() -> None:
    (row,) = with_roster([HandIn("Ada Lovelace", (), id="55", late=True)], [ADA], ["zero_init"], print)
    assert (row.id, row.email, row.late) == ("55", "ada@x.edu", True)
