"""Tables beside a download tell when work was handed in, in any language, and who the participants are."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.intake.known import KnownPeople
from autograder.intake.records import Handed, HandIn, Source
from autograder.intake.students import find_hand_ins
from autograder.tables.people import Listed
from tests.helpers.hand_in_files import NAMES, Files, gradescope_export, zip_of

DAY, HOUR, MINUTE = 86_400, 3_600, 60
HEADER = "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,{},{}\n"
ROW = 'Participant 7,Jane Doe,u1,jane@x.edu,"{}",,100.00,Yes,"{}",-\n'
ENGLISH = HEADER.format("Last modified (submission)", "Last modified (grade)") + ROW
AT = datetime(2027, 5, 3, 8, 15, tzinfo=UTC)  # a quarter past ten in Zurich
MOODLE: Files = {"Jane Doe_7_assignsubmission_file/zero_init.py": "x = 1"}


@pytest.fixture(autouse=True)
def _in_zurich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Zurich")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def hand_in(place: Path, files: Files, table: str, notes: list[str] | None = None) -> HandIn:
    (place / "export.zip").write_bytes(zip_of(files))
    (place / "table.csv").write_text(table)
    told = notes if notes is not None else []
    return find_hand_ins([place / "export.zip", place / "table.csv"], NAMES, told.append)[0]


def handed(one: HandIn) -> Handed:
    work = one.work[1]
    assert isinstance(work, Source)
    return work.handed


TIMES: Mapping[str, tuple[str, str, int | None]] = {
    "in_time": ("Submitted for grading", "Monday, 3 May 2027, 10:15 AM", 0),
    "graded": ("Submitted for grading - Graded", "Monday, 3 May 2027, 10:15 AM", 0),
    "late": ("Submitted for grading - 2 days 3 hours late", "Monday, 3 May 2027, 10:15 AM", 2 * DAY + 3 * HOUR),
    "late_by_minutes": ("Submitted for grading - 5 mins 2 secs late - Graded", "3 May 2027, 10:15", 5 * MINUTE + 2),
    "with_an_extension": ("Submitted - Extension granted until: Friday, 7 May 2027, 9:00 AM", "3 May 2027, 10:15", 0),
    "german": ("Zur Bewertung abgegeben - 1 Tag 2 Stunden verspätet", "Montag, 3. Mai 2027, 10:15", DAY + 2 * HOUR),
    "french": ("Remis pour évaluation - 3 heures de retard", "lundi 3 mai 2027, 10:15", 3 * HOUR),
    "spanish": ("Enviado para calificar - 1 hora de retraso", "lunes, 3 de mayo de 2027, 10:15", HOUR),
    "in_numbers": ("Submitted", "3.5.2027, 10:15", 0),
    "in_units_that_are_not_known": ("Beadva - 2 nap késéssel", "3 May 2027, 10:15", None),
}


@pytest.mark.parametrize(("status", "text", "late"), TIMES.values(), ids=TIMES)
def test_the_worksheet_of_moodle_says_when_work_was_handed_in(
    tmp_path: Path, status: str, text: str, late: int | None
) -> None:
    notes: list[str] = []
    one = hand_in(tmp_path, MOODLE, ENGLISH.format(status, text), notes)
    assert (handed(one).at, handed(one).late_seconds) == (AT, late)
    assert one.late is (late if late is None else late > 0)
    assert notes == ["times without a time zone, read as this machine's (TZ=... sets another): of 1 hand-ins"]


GERMAN = (
    "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;"
    "Zuletzt geändert (Abgabe);Zuletzt geändert (Bewertung)\n"
    "Teilnehmer/in7;Jane Doe;jane@x.edu;Abgegeben - 1 Stunde verspätet;;100,00;Ja;Montag, 3. Mai 2027, 10:15;-\n"
    "Teilnehmer/in8;Max;max@x.edu;Keine Abgabe;;100,00;Ja;-;-\n"
)


def test_the_worksheet_of_moodle_is_read_in_other_languages(tmp_path: Path) -> None:
    one = hand_in(tmp_path, MOODLE, GERMAN)
    assert (handed(one).at, handed(one).late_seconds, one.ids) == (AT, HOUR, (("moodle", "7"), ("email", "jane@x.edu")))


def test_a_time_that_is_not_understood_is_told(tmp_path: Path) -> None:
    notes: list[str] = []
    one = hand_in(tmp_path, MOODLE, ENGLISH.format("Submitted", "2027. május 3., 10:15"), notes)
    assert handed(one)[1:3] == (None, None)
    assert notes == [
        f"{tmp_path / 'table.csv'}: times such as '2027. május 3., 10:15' are not understood, "
        "so that nobody is late by them"
    ]


def test_the_worksheet_of_moodle_says_who_a_participant_is(tmp_path: Path) -> None:
    one = hand_in(tmp_path, MOODLE, ENGLISH.format("Submitted", "3 May 2027, 10:15"))
    assert one.ids == (("moodle", "7"), ("sis", "u1"), ("email", "jane@x.edu"))


def test_participants_whose_names_differ_from_the_rosters_are_identified_by_the_worksheet(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(zip_of(MOODLE))
    (tmp_path / "table.csv").write_text(ENGLISH.format("Submitted", "3 May 2027, 10:15"))
    known = KnownPeople([Listed("Doe-Smith, Janet", ("u1",)), Listed("Lee, Ann", ("u2",))])
    rows = find_hand_ins([tmp_path / "table.csv", tmp_path / "export.zip"], NAMES, known=known)
    assert [row.student for row in rows] == ["Jane Doe", "Lee, Ann"]


GRADES = (
    "First Name,Last Name,SID,Email,Total Score,Max Points,Status,Submission ID,Submission Time,Lateness (H:M:S)\n"
    "Jane,Doe,0100,jane@x.edu,,100,Graded,101,2023-09-21 03:00:00 -0700,26:01:02\nMax,Moe,1,m@x.edu,,100,Missing,,,\n"
)


def test_the_grades_of_gradescope_say_how_late_work_was(tmp_path: Path) -> None:
    jane = hand_in(tmp_path, gradescope_export(), GRADES)
    assert jane.student == "Jane Doe"
    assert handed(jane)[1:3] == (datetime(2023, 9, 21, 10, tzinfo=UTC), DAY + 2 * HOUR + 62)


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        hand_in(tmp_path, MOODLE, "student,id\nJane,1\n")
    assert str(caught.value).endswith("give a roster with --roster, and groups with --groups")
