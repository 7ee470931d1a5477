"""`autograder export`: which mark goes into which cell of a gradebook, and what is said of everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.reports.files import ResultsFolder
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, StudentResult
from tests.helpers.command import Run, run_command

MISSING, UNDECIDED = "missing", "undecided"
NAMES = ("training_loop", "zero_init")


class Student(NamedTuple):
    """A student, and the marks for both assignments."""

    student: str
    id: str = ""
    email: str = ""
    marks: tuple[int | str, int | str] = (80, 60)


JANE = Student("doejane", "1001", "jd@x.edu")


def result(name: str, mark: int | str, maximum: int = 100) -> AssignmentResult:
    if mark == UNDECIDED:
        checks = [CheckResult("all", "works", maximum, Outcome.GRADER_BROKE, "IndexError in the grader")]
    elif mark == MISSING:
        checks = [CheckResult("all", "works", maximum, Outcome.NOT_REACHED, f"{name} was not handed in")]
    else:
        checks = [
            CheckResult("all", "works", int(mark), Outcome.PASSED),
            CheckResult("all", "is fast", maximum - int(mark), Outcome.FAILED),
        ]
    return AssignmentResult(name, (PartResult("all", tuple(checks)),), handed_in=mark != MISSING)


class Export:
    """A results folder, and the command for it."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def graded(self, *students: Student, names: tuple[str, ...] = NAMES) -> None:
        records = [
            StudentResult(
                one.student,
                tuple(result(name, mark) for name, mark in zip(names, one.marks, strict=False)),
                one.id,
                one.email,
            )
            for one in students
        ]
        ResultsFolder(self.place / "out", [one.student for one in students]).write_grades(records, names)

    def run(self, gradebook: str | bytes, *options: str, to: str = "csv") -> Run:
        data = gradebook if isinstance(gradebook, bytes) else gradebook.encode()
        (self.place / "gradebook.csv").write_bytes(data)
        arguments = ("export", "out", "--to", to, "--gradebook", "gradebook.csv", *options)
        return run_command(*arguments, cwd=self.place)

    def filled(self, gradebook: str | bytes, *options: str, to: str = "csv") -> bytes:
        run = self.run(gradebook, *options, "--out", "filled.csv", to=to)
        assert (run.code, run.errors) == (0, "")
        return (self.place / "filled.csv").read_bytes()


@pytest.fixture
def export(tmp_path: Path) -> Export:
    return Export(tmp_path)


# --- who is who ---

KNOWN_AS: Mapping[str, tuple[Student, str]] = {
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


@pytest.mark.parametrize(("student", "gradebook"), KNOWN_AS.values(), ids=KNOWN_AS)
def test_a_student_is_known_by(export: Export, student: Student, gradebook: str) -> None:
    export.graded(student)
    assert export.filled(gradebook.format(""), "--only", "zero_init") == gradebook.format("60.00").encode()


LOST = {
    "nobody_fits": (
        (Student("eve"),),
        "Name,zero_init\nAda,\n",
        "not in the gradebook (no student there has this id, login, address or name): eve\n"
        "in the gradebook, and not graded: Ada\n",
    ),
    "two_rows_fit": (
        (JANE._replace(id=""),),
        'ID,Name,zero_init\n1,Jane Doe,\n2,"Doe, Jane",\n',
        "not in the gradebook (several students there match): doejane\n"
        "in the gradebook, and not graded: Jane Doe; Doe, Jane\n",
    ),
    "the_id_is_of_one_and_the_name_of_another": (
        (JANE,),
        "ID,Name,zero_init\n1001,Ada,\n1002,Jane Doe,\n",
        "not in the gradebook (the id, login, address and name belong to different students there): doejane\n"
        "in the gradebook, and not graded: Ada; Jane Doe\n",
    ),
    "two_students_fit_one_row": (
        (JANE, Student("1001")),
        "ID,Name,zero_init\n1001,Jane Doe,\n",
        "not in the gradebook (several were graded who fit the row of Jane Doe): doejane; 1001\n"
        "in the gradebook, and not graded: Jane Doe\n",
    ),
}


@pytest.mark.parametrize(("students", "gradebook", "said"), LOST.values(), ids=LOST)
def test_nobody_is_guessed_and_both_sides_are_named_where(
    export: Export, students: tuple[Student, ...], gradebook: str, said: str
) -> None:
    export.graded(*students)
    run = export.run(gradebook, "--only", "zero_init", "--out", "filled.csv")
    assert said in run.output
    assert (export.place / "filled.csv").read_text() == gradebook


def test_the_graded_name_is_shown_where_another_stands_in_the_gradebook(export: Export) -> None:
    export.graded(JANE)
    assert "Somebody (doejane)" in export.run("ID,Name,zero_init\n1001,Somebody,\n", "--only", "zero_init").output


# --- which column ---

COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "the_names": ("Name,training_loop,zero_init\nJane Doe,{80.00},{60.00}\n", ()),
    "other_cases_and_separators": ("Name,Zero-Init,TRAINING  loop\nJane Doe,{60.00},{80.00}\n", ()),
    "titles_that_hold_them": ("Name,HW 1: training loop!,2. Zero init\nJane Doe,{80.00},{60.00}\n", ()),
    "one_that_is_named_exactly": ("Name,Zero init again,Zero init\nJane Doe,,{60.00}\n", ("--only", "zero_init")),
    "one_that_is_told": ("Name,A,B\nJane Doe,,{60.00}\n", ("--only", "zero_init", "--column", "zero_init=B")),
    "one_told_with_an_equals_sign": (
        "Name,a=b\nJane Doe,{60.00}\n",
        ("--only", "zero_init", "--column", "zero_init=a=b"),
    ),
    "one_told_beside_the_only_one": (
        "Name,A,zero_init\nJane Doe,{80.00},{60.00}\n",
        ("--only", "zero_init", "--column", "training_loop=A"),
    ),
    "a_total": ("Name,training_loop,zero_init,Total\nJane Doe,{80.00},{60.00},{140.00}\n", ()),
    "a_total_that_is_told": ("Name,Sum\nJane Doe,{140.00}\n", ("--only", "total", "--column", "total=Sum")),
    "no_total_in_a_longer_title": ("Name,training_loop,zero_init,Total hours\nJane Doe,{80.00},{60.00},\n", ()),
}


