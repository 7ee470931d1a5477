"""What people read of results: feedback, results.json, grades.csv, the table; and how files get onto the disk."""

from __future__ import annotations

import csv
import io
import json
import stat
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from autograder.errors import UserError
from autograder.reports.feedback import Feedback, notes_text, part_text, part_word
from autograder.reports.files import ResultsFolder, folder_names
from autograder.reports.gradebook import grades_csv
from autograder.reports.results_json import Options, Visibility, results_json
from autograder.reports.terminal import assignment_text, class_table, say
from autograder.results import AssignmentResult, CheckResult, Outcome, PartResult, StudentResult, Timing, broken_checks
from autograder.system.atomic import write_atomically

PASSED, FAILED, NOT_WRITTEN, NOT_REACHED, BROKE = Outcome

WRONG = CheckResult("trace", "counts epochs from 0", 5, FAILED, "the loss is 1, expected 2", ("trace(1.0)",))
RIGHT = CheckResult("trace", "puts the loss before the step", 20, PASSED)
HINTED = replace(WRONG, hint="Look at the first epoch.")
UNWRITTEN = CheckResult("bias", "moves the bias", 15, NOT_WRITTEN, "`trace` is not written yet")
UNREACHED = CheckResult("bias", "moves the bias", 15, NOT_REACHED, "not tried: trace hung in 2 checks before")
BROKEN = CheckResult("bias", "moves the bias", 15, BROKE, "IndexError in the grader", detail="Traceback: secret")


def part(*checks: CheckResult) -> PartResult:
    return PartResult(checks[0].part, checks)


def assignment(*parts: PartResult, name: str = "zero_init", notes: tuple[str, ...] = ()) -> AssignmentResult:
    return AssignmentResult(name, parts, notes)


FEEDBACK = {
    "right": (part(RIGHT), "[ok] puts the loss before the step (20 of 20)"),
    "without_marks": (part(CheckResult("trace", "starts at 0", 0, PASSED)), "[ok] starts at 0"),
    "wrong": (
        part(RIGHT, WRONG),
        "[ok] puts the loss before the step (20 of 20)\n"
        "[--] counts epochs from 0 (0 of 5)\n"
        "    the loss is 1, expected 2\n"
        "    to see it, run:\n"
        "      trace(1.0)",
    ),
    "several_lines_and_calls": (
        part(CheckResult("trace", "agrees", 5, FAILED, "is 1\nwhole: [1]", ("trace(1.0)", "trace(2.0)"))),
        "[--] agrees (0 of 5)\n"
        "    is 1\n"
        "    whole: [1]\n"
        "    to see it, run in this order:\n"
        "      trace(1.0)\n"
        "      trace(2.0)",
    ),
    "unwritten": (part(UNWRITTEN, UNWRITTEN), "not written yet: `trace` is not written yet"),
    "not_reached": (part(UNREACHED, UNREACHED), "not reached: not tried: trace hung in 2 checks before"),
    "broken": (part(BROKEN), "[!!] moves the bias (15 of 15)\n    the grader broke: IndexError in the grader"),
    "partly_written": (
        part(RIGHT, UNWRITTEN),
        "[ok] puts the loss before the step (20 of 20)\n"
        "[  ] moves the bias (0 of 15)\n"
        "    not written yet: `trace` is not written yet",
    ),
    "partly_reached": (
        part(WRONG, UNREACHED),
        "[--] counts epochs from 0 (0 of 5)\n"
        "    the loss is 1, expected 2\n"
        "    to see it, run:\n"
        "      trace(1.0)\n"
        "[..] moves the bias (0 of 15)\n"
        "    not reached: not tried: trace hung in 2 checks before",
    ),
}


@pytest.mark.parametrize(("result", "text"), FEEDBACK.values(), ids=FEEDBACK)
def test_feedback_says_what_holds_what_fails_and_how_to_see_it(result: PartResult, text: str) -> None:
    assert part_text(result) == text


