"""Reports on their way back, read by parsers that know nothing but the systems' rules: nobody is lost or mistaken."""

from __future__ import annotations

import csv
import email
import email.policy
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from autograder.gradebooks.feedback_files import Letter, Uploaded, for_canvas, for_mail
from tests.helpers.quick_grading import QuickRuns, quick_runs
from tests.helpers.term_class import term_class
from tests.record.term import RIGHT, WRONG, Term

NAMES: Final = (
    "Jane Doe", "Anna_Maria d'Arc", 'Bob "Bobby" Ray', "Zoë Ångström", "李小龙", "محمد علي", "Ольга Смирнова",
    "Emoji 🎓 Fan", "O'Neil, Pat", "=SUM(1)", "7 of 9",
)  # fmt: skip
HEADER: Final = "Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments\n"
_MOODLE: Final = re.compile(r"([^_/]+)_(\d+)_assignfeedback_file/([^/]+)")


@pytest.fixture(scope="module")
def runs() -> Iterator[QuickRuns]:
    with quick_runs() as runs:
        yield runs


def moodle_files(path: Path) -> dict[str, str]:
    """The reports of a zip, by participant: Moodle's import cuts names at underscores."""
    with zipfile.ZipFile(path) as archive:
        matches = [(_MOODLE.fullmatch(name), name) for name in archive.namelist()]
        return {match[2]: archive.read(name).decode() for match, name in matches if match}


def canvas_ids(name: str) -> tuple[str, str]:
    """The user and the attachment of a file: Canvas takes the first two numbers between underscores."""
    numbers = [part for part in name.split("_") if part.isdecimal()]
    return numbers[0], numbers[1]


@pytest.fixture(scope="module")
def moodle(tmp_path_factory: pytest.TempPathFactory, runs: QuickRuns) -> Term:
    """A class of many scripts on Moodle, graded."""
    term = Term(tmp_path_factory.mktemp("moodle"), runs)
    moodle_class(term, NAMES)
    return term


def moodle_class(term: Term, names: Sequence[str]) -> None:
    """Every other of them is wrong."""
    with zipfile.ZipFile(term.folder / "submissions.zip", "w") as archive:
        for number, name in enumerate(names, 101):
            text = WRONG if number % 2 else RIGHT
            archive.writestr(f"{name}_{number}_assignsubmission_file/halving.py", text)
    term.graded(path="submissions.zip")


def worksheet(term: Term, comments: dict[str, str], names: Sequence[str] = NAMES) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, name in enumerate((*names, "Nobody Home"), 101):
        comment = comments.get(name, "")
        writer.writerow([f"Participant {number}", name, "Submitted", "", "100.00", "Yes", comment])
    (term.folder / "worksheet.csv").write_text(HEADER + text.getvalue(), encoding="utf-8")


def export(term: Term, *options: str) -> list[str]:
    done = term.run("export", "out", "--feedback", "--course", "course", *options)
    assert (done.code, done.errors) == (0, ""), done
    return done.output.splitlines()


def test_moodle_gets_a_report_for_every_participant_of_this_assignment(moodle: Term) -> None:
    worksheet(moodle, {})
    said = export(moodle, "--to", "moodle", "--gradebook", "worksheet.csv", "--only", "halving", "--out", "back.zip")
    assert_everybody_gets_their_own(moodle_files(moodle.folder / "back.zip"), NAMES)
    assert not [line for line in said if "not matched" in line]


def assert_everybody_gets_their_own(files: Mapping[str, str], names: Sequence[str]) -> None:
    assert sorted(files) == [f"{number}" for number in range(101, 101 + len(names))]
    for number, name in enumerate(names, 101):
        own = re.search(r"<h1>(.*?)</h1>", files[f"{number}"])
        assert own
        assert html.unescape(own[1]) == name
        assert ("30 of 100" if number % 2 else "100 of 100") in files[f"{number}"]


@pytest.mark.long
def test_a_class_of_forty_gets_its_reports_back_through_either_system(tmp_path: Path, runs: QuickRuns) -> None:
    names = [student.result.student for student in term_class(40).students]
    term = Term(tmp_path / "moodle", runs)
    moodle_class(term, names)
    worksheet(term, {}, names)
    export(term, "--to", "moodle", "--gradebook", "worksheet.csv", "--only", "halving", "--out", "back.zip")
    assert_everybody_gets_their_own(moodle_files(term.folder / "back.zip"), names)
    term = Term(tmp_path / "canvas", runs)
    sent = {f"{re.sub(r'[^a-z]', '', name.lower())}x_{2000 + n}_{5000 + n}_halving.py" for n, name in enumerate(names)}
    with zipfile.ZipFile(term.folder / "submissions.zip", "w") as archive:
        for name in sorted(sent):
            archive.writestr(name, RIGHT)
    term.graded(path="submissions.zip")
    export(term, "--to", "canvas", "--submissions", "submissions.zip", "--only", "halving", "--out", "back.zip")
    with zipfile.ZipFile(term.folder / "back.zip") as archive:
        assert {canvas_ids(name) for name in archive.namelist()} == {canvas_ids(name) for name in sent}