@pytest.mark.parametrize(("gradebook", "options"), COLUMNS.values(), ids=COLUMNS)
def test_marks_go_to(export: Export, gradebook: str, options: tuple[str, ...]) -> None:
    export.graded(JANE)
    empty = gradebook
    for mark in ("60.00", "80.00", "140.00"):
        empty = empty.replace(f"{{{mark}}}", "")
    assert export.filled(empty, *options) == gradebook.replace("{", "").replace("}", "").encode()


def test_of_two_assignments_with_one_name_in_the_other_each_gets_its_own(export: Export) -> None:
    export.graded(JANE, names=("loops", "training_loops"))
    assert export.filled("Name,1. Loops,2. Training loops\nJane Doe,,\n").splitlines()[1] == b"Jane Doe,80.00,60.00"


NOT_PLAIN: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "no_column_fits": (
        "Name,training_loop,Essay\n",
        (),
        "gradebook.csv: no column is plainly that of zero_init: there is 'training_loop', 'Essay'; "
        "name it with --column zero_init=HEADER, or choose assignments with --only",
    ),
    "a_longer_title_holds_total": (
        "Name,Total hours\n",
        ("--only", "total"),
        "gradebook.csv: no column is plainly that of total: there is 'Total hours'; name it with --column total=HEADER",
    ),
    "two_columns_fit": (
        "Name,Zero init A,Zero init B\n",
        ("--only", "zero_init"),
        "gradebook.csv: no column is plainly that of zero_init: 'Zero init A', 'Zero init B' all could be; "
        "name it with --column zero_init=HEADER",
    ),
    "the_told_column_is_not_there": (
        "Name,A,B\n",
        ("--only", "zero_init", "--column", "zero_init=C"),
        "gradebook.csv has no column 'C' to fill: there is 'A', 'B'",
    ),
    "the_told_column_says_who": (
        "Name,Email,B\n",
        ("--only", "zero_init", "--column", "zero_init=Email"),
        "gradebook.csv has no column 'Email' to fill: there is 'B'",
    ),
    "two_would_go_to_one": (
        "Name,A\n",
        ("--column", "zero_init=A", "--column", "training_loop=A"),
        "training_loop and zero_init would both go to 'A' of gradebook.csv: use --column",
    ),
    "it_was_not_graded": (
        "Name,A\n",
        ("--only", "essay"),
        "essay was not graded: there is training_loop, zero_init, total",
    ),
    "the_option_has_no_header": (
        "Name,A\n",
        ("--column", "zero_init"),
        "--column zero_init is not of the form ASSIGNMENT=HEADER",
    ),
}