OUTCOMES = {
    "passed": ((RIGHT,), PASSED, 20, "passed"),
    "failed": ((WRONG,), FAILED, 0, "failed"),
    "partly": ((RIGHT, WRONG), FAILED, 20, "partly"),
    "not_written": ((UNWRITTEN,), NOT_WRITTEN, 0, "not written yet"),
    "one_of_two_functions_unwritten": ((UNWRITTEN, WRONG), FAILED, 0, "failed"),
    "half_written": ((RIGHT, UNWRITTEN), NOT_WRITTEN, 20, "not written yet"),
    "not_reached": ((RIGHT, UNREACHED), NOT_REACHED, 20, "not reached"),
    "unwritten_before_not_reached": ((UNREACHED, UNWRITTEN), NOT_WRITTEN, 0, "not written yet"),
    "failed_before_not_reached": ((UNREACHED, WRONG), FAILED, 0, "failed"),
    "our_fault_first": ((WRONG, BROKEN), BROKE, 15, "the grader broke"),
}


@pytest.mark.parametrize(("checks", "outcome", "score", "word"), OUTCOMES.values(), ids=OUTCOMES)
def test_a_part_is_the_sum_of_its_checks_and_the_worst_of_them(
    checks: tuple[CheckResult, ...], outcome: Outcome, score: int, word: str
) -> None:
    result = part(*checks)
    assert (result.outcome, result.score, part_word(result)) == (outcome, score, word)
    assert result.maximum == sum(check.marks for check in checks)


def test_notes_name_the_assignment_they_belong_to() -> None:
    result = assignment(part(RIGHT), notes=("zero_init.py stopped at line 3", "zero_init.py was graded"))
    assert notes_text(result) == "zero_init: zero_init.py stopped at line 3\nzero_init: zero_init.py was graded"


ADA = StudentResult(
    "ada",
    (
        assignment(part(RIGHT, WRONG), part(UNWRITTEN), notes=("zero_init.py stopped at line 3",)),
        assignment(part(CheckResult("unique", "solves", 25, PASSED)), name="normal_equations"),
    ),
)


def test_results_json_is_this_and_nothing_else() -> None:
    assert json.loads(results_json(ADA, "bwrap: all of it")) == {
        "score": 45,
        "output": "zero_init: zero_init.py stopped at line 3\nGraded with bwrap: all of it.",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": [
            {
                "name": "zero_init: trace",
                "number": "1.1",
                "tags": ["zero_init"],
                "visibility": "visible",
                "output_format": "text",
                "score": 20,
                "max_score": 25,
                "status": "failed",
                "output": FEEDBACK["wrong"][1],
                "extra_data": {"outcome": "failed"},
            },
            {
                "name": "zero_init: bias",
                "number": "1.2",
                "tags": ["zero_init"],
                "visibility": "visible",
                "output_format": "text",
                "score": 0,
                "max_score": 15,
                "status": "failed",
                "output": "not written yet: `trace` is not written yet",
                "extra_data": {"outcome": "not written yet"},
            },
            {
                "name": "normal_equations: unique",
                "number": "2.1",
                "tags": ["normal_equations"],
                "visibility": "visible",
                "output_format": "text",
                "score": 25,
                "max_score": 25,
                "status": "passed",
                "output": "[ok] solves (25 of 25)",
                "extra_data": {"outcome": "passed"},
            },
        ],
    }


ON_GRADESCOPE = Options(seconds=12.3456)


def test_only_gradescope_is_told_how_long_grading_took_and_whose_page_it_is() -> None:
    there, here = (json.loads(results_json(ADA, "uid: users", options)) for options in (ON_GRADESCOPE, Options()))
    assert there.pop("execution_time") == 12.35
    assert there.pop("output").endswith("\nGraded for ada with uid: users.")
    del here["output"]
    assert there == here


@pytest.mark.parametrize(
    ("visibility", "said"),
    [
        (Visibility.VISIBLE, "3\nGraded"),
        (Visibility.AFTER_DUE_DATE, "3\nThe parts and their marks are shown after the due date.\nGraded"),
        (Visibility.AFTER_PUBLISHED, "when the grades are published.\nGraded"),
        (Visibility.HIDDEN, "not shown here.\nGraded"),
    ],
)
def test_parts_bear_the_visibility_that_was_chosen_and_the_student_is_told(visibility: Visibility, said: str) -> None:
    document = json.loads(results_json(ADA, "none", Options(visibility=visibility)))
    assert {test["visibility"] for test in document["tests"]} == {str(visibility)}
    assert said in document["output"]


