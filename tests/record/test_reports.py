"""The pages of a record: with every run, from real hand-ins, and made anew by `autograder report`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.record.term import RIGHT, STUB, WRONG, Term


def page(term: Term, student: str = "") -> str:
    return (term.out / (f"students/{student}" if student else "") / "report.html").read_text()


def test_every_run_writes_the_report_of_the_class_and_says_where(two: Term) -> None:
    said = two.graded()
    assert f"the report of the class: {(two.out / 'report.html').resolve().as_uri()}" in said
    assert 'href="students/ben/report.html"' in page(two)


def test_a_student_reads_the_ratio_of_their_answer_to_the_right_one_and_their_own_lines(two: Term) -> None:
    text = page(two, "ben")
    assert re.search(r"the result of halve .*</th><td>-?[\d.]+</td><td>-?[\d.]+</td><td><strong>0.6667</strong>", text)
    assert "def halve(x):\n   2      return x / 3" in text
    assert "ada" not in text


def test_reports_made_anew_are_the_same_bytes(two: Term) -> None:
    before = [page(two), page(two, "ada"), page(two, "ben")]
    done = two.run("report", "out", "--course", "course")
    assert (done.code, done.errors) == (0, "")
    assert [page(two), page(two, "ada"), page(two, "ben")] == before


def test_an_anonymous_report_is_a_page_of_its_own(two: Term) -> None:
    before = page(two)
    done = two.run("report", "out", "--anonymous", "--json", "--course", "course")
    assert done.code == 0
    assert json.loads(done.output)["handed_in"] == [
        {"name": "halving", "handed_in": 2, "late": 0, "missing": 0, "broke": 0}
    ]
    text = (two.out / "report-anonymous.html").read_text()
    assert "ben" not in text
    assert page(two) == before


def test_a_dry_run_shows_what_publishing_would_change_and_leaves_the_pages(two: Term) -> None:
    before = page(two), page(two, "ben")
    two.hand_in("ben", RIGHT)
    two.graded("--dry-run")
    assert (page(two), page(two, "ben")) == before
    report = (two.out / "runs/2/report.html").read_text()
    assert "1 mark would move, 0 of them down" in report
    assert two.run("report", "out", "--course", "course").code == 0
    assert (page(two), page(two, "ben")) == before
    assert (two.out / "runs/2/report.html").read_text() == report
    assert two.run("publish", "out", "--course", "course").code == 0
    assert (page(two), page(two, "ben")) != before


def test_attempts_stand_in_the_page_with_what_got_fixed(two: Term) -> None:
    two.hand_in("ben", RIGHT)
    two.graded()
    assert "100 of 100 (counts); fixed: halves every number" in page(two, "ben")


def test_the_page_of_who_left_the_record_goes(two: Term) -> None:
    two.graded("--replace", path="class/ada")
    assert not Path(two.out / "students/ben/report.html").exists()


def test_feedback_in_names_hides_calls(two: Term) -> None:
    two.hand_in("cleo", STUB)
    two.graded("--feedback", "names")
    assert "failed: halves every number" in page(two, "ben")
    assert "from halving import" not in page(two, "ben")
    assert "not written yet: halves every number" in page(two, "cleo")


def test_a_record_without_a_run_has_nothing_to_report(term: Term) -> None:
    done = term.run("report", "out", "--course", "course")
    assert done.code == 2
    assert "grade first" in done.errors


def test_what_a_class_gets_wrong_together_is_a_cluster(two: Term) -> None:
    two.hand_in("cleo", WRONG)
    two.graded()
    assert "2 students in halving (halves): explained" in page(two)