@pytest.mark.parametrize(("gradebook", "options", "said"), NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_it_is_asked_where_it_is_not_plain_which_column_is_meant(
    export: Export, gradebook: str, options: tuple[str, ...], said: str
) -> None:
    export.graded(JANE)
    run = export.run(gradebook, *options)
    assert (run.code, run.output, run.errors) == (2, "", f"autograder: {said}\n")


def test_what_canvas_computes_is_not_filled(export: Export) -> None:
    export.graded(JANE)
    gradebook = (
        "Student,ID,Task zero init (12),Zero init Final Score (2027)\n"
        "Points Possible,,100,(read only)\nJane Doe,1001,{},\n"
    )
    assert export.filled(gradebook.format(""), "--only", "zero_init", to="canvas").decode() == gradebook.format("60.00")


# --- which cells ---

CANVAS = 'Student,ID,SIS Login ID,Section,Zero init (12)\n    Points Possible,,,,{}\n"Doe, Jane",1001,jd,A,{}\n'
STAYS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "a_grade": ("70", (), "graded already, and kept (--overwrite replaces them): doejane: zero_init (70, not 60.00)"),
    "excused": ("EX", ("--overwrite",), "not to be changed, and kept: doejane: zero_init (EX, not 60.00)"),
    "not_assigned": ("N/A", ("--overwrite",), "not to be changed, and kept: doejane: zero_init (N/A, not 60.00)"),
    "a_letter": ("B+", ("--overwrite",), "not to be changed, and kept: doejane: zero_init (B+, not 60.00)"),
    "the_same_mark": ("60", ("--overwrite",), "1 there already"),
    "the_same_mark_with_a_comma": ('"60,0"', ("--overwrite",), "1 there already"),
}


@pytest.mark.parametrize(("cell", "options", "said"), STAYS.values(), ids=STAYS)
def test_a_cell_stays_that_holds(export: Export, cell: str, options: tuple[str, ...], said: str) -> None:
    export.graded(JANE)
    gradebook = CANVAS.format("100.00", cell)
    run = export.run(gradebook, "--only", "zero_init", "--out", "filled.csv", *options, to="canvas")
    assert f"{said}\n" in run.output
    assert (export.place / "filled.csv").read_text() == gradebook


def test_a_grade_is_replaced_where_that_is_wanted_and_the_old_one_shown(export: Export) -> None:
    export.graded(JANE)
    run = export.run(CANVAS.format("100", "70"), "--only", "zero_init", "--overwrite", to="canvas")
    assert "Doe, Jane  70 -> 60.00" in run.output


@pytest.mark.parametrize(
    ("marks", "options", "cells", "said"),
    [
        ((MISSING, 60), (), b",60.00,60.00", "left as it is (--missing-zero writes 0): doejane: training_loop"),
        ((MISSING, MISSING), (), b",,", "writes 0): doejane: training_loop, zero_init, total"),
        ((MISSING, MISSING), ("--missing-zero",), b"0.00,0.00,0.00", "would change"),
        (
            (UNDECIDED, 60),
            ("--missing-zero",),
            b",60.00,",
            "the grader broke; grade again: doejane: training_loop, total",
        ),
        ((0, 60), (), b"0.00,60.00,60.00", "would change"),
    ],
    ids=["one_missing", "all_missing", "missing_as_zero", "undecided", "handed_in_and_all_wrong"],
)
def test_nothing_is_written_where_there_is_no_mark(
    export: Export, marks: tuple[int | str, int | str], options: tuple[str, ...], cells: bytes, said: str
) -> None:
    export.graded(JANE._replace(marks=marks))
    gradebook = "ID,training_loop,zero_init,total\n1001,,,\n"
    assert said in export.run(gradebook, *options).output
    assert export.filled(gradebook, *options).splitlines()[1] == b"1001," + cells


def test_marks_that_the_instructor_changed_in_grades_csv_count(export: Export) -> None:
    export.graded(JANE._replace(marks=(MISSING, 60)), Student("ben", marks=(1, 2)))
    grades = export.place / "out" / "grades.csv"
    changed = grades.read_text().replace("doejane,0,60,60,", '"doejane","72,5",61,60,')
    grades.write_bytes(changed.replace("\n", "\r\n").encode("utf-8-sig"))
    gradebook = "Name,training_loop,zero_init,total\nJane Doe,,,\n"
    assert export.filled(gradebook).splitlines()[1] == b"Jane Doe,72.50,61.00,60.00"
    note = "note: the total in grades.csv is not the sum of the marks, and taken as it is: doejane\n"
    assert note in export.run(gradebook).output