SAID_LESS = {
    "names_of_checks": (
        part(RIGHT, WRONG),
        Feedback.NAMES,
        FEEDBACK["right"][1] + "\n[--] counts epochs from 0 (0 of 5)",
    ),
    "names_of_broken": (part(BROKEN), Feedback.NAMES, "[!!] moves the bias (15 of 15)"),
    "nothing": (part(RIGHT, WRONG), Feedback.NONE, ""),
    "nothing_of_hints": (part(HINTED), Feedback.NAMES, "[--] counts epochs from 0 (0 of 5)"),
    "why_nothing_was_run": (part(UNREACHED), Feedback.NONE, "not reached: not tried: trace hung in 2 checks before"),
    "what_is_not_written": (part(UNWRITTEN), Feedback.NONE, "not written yet: `trace` is not written yet"),
}


@pytest.mark.parametrize(("result", "feedback", "text"), SAID_LESS.values(), ids=SAID_LESS)
def test_less_is_said_where_less_was_chosen(result: PartResult, feedback: Feedback, text: str) -> None:
    assert part_text(result, feedback) == text


def test_results_json_is_written_for_people_too() -> None:
    text = results_json(StudentResult("zoë", (assignment(part(RIGHT), notes=("é",)),)), "none")
    assert text.startswith('{\n  "output": "zero_init: é\\nGraded with none.",\n')
    assert text.endswith("}\n")


def test_the_trace_of_our_own_error_is_not_shown_to_students() -> None:
    assert "secret" not in results_json(StudentResult("ada", (assignment(part(RIGHT), part(BROKEN)),)), "none")


UNDECIDED = StudentResult("ben", (assignment(part(BROKEN)), ADA.assignments[1]))


def test_an_undecided_assignment_has_no_score_at_all() -> None:
    document = json.loads(results_json(UNDECIDED, "none"))
    assert "score" not in document
    assert ["score" in test for test in document["tests"]] == [False, True]


def test_gradescope_gets_a_score_also_where_an_assignment_is_undecided() -> None:
    """It takes no results without one: that of what has a mark."""
    document = json.loads(results_json(UNDECIDED, "none", ON_GRADESCOPE))
    assert document["score"] == UNDECIDED.decided_total
    assert {test["status"] for test in document["tests"] if "score" not in test} == {"failed"}


def test_a_check_that_we_broke_costs_no_marks_when_others_could_be_run() -> None:
    result = assignment(part(WRONG), part(BROKEN))
    assert (result.broke, result.undecided, result.score) == (True, False, 15)


def test_broken_checks_are_found_with_their_place() -> None:
    assert list(broken_checks([ADA, UNDECIDED])) == [("ben, zero_init, bias", BROKEN)]


def test_grades_csv_has_a_row_a_student() -> None:
    assert grades_csv([ADA], ["zero_init", "normal_equations"]) == (
        "student,zero_init,normal_equations,total,id,email,late,notes\nada,20,25,45,,,,zero_init.py stopped at line 3\n"
    )


def test_grades_csv_leaves_empty_what_could_not_be_decided() -> None:
    assert grades_csv([UNDECIDED], ["zero_init", "normal_equations"]).splitlines()[1] == (
        "ben,,25,,,,,the grader broke in zero_init"
    )


@pytest.mark.parametrize("name", ["Doe, Jane", 'the "best"', "two\nlines", "zoë", "小明"])
def test_grades_csv_gives_a_name_back_as_it_was(name: str) -> None:
    assert row_of(StudentResult(name, (assignment(part(RIGHT)),)))["student"] == name


def row_of(student: StudentResult) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(grades_csv([student], ["zero_init"]), newline=""))
    return row


