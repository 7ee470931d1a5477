"""`autograder export`: which row of a gradebook is whose."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.helpers.gradebook_exports import JANE, Export, Student

MATCHES: Mapping[str, tuple[Student, str]] = {
    "the_id": (JANE, "ID,Name,zero_init\n1001,Somebody,{}\n"),
    "one_of_several_ids": (JANE._replace(id="7 1001"), "ID,Name,zero_init\n1001,Somebody,{}\n"),
    "the_login": (Student("JDoe"), "Login,Name,zero_init\njdoe,Somebody,{}\n"),
    "the_address_as_login": (JANE, "SIS Login ID,Name,zero_init\nJD@x.edu,Somebody,{}\n"),
    "the_address": (JANE, "Email,Name,zero_init\njd@x.edu,Somebody,{}\n"),
    "the_name_of_canvas": (JANE, 'Student,zero_init\n"Doe, Jane",{}\n'),
    "the_name_in_two_columns": (JANE, "First Name,Last Name,zero_init\nJane,Doe,{}\n"),
    "another_composition": (Student("Zoe\u0308 Ro\u0308\u00dfler"), "Name,zero_init\nZo\u00cb R\u00d6SSLER,{}\n"),
    "a_name_that_grades_csv_makes_harmless": (Student("=cmd, Emmy"), 'Name,zero_init\n"Emmy =cmd",{}\n'),
    "an_id_that_grades_csv_makes_harmless": (Student("x", "-7"), "SID,zero_init\n-7,{}\n"),
    "a_name_with_control_characters": (Student("Jane\x1b Doe"), "Name,zero_init\nJane Doe,{}\n"),
    "a_participant_of_moodle": (
        Student("Participant 101", "101"),
        "Identifier,Status,zero_init\nParticipant 101,,{}\n",
    ),
}


@pytest.mark.parametrize(("student", "gradebook"), MATCHES.values(), ids=MATCHES)
def test_a_student_is_matched_by(export: Export, student: Student, gradebook: str) -> None:
    export.graded(student)
    assert export.filled(gradebook.format(""), "--only", "zero_init") == gradebook.format("60.00").encode()


UNMATCHED = {
    "nobody_fits": (
        (Student("eve"),),
        "Name,zero_init\nAda,\n",
        "not matched with the gradebook (no student there has this id, login, address or name): eve\n"
        "in the gradebook but not graded: Ada\n",
    ),
    "two_rows_fit": (
        (JANE._replace(id=""),),
        'ID,Name,zero_init\n1,Jane Doe,\n2,"Doe, Jane",\n',
        "not matched with the gradebook (several students there match): doejane\n"
        "in the gradebook but not graded: Jane Doe; Doe, Jane\n",
    ),
    "the_id_is_of_one_and_the_name_of_another": (
        (JANE,),
        "ID,Name,zero_init\n1001,Ada,\n1002,Jane Doe,\n",
        "not matched with the gradebook (the id, login, address and name belong to different students there): doejane\n"
        "in the gradebook but not graded: Ada; Jane Doe\n",
    ),
    "two_students_fit_one_row": (
        (JANE, Student("1001")),
        "ID,Name,zero_init\n1001,Jane Doe,\n",
        "not matched with the gradebook (more than one graded student matches the row of Jane Doe): doejane; 1001\n"
        "in the gradebook but not graded: Jane Doe\n",
    ),
}


@pytest.mark.parametrize(("students", "gradebook", "message"), UNMATCHED.values(), ids=UNMATCHED)
def test_nobody_is_guessed_and_both_sides_are_named_when(
    export: Export, students: tuple[Student, ...], gradebook: str, message: str
) -> None:
    export.graded(*students)
    run = export.run(gradebook, "--only", "zero_init", "--out", "filled.csv")
    assert message in run.output
    assert (export.folder / "filled.csv").read_text() == gradebook


def test_the_graded_name_is_shown_when_the_gradebook_has_another(export: Export) -> None:
    export.graded(JANE)
    assert "Somebody (doejane)" in export.run("ID,Name,zero_init\n1001,Somebody,\n", "--only", "zero_init").output