# --- maxima and numbers ---


@pytest.mark.parametrize(
    ("points", "cell", "said"),
    [
        ("100.00", "33.00", "zero_init goes to 'Zero init (12)', out of 100\n"),
        ("0.5", "0.17", "zero_init goes to 'Zero init (12)', scaled from 100 to 0.5\n"),  # 0.165: a half goes up
        ("", "33.00", "zero_init goes to 'Zero init (12)', out of 100: the file names no maximum\n"),
        ('"20,00"', '"6,60"', "scaled from 100 to 20\n"),
    ],
)
def test_marks_are_scaled_to_the_maximum_of_the_file(export: Export, points: str, cell: str, said: str) -> None:
    export.graded(JANE._replace(marks=(0, 33)))
    gradebook = CANVAS.format(points, "")
    assert said in export.run(gradebook, "--only", "zero_init", to="canvas").output
    assert export.filled(gradebook, "--only", "zero_init", to="canvas").decode() == CANVAS.format(points, cell)


@pytest.mark.parametrize("points", ["0.00", "many"])
def test_a_maximum_that_is_none_is_refused(export: Export, points: str) -> None:
    export.graded(JANE)
    run = export.run(CANVAS.format(points, ""), "--only", "zero_init", to="canvas")
    assert run.errors == (
        f"autograder: the maximum of 'Zero init (12)' in gradebook.csv is {points}: "
        "set it to points above 0, the same for all, and download the file again\n"
    )


def test_decimals_have_a_comma_where_semicolons_separate(export: Export) -> None:
    export.graded(JANE)
    assert export.filled("Name;zero_init\nJane Doe;\n", "--only", "zero_init") == b"Name;zero_init\nJane Doe;60,00\n"


# --- files of one assignment ---

GERMAN = (
    'ID,"Vollständiger Name",Status,Bewertung,Bestwertung,"Zuletzt geändert (Bewertung)"\r\n'
    'Teilnehmer/in1001,Jane,Abgegeben,{},"20,00",-\r\n'
)
ONE_SCORE = "Name,SID,Email,Total Score,Max Points,Status\nJane Doe,,jd@x.edu,{},10.0,Missing\n"
WORKSHEET = "Identifier,Full name,Grade,Maximum Grade,Grade can be changed\nParticipant 7,Jane Doe,{},20.00,{}\n"


def test_the_worksheet_of_moodle_is_filled_in_any_language(export: Export) -> None:
    export.graded(JANE)
    done = export.filled(GERMAN.format(""), "--column", "zero_init=Bewertung", to="moodle")
    assert done.decode() == GERMAN.format('"12,00"')


@pytest.mark.parametrize(("to", "gradebook"), [("moodle", WORKSHEET.format("", "Yes")), ("gradescope", ONE_SCORE)])
def test_it_is_asked_which_assignment_a_file_of_one_is_for(export: Export, to: str, gradebook: str) -> None:
    export.graded(JANE)
    said = "gradebook.csv is of one assignment: say which with --only, of training_loop, zero_init"
    assert export.run(gradebook, to=to).errors == f"autograder: {said}\n"


@pytest.mark.parametrize("options", [("--only", "zero_init"), ("--column", "zero_init=Total Score")])
def test_the_scores_of_one_assignment_in_gradescope_are_filled(export: Export, options: tuple[str, ...]) -> None:
    export.graded(JANE)
    assert export.filled(ONE_SCORE.format(""), *options, to="gradescope").decode() == ONE_SCORE.format("6.00")


def test_the_assignment_need_not_be_said_where_one_alone_was_graded(export: Export) -> None:
    export.graded(JANE, names=("training_loop",))
    assert export.filled(ONE_SCORE.format(""), to="gradescope").decode() == ONE_SCORE.format("8.00")


@pytest.mark.parametrize("cell", ["", "-", " ", '""'])
def test_an_empty_cell_is_filled_however_it_is_written(export: Export, cell: str) -> None:
    export.graded(JANE)
    done = export.filled(WORKSHEET.format(cell, "Yes"), "--only", "zero_init", to="moodle")
    assert done.decode() == WORKSHEET.format('"12.00"' if cell == '""' else "12.00", "Yes")


def test_a_row_that_moodle_has_locked_stays(export: Export) -> None:
    export.graded(JANE)
    run = export.run(WORKSHEET.format("", "No"), "--only", "zero_init", "--overwrite", to="moodle")
    assert "not to be changed, and kept: doejane: zero_init (locked, not 12.00)\n" in run.output


# --- files that will not do ---

