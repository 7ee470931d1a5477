"""A class of odd hand-ins beside honest ones, graded once by the real command.

Everybody has a row. What can be graded fairly earns what it is worth, the rest tells why it cannot be graded, and
nobody else's marks change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import pytest

from tests.helpers.command import PROJECT, Run, run_command
from tests.helpers.odd_hand_ins import ASSIGNMENT, FILE, ODD, RIGHT, holding

pytestmark = pytest.mark.long  # a grader or a kernel starts for nearly every test

NAMES: Sequence[str] = (
    *("Ada Lovelace", 'the "best"', "o'neill", "`id`", "$(id)", "a;b|c&d", "a\\b", "*", "?", "~", "%s%n", "{0}"),
    *("小明", "Ζωή", "Зоя", "हिन्दी", "ไทยที่", "محمد", "עברית", "한글", "José", "ß", "İi", "\U00020000"),
    *("\U0001f600", ":smile:", "a\u200db", "\u202eevil", "\ufeffa", "a\u00a0b"),
    *("-rf", "--help", ".hidden", "...", " leading", "trailing ", "trailing."),
    *("=1+1", "+1", "@SUM(A1)", "-1+2", "\t=1", '=HYPERLINK("x")'),
    *("[bold]x", "[link=x]", "<b>x", "<script>", "&amp;", "*x*", "\x1b[31mred", "a\x07b"),
    *("two\nlines", "a\rb", "CON", "nul", "aux.txt", "LPT1", "x" * 200, "ÿ" * 120),
    *("case", "CASE", "Case", "zo\u00eb", "zoe\u0308", "\ufb01n", "fin"),
    *("student", "results", "grades.csv", "None", "nan", "0", "1e5"),
)
BYTES = b"not\xffutf\xfe8"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    place = tmp_path_factory.mktemp("odd")
    students = place / "class"
    for student in ("aaa", "honest", "zzz"):
        holding((FILE, RIGHT))(students / student)
    for student, odd in ODD.items():
        (students / f"odd_{student}").mkdir()
        odd.build(students / f"odd_{student}")
    for name in (*NAMES, os.fsdecode(BYTES)):
        holding((FILE, "x = 1"))(students / f"{name}")
    return run_command(
        "grade", "class", "--out", "out", "--course", PROJECT, "--only", ASSIGNMENT, "--call-limit", "2", cwd=place
    )


def test_the_whole_class_is_graded(graded: Run) -> None:
    assert graded.code == 0, graded.errors
    assert "Traceback" not in graded.output + graded.errors


@pytest.mark.parametrize("student", ["aaa", "honest", "zzz"])
def test_honest_students_keep_their_marks(graded: Run, student: str) -> None:
    assert graded.grades[student]["total"] == "100"
    assert sum(graded.scores(student).values()) == 100


@pytest.mark.parametrize("student", ODD)
def test_an_odd_hand_in_earns_what_it_is_worth_and_tells_why(graded: Run, student: str) -> None:
    row = graded.grades[f"odd_{student}"]
    assert (row["total"], ODD[student].note in row["notes"]) == (str(ODD[student].marks), True), row["notes"]


@pytest.mark.parametrize("student", [name for name, odd in ODD.items() if odd.marks == 0 and odd.note])
def test_the_student_reads_the_reason(graded: Run, student: str) -> None:
    text = (graded.out / "students" / f"odd_{student}" / "results.json").read_text(encoding="utf-8")
    assert ODD[student].note in json.loads(text)["output"]


def test_reports_stay_small_whatever_was_handed_in(graded: Run) -> None:
    assert max(path.stat().st_size for path in (graded.out / "students").rglob("*.json")) < 200_000
    assert (graded.out / "grades.csv").stat().st_size < 200_000


def test_every_name_has_a_row_and_a_folder_of_its_own(graded: Run) -> None:
    students = 3 + len(ODD) + len(NAMES) + 1
    folders = [path.name for path in (graded.out / "students").iterdir()]
    assert len(graded.grades) == students
    assert len({name.casefold() for name in folders}) == students
    assert all((graded.out / "students" / name / "results.json").is_file() for name in folders)
    assert {row["total"] for name, row in graded.grades.items() if name in NAMES} == {"0"}


SAFE = [name for name in NAMES if name.isprintable() and not name.strip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_name_is_in_its_row_unchanged(graded: Run, name: str) -> None:
    assert name in graded.grades


@pytest.mark.parametrize("name", ["=1+1", "+1", "@SUM(A1)", "-1+2", "-rf", "--help"])
def test_a_name_that_a_spreadsheet_would_run_is_defused(graded: Run, name: str) -> None:
    assert f"'{name}" in graded.grades
    assert name not in graded.grades


def test_a_name_that_is_not_utf_8_is_shown_by_its_bytes(graded: Run) -> None:
    assert r"not\xffutf\xfe8" in graded.grades


def test_the_terminal_gets_no_control_characters_and_interprets_nothing(graded: Run) -> None:
    printed = graded.output + graded.errors
    assert not set(printed) & {"\x1b", "\x07", "\r", "\u202e", "\ufeff"}
    assert all(text in printed for text in (":smile:", "[bold]x", r"\x1b[31mred", r"two\nlines"))


def test_nothing_was_written_beside_the_results(graded: Run) -> None:
    place = graded.out.parent
    assert sorted(path.name for path in place.iterdir()) == ["class", "out"]
    assert (place / "class" / "honest" / FILE).read_text() == RIGHT