def test_grades_csv_says_what_is_known_of_a_student() -> None:
    student = StudentResult("ada", (assignment(part(RIGHT)),), "100", "ada@x.edu", late=True)
    row = row_of(student)
    assert [row[column] for column in ("id", "email", "late")] == ["100", "ada@x.edu", "yes"]


@pytest.mark.parametrize(("late", "word"), [(None, ""), (False, "no"), (True, "yes")], ids=["unknown", "no", "yes"])
def test_grades_csv_says_whether_work_came_late_where_that_is_known(late: bool | None, word: str) -> None:
    assert row_of(StudentResult("ada", (assignment(part(RIGHT)),), late=late))["late"] == word


@pytest.mark.parametrize(("text", "shown"), [("a\rb", "a\\x0db"), ("\x1b[2J", "\\x1b[2J"), ("a\u202eb", "a\\u202eb")])
def test_grades_csv_shows_control_characters_as_such(text: str, shown: str) -> None:
    assert row_of(StudentResult(text, (assignment(part(RIGHT)),)))["student"] == shown


FORMULAS = ("=1+1", "+1", "-rf", "@SUM(A1)", " =1+1", "\t=1", "\n@x", "\u2003-1", "\uff1d1", '=HYPERLINK("x")')


@pytest.mark.parametrize("text", FORMULAS)
def test_grades_csv_lets_no_spreadsheet_run_what_students_wrote(text: str) -> None:
    result = assignment(part(RIGHT), notes=(text,))
    row = row_of(StudentResult(text, (result,), text, text))
    assert {row[column] for column in ("student", "id", "email", "notes")} == {f"'{text}"}


def plain_console() -> Console:
    return Console(file=io.StringIO(), width=100, color_system=None)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_table_of_a_class_says_where_marks_were_lost() -> None:
    console = plain_console()
    class_table(console, [ADA, UNDECIDED], ["zero_init", "normal_equations"])
    assert [line.split() for line in shown(console).splitlines()] == [
        ["student", "zero_init", "normal_equations", "total", "lost", "in"],
        ["ada", "20", "25", "45", "trace,", "bias"],
        ["ben", "?", "25", "?"],
    ]


REASONS = {
    "not_handed_in": (UNREACHED, ("zero_init was not handed in",), "zero_init (not handed in)"),
    "not_written": (UNWRITTEN, (), "zero_init (not written yet)"),
    "not_reached": (UNREACHED, ("zero_init.py ended the program",), "zero_init (not reached)"),
    "failed": (WRONG, (), "trace"),
}


@pytest.mark.parametrize(("check", "notes", "words"), REASONS.values(), ids=REASONS)
def test_the_table_says_the_one_reason_when_there_is_one_for_all(
    check: CheckResult, notes: tuple[str, ...], words: str
) -> None:
    console = plain_console()
    class_table(console, [StudentResult("ada", (assignment(part(check), notes=notes),))], ["zero_init"])
    assert shown(console).splitlines()[1].rstrip().endswith(words)


@pytest.mark.parametrize("name", ["[bold]", ":smile:", "[/]", "[link=x]a[/link]"])
def test_the_terminal_takes_nothing_in_a_name_for_markup_or_emoji(name: str) -> None:
    console = plain_console()
    class_table(console, [StudentResult(name, (assignment(part(RIGHT)),))], ["zero_init"])
    say(console, name)
    assert [line.split()[0] for line in shown(console).splitlines()[1:]] == [name, name]


@pytest.mark.parametrize(("text", "said"), [("a\x1b[2J", "a\\x1b[2J"), ("a\u202eb", "a\\u202eb"), ("a\bb", "a\\x08b")])
def test_the_terminal_shows_control_characters_as_such(text: str, said: str) -> None:
    console = plain_console()
    class_table(console, [StudentResult(text, (assignment(part(RIGHT)),))], ["zero_init"])
    assignment_text(console, assignment(part(CheckResult("trace", "agrees", 5, FAILED, text)), notes=(text,)))
    assert shown(console).count(said) == 3
    assert text not in shown(console)