WRONG: Mapping[str, tuple[str, str, str]] = {
    "another_file_for_canvas": (
        "canvas",
        "Name,Email\n",
        "is no gradebook of Canvas: it has no column ID; its header is Name, Email",
    ),
    "another_file_for_gradescope": (
        "gradescope",
        "Name,ID\n",
        "is no gradebook of Gradescope: it has no column Email; its header is Name, ID",
    ),
    "another_file_for_moodle": (
        "moodle",
        "Name,ID\nJane Doe,7\n",
        "is no gradebook of Moodle: its first column must be the Identifier, such as `Participant 101`; "
        "its header is Name, ID",
    ),
    "a_scale_of_moodle": (
        "moodle",
        "Identifier,Grade,Scale\nParticipant 7,,Good\n",
        "is of an assignment with a scale, which takes no marks: set it to points",
    ),
    "a_table_of_nobody": ("csv", "Town,Mark\n", "has no column student, id, email or login; its header is Town, Mark"),
}


@pytest.mark.parametrize(("to", "gradebook", "said"), WRONG.values(), ids=WRONG)
def test_the_reason_is_told_where_a_gradebook_will_not_do(export: Export, to: str, gradebook: str, said: str) -> None:
    export.graded(JANE)
    run = export.run(gradebook, "--only", "zero_init", to=to)
    assert (run.code, run.errors) == (2, f"autograder: gradebook.csv {said}\n")


def _as_it_is(place: Path) -> str:
    return "gradebook.csv"


def _by_a_link(place: Path) -> str:
    (place / "link.csv").symlink_to("gradebook.csv")
    return "link.csv"


@pytest.mark.parametrize("name", [_as_it_is, _by_a_link])
def test_the_downloaded_file_is_never_written_over(export: Export, name: Callable[[Path], str]) -> None:
    export.graded(JANE)
    export.run("Name,zero_init\nJane Doe,\n")
    out = name(export.place)
    run = export.run("Name,zero_init\nJane Doe,\n", "--only", "zero_init", "--out", out)
    assert run.errors == (
        f"autograder: --out {out} is the downloaded gradebook itself: name another file, so that this one stays\n"
    )
    assert (export.place / "gradebook.csv").read_text() == "Name,zero_init\nJane Doe,\n"


def test_a_folder_without_results_is_named(export: Export) -> None:
    run = export.run("Name,zero_init\n")
    said = "out/class.json does not exist: name the folder of `autograder grade --out`, or grade again"
    assert (run.code, run.errors) == (2, f"autograder: {said}\n")


BROKEN: Mapping[str, tuple[str, str, str, str]] = {
    "no_number": (
        "grades.csv",
        "doejane,80",
        "doejane,eighty",
        "out/grades.csv has 'eighty' as training_loop of doejane, which is no number: mend it",
    ),
    "a_student_who_was_not_graded": (
        "grades.csv",
        "doejane",
        "eve",
        "out/grades.csv names eve, who was not graded: take out that row, or grade again",
    ),
    "a_column_gone": (
        "grades.csv",
        "zero_init",
        "init",
        "out/grades.csv has no column zero_init: grade again, which keeps what did not change",
    ),
    "a_record_of_something_else": (
        "class.json",
        '"student"',
        '"pupil"',
        "out/class.json cannot be read: grade again, which keeps what did not change",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_the_reason_is_told_where_results_will_not_do(export: Export, file: str, old: str, new: str, said: str) -> None:
    export.graded(JANE)
    path = export.place / "out" / file
    path.write_text(path.read_text().replace(old, new))
    run = export.run("Name,training_loop,zero_init\nJane Doe,,\n")
    assert (run.code, run.errors) == (2, f"autograder: {said}\n")


def test_a_row_that_the_instructor_took_out_of_grades_csv_is_not_exported(export: Export) -> None:
    export.graded(JANE, Student("ben"))
    path = export.place / "out" / "grades.csv"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "ben" not in line))
    gradebook = "Name,training_loop,zero_init\nJane Doe,,\nBen,,\n"
    assert export.filled(gradebook).splitlines()[1:] == [b"Jane Doe,80.00,60.00", b"Ben,,"]


def test_escape_sequences_of_a_gradebook_do_not_reach_the_terminal(export: Export) -> None:
    export.graded(JANE)
    run = export.run("ID,Name,zero_init\n1001,\x1b[2JJane,\n5,\x1b[2JBen,\n", "--only", "zero_init")
    assert "\x1b" not in run.output
    assert "\\x1b[2JBen" in run.output