def test_a_comment_is_written_only_where_it_is_empty_or_ours(moodle: Term) -> None:
    worksheet(moodle, {"Jane Doe": "<p>Autograder: 3 of 100 before</p>", "李小龙": "come and see me"})
    before = (moodle.folder / "worksheet.csv").read_text(encoding="utf-8").splitlines()
    said = export(moodle, "--to", "moodle", "--gradebook", "worksheet.csv", "--only", "halving", "--out", "back.zip")
    after = list(csv.DictReader((moodle.folder / "back.csv").read_text(encoding="utf-8").splitlines()))
    comments = {row["Full name"]: row["Feedback comments"] for row in after}
    expected = "Autograder: 30 of 100 in halving. What would earn most: halves. Details are in report.html."
    assert comments["Jane Doe"] == expected
    assert comments["李小龙"] == "come and see me"
    assert comments["Nobody Home"] == ""
    assert "the comment of somebody else stays, and the report is given: 李小龙" in said
    assert len(moodle_files(moodle.folder / "back.zip")) == len(NAMES)
    assert (moodle.folder / "back.csv").read_text(encoding="utf-8").splitlines()[0] == before[0]


def test_canvas_takes_each_report_for_the_student_who_handed_in(tmp_path: Path, runs: QuickRuns) -> None:
    term = Term(tmp_path, runs)
    (tmp_path / "class").mkdir()
    for name, text in (
        ("doejane_1001_5001_halving.py", RIGHT),
        ("åström_LATE_1002_5002_halving-1.py", WRONG),
        ("smith_1003_5003_old.py", WRONG),
        ("smith_1003_5009_halving.py", RIGHT),
    ):
        (tmp_path / "class" / name).write_text(text)
    (tmp_path / "class" / "silent_1004_text.html").write_text("words")
    term.graded()
    options = ("--to", "canvas", "--submissions", "class", "--only", "halving", "--out", "back.zip")
    said = export(term, *options)
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        names = archive.namelist()
        ids = {canvas_ids(name): archive.read(name).decode() for name in names}
    assert set(ids) == {("1001", "5001"), ("1002", "5002"), ("1003", "5009")}
    assert "30 of 100" in ids["1002", "5002"]
    assert "åström_LATE_1002_5002_report.html" in names
    assert "a text or a link was handed in, to which no file can be given back: silent" in said
    first = (tmp_path / "back.zip").read_bytes()
    export(term, *options)
    assert (tmp_path / "back.zip").read_bytes() == first


def test_a_group_gets_one_report_and_a_stranger_none() -> None:
    uploads = [Uploaded("group1", "1001", 7, False), Uploaded("who", "9", 8, True), Uploaded("anon_3", "3", 9, True)]
    members = {"group1": ["Ada", "Ben"], "anon_3": ["Cleo"]}
    back = for_canvas(uploads, lambda one: members.get(one.name, []), lambda who, name: f"{name}: {', '.join(who)}")
    assert back.files == {
        "group1_1001_7_report.html": b"group1: Ada, Ben",
        "LATE_anon_3_9_report.html": b"anon_3: Cleo",
    }
    assert back.left == {"not in the record": ["who"]}


def test_mail_is_a_draft_with_the_report_attached() -> None:
    letters = [
        Letter("=Zoë\r\n", "zoe", "zoe@x.edu", "<p>Zoë 🎓</p>"),
        Letter("Ben", "ben", "", "<p>"),
        Letter("Eve", "eve", "eve@x.edu\r\nBcc: all@x.edu", "<p>"),
    ]
    back = for_mail(letters, "Your report")
    assert back.left == {"no address is known": ["Ben", "Eve"]}
    message = email.message_from_bytes(back.files["zoe/message.eml"], policy=email.policy.default)
    assert message["To"] == "zoe@x.edu"
    assert message["X-Unsent"] == "1"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("report.html", "text/html")
    assert attached.get_content().strip() == "<p>Zoë 🎓</p>"
    (row,) = csv.DictReader(io.StringIO(back.files["mail.csv"].decode()))
    assert (row["student"], row["message"], row["report"]) == ("'=Zoë\\r\\n", "zoe/message.eml", "zoe/report.html")
    assert for_mail(letters, "Your report").files == back.files


def test_folders_hold_everybodys_report(moodle: Term) -> None:
    done = moodle.run("export", "out", "--feedback", "--to", "folder", "--out", "back", "--json", "--course", "course")
    assert done.code == 0
    assert len(list((moodle.folder / "back").glob("*/report.html"))) == len(NAMES)
    assert len(json.loads(done.output)["files"]) == len(NAMES)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--to", "moodle", "--only", "halving", "--out", "x.zip"], "needs --gradebook"),
        (["--to", "canvas", "--only", "halving", "--out", "x.zip"], "needs --submissions"),
        (["--to", "moodle", "--gradebook", "w.csv", "--out", "x.zip"], "say which with --only"),
        (["--to", "folder"], "needs --out"),
        (["--to", "gradescope", "--out", "x.zip"], "moodle, canvas, folder or mail"),
    ],
)
def test_what_is_missing_is_said_in_one_line(moodle: Term, options: list[str], message: str) -> None:
    done = moodle.run("export", "out", "--feedback", "--course", "course", *options)
    assert done.code == 2
    assert message in done.errors


def test_what_nobody_published_is_given_to_nobody(tmp_path: Path, runs: QuickRuns) -> None:
    term = Term(tmp_path, runs)
    term.hand_in("ada", RIGHT)
    term.graded()
    term.hand_in("ada", WRONG)
    term.graded("--dry-run")
    done = term.run("export", "out", "--feedback", "--to", "folder", "--out", "back", "--course", "course")
    assert done.code == 2
    assert "run 2 is not published" in done.errors