def test_the_terminal_shows_every_part_with_what_lies_beyond() -> None:
    console = plain_console()
    assignment_text(console, ADA.assignments[0], {"trace": "other shapes [a, b]"})
    assert shown(console) == (
        "zero_init\nzero_init: zero_init.py stopped at line 3\n"
        f"\ntrace: partly\n{FEEDBACK['wrong'][1]}\nThe hidden suite also looks at: other shapes [a, b]\n"
        "\nbias: not written yet\nnot written yet: `trace` is not written yet\n\n"
    )


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


@pytest.mark.parametrize(("students", "folders"), FOLDERS.values(), ids=FOLDERS)
def test_every_student_has_a_folder_that_is_safe(students: list[str], folders: list[str]) -> None:
    assert list(folder_names(students).values()) == folders


NAMES = st.lists(
    st.text(st.sampled_from("aAbBéÉ./\\-_ :\0\n"), max_size=5) | st.text(max_size=3), unique=True, max_size=8
)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(students=NAMES)
def test_no_two_students_have_the_same_folder(students: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    inside = tmp_path_factory.mktemp("students")
    names = folder_names(students)
    for name in names.values():
        (inside / name).mkdir()
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names.values()}) == len(students)
    assert sorted(path.name for path in inside.iterdir()) == sorted(names.values())


def test_a_file_is_written_whole_and_for_everyone_to_read(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    write_atomically(path, "é\nline 2\n")
    assert path.read_bytes() == "é\nline 2\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_nothing_but_the_file_is_left_when_it_is_written_again(tmp_path: Path) -> None:
    write_atomically(tmp_path / "grades.csv", "a long first text")
    write_atomically(tmp_path / "grades.csv", "second")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"grades.csv": "second"}


def test_half_a_character_does_not_keep_a_file_from_being_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "results.json", json.dumps("\ud800", ensure_ascii=False))
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == "\ud800"


def test_nothing_is_left_when_a_file_cannot_be_put_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").mkdir()
    with pytest.raises(UserError, match=r"grades\.csv cannot be written: "):
        write_atomically(tmp_path / "grades.csv", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


def test_a_link_is_replaced_rather_than_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "grades.csv").symlink_to(tmp_path / "precious")
    write_atomically(tmp_path / "grades.csv", "grades")
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path, texts = tmp_path / "grades.csv", ("a" * 200_000, "b" * 200_000)
    write_atomically(path, texts[0])
    writer = threading.Thread(target=lambda: [write_atomically(path, texts[turn % 2]) for turn in range(20)])
    writer.start()
    seen = {path.read_text()}
    while writer.is_alive():
        seen.add(path.read_text())
    writer.join()
    assert seen <= set(texts)


def test_results_lie_where_they_are_looked_for(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path / "out", ["ada"])
    folder.write_student(ADA, "none")
    folder.write_grades([ADA], ["zero_init", "normal_equations"])
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"out/grades.csv", "out/class.json", "out/timings.csv", "out/students/ada/results.json"}


def test_timings_are_sorted_and_stand_apart(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path, ["ben", "ada"])
    folder.note_timing("ben", "zero_init", Timing(2.0, 1.5, 1.25, 30, 1))
    folder.note_timing("ada", "zero_init", Timing(0.12345, 0.1, 0.0, 4, 2))
    folder.write_grades([], ["zero_init"])
    assert (tmp_path / "timings.csv").read_text().splitlines() == [
        "student,assignment,seconds,student_seconds,student_cpu_seconds,calls,workers",
        "ada,zero_init,0.123,0.100,0.000,4,2",
        "ben,zero_init,2.000,1.500,1.250,30,1",
    ]


def test_the_trace_of_our_own_error_is_kept_for_the_instructor_until_it_is_gone(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path, ["ben"])
    folder.write_grades([UNDECIDED], ["zero_init", "normal_equations"])
    assert folder.broken_path.read_text() == "ben, zero_init, bias: moves the bias\nTraceback: secret"
    folder.write_grades([ADA], ["zero_init", "normal_equations"])
    assert not folder.broken_path.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UserError, match="out cannot be written to: "):
        ResultsFolder(tmp_path / "out", ["ada"])
