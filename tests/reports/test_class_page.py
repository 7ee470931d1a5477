"""The report of a class: who needs help and why, what most get wrong, and that the page stands alone."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from autograder.record.applying import CountedWork
from autograder.record.diff import difference
from autograder.record.snapshot import recorded_class
from autograder.record.whole import StudentRecord
from autograder.reports.check_figures import assignment_figures
from autograder.reports.class_page import class_page, class_report, report_document
from autograder.reports.mistakes import clusters, misconceptions
from autograder.reports.needing_help import needs
from autograder.results import AssignmentResult, CheckResult, Explanation, Outcome, PartResult, StudentResult
from tests.helpers.term_class import MadeClass, term_class

EASY = CheckResult("first", "is easy", 40, Outcome.PASSED, id="test_easy")
HARD = CheckResult("second", "is hard", 60, Outcome.PASSED, id="test_hard")
WRONG = replace(HARD, outcome=Outcome.FAILED, message="the value is 2, expected 1", counterexample=("f(1)",))
HINTED = replace(WRONG, explanation=Explanation("misconception", "It looks as if it were doubled."))
EASY_WRONG = replace(EASY, outcome=Outcome.FAILED, message="the value is 3, expected 1", counterexample=("f(2)",))
UNEASY = replace(EASY, outcome=Outcome.FAILED, message="no")
UNWRITTEN = replace(HARD, outcome=Outcome.NOT_WRITTEN, message="`f` is not written yet")
BLANK = AssignmentResult("one", (PartResult("first", (EASY,)), PartResult("second", (HARD,))))


def work(name: str, *checks: CheckResult) -> AssignmentResult:
    return AssignmentResult(name, tuple(PartResult(check.part, (check,)) for check in checks))


def student(name: str, *results: AssignmentResult) -> StudentRecord:
    return StudentRecord(name[:20], StudentResult(name, results), {one.assignment: CountedWork(one) for one in results})


def missing(name: str) -> AssignmentResult:
    return replace(BLANK, assignment=name).without_work(f"{name} was not handed in")


def test_help_is_needed_where_work_is_missing_twice_falls_or_stops_after_the_first_part() -> None:
    good = [work(name, EASY, HARD) for name in ("one", "two", "three")]
    found = needs(
        [
            student("ada", *good),
            student("ben", good[0], missing("two"), missing("three")),
            student("cleo", good[0], good[1], work("three", EASY, WRONG)),
            student("dana", good[0], good[1], missing("three")),
        ]
    )
    assert {need.student.key: need.reasons for need in found} == {
        "ben": ("missing 2 times: two, three",),
        "cleo": (
            "under half and falling: 100 of 100 in two, then 40 of 100 in three",
            "nothing past the first part of three",
        ),
    }
    assert [need.student.key for need in found] == ["cleo", "ben"]


def test_help_is_needed_under_half_whichever_assignment_it_was() -> None:
    low, good = work("one", UNEASY, WRONG), work("two", EASY, HARD)
    rising = [student("ada", low, good), student("ben", work("one", EASY, HARD), good)]
    assert {need.student.key: need.reasons for need in needs(rising)} == {"ada": ("under half: 0 of 100 in one",)}


def test_whoever_misses_everything_is_more_urgent_than_whoever_is_stuck() -> None:
    stuck = student("ada", work("one", UNEASY, WRONG), work("two", UNEASY, WRONG))
    gone = student("ben", missing("one"), missing("two"))
    assert [need.student.key for need in needs([stuck, gone])] == ["ben", "ada"]


def test_the_checks_missed_most_have_different_causes() -> None:
    again = replace(WRONG, id="test_again", promise="is hard again")
    made = [student("ada", work("one", EASY_WRONG, WRONG, again)), student("ben", work("one", EASY, WRONG, again))]
    blank = work("one", EASY, HARD, replace(HARD, id="test_again", promise="is hard again"))
    assert [check.id for check in assignment_figures(made, blank).most_missed] == ["test_hard", "test_easy"]


def test_what_nobody_handed_in_is_not_due_yet() -> None:
    assert needs([student("ada", work("one", EASY, HARD), missing("two"), missing("three"))]) == []


def test_a_mistake_counts_students_and_not_checks() -> None:
    also = replace(HINTED, id="test_also", part="first")
    (mistake,) = misconceptions(
        [student("ada", work("one", HINTED, also)), student("ben", work("one", EASY, HINTED)), student("cleo", BLANK)]
    )
    assert (mistake.students, mistake.parts) == (("ada", "ben"), ("second", "first"))


def test_equal_wrong_answers_are_one_cluster_and_those_without_a_name_come_first() -> None:
    named = [student(name, work("one", EASY, HINTED)) for name in ("ada", "ben", "cleo")]
    nameless = [student(name, work("one", EASY_WRONG, WRONG)) for name in ("dana", "emmy")]
    alone = student("finn", work("one", EASY, replace(WRONG, message="another")))
    found = clusters([*named, *nameless, alone])
    assert [(one.students, bool(one.explained), len(one.promises)) for one in found] == [
        (("ada", "ben", "cleo", "dana", "emmy"), True, 1),
        (("dana", "emmy"), False, 1),
    ][::-1]
    apart = clusters(nameless)
    assert [(one.students, one.promises) for one in apart] == [(("dana", "emmy"), ("is easy", "is hard"))]


def test_work_that_was_not_handed_in_counts_in_no_figure_of_a_check() -> None:
    figures = assignment_figures(
        [
            student("ada", work("one", EASY, HARD)),
            student("ben", work("one", EASY, WRONG)),
            student("cleo", work("one", EASY, UNWRITTEN)),
            student("dana", missing("one")),
        ],
        BLANK,
    )
    assert (figures.marks.students, figures.marks.mean) == (3, 60)
    hard = figures.checks[1]
    assert (hard.figures.students, hard.figures.passed, hard.failed, hard.not_tried, hard.missed) == (3, 1, 2, 1, 1)
    assert [check.id for check in figures.most_missed] == ["test_hard"]
    assert (hard.reason, hard.for_that_reason) == ("the value is 2, expected 1", 1)


def test_a_check_says_how_many_wrong_submissions_it_alone_catches_where_the_suite_was_judged() -> None:
    students = [student("ada", work("one", EASY, HARD))]
    report = class_report(students, {"one": BLANK}, alone={"one": {"test_hard": ["sum_for_mean", "no_half"]}})
    assert [check.alone for check in report.assignments[0].checks] == [None, ("sum_for_mean", "no_half")]
    assert '<td class="n">0</td><td class="n">2</td><td></td></tr>' in class_page(report)
    assert "alone catches</th>" not in class_page(class_report(students, {"one": BLANK}))


@pytest.fixture(scope="module")
def forty() -> MadeClass:
    return term_class(40)


@pytest.mark.parametrize("size", [0, 1, 2, 19, 20])
def test_a_class_of_any_size_has_a_page(size: int) -> None:
    made = term_class(size)
    page = class_page(class_report(made.students, made.blanks))
    assert page.count("<section") == page.count("</section>") == 8
    assert "Traceback" not in page


def test_figures_that_nobody_has_take_no_columns(forty: MadeClass) -> None:
    few = term_class(19)
    assert "fifths</th>" not in class_page(class_report(few.students, few.blanks))
    assert "fifths</th>" in class_page(class_report(forty.students, forty.blanks))


def test_the_same_record_gives_the_same_bytes(forty: MadeClass) -> None:
    assert len({class_page(class_report(forty.students, forty.blanks, 1)) for _ in range(2)}) == 1


def test_the_page_loads_nothing_and_runs_nothing(forty: MadeClass) -> None:
    page = class_page(class_report(forty.students, forty.blanks, 1))
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"<script|<img|<link|<iframe|url\(|@import|https?:|\son\w+=", page)


def test_everybody_who_needs_help_is_linked_to_a_page_whatever_the_name() -> None:
    odd = student("Zoë #1 %2F?", work("one", EASY_WRONG, WRONG))
    page = class_page(class_report([odd], {"one": BLANK}))
    assert 'href="students/Zo%C3%AB%20%231%20%252F%3F/report.html"' in page


def test_an_anonymous_page_and_its_figures_name_nobody(forty: MadeClass) -> None:
    report = class_report(forty.students, forty.blanks, 1)
    called = {one.key: f"student {number}" for number, one in enumerate(reversed(forty.students), 1)}
    page, document = class_page(report, called), str(report_document(report, called))
    for one in forty.students:
        assert one.result.student not in page
        assert one.key not in document
    assert 'href="students' not in page
    assert {f"student {number}" for number in range(1, 41)} <= set(re.findall(r"student \d+", page))


def test_text_of_students_stays_text() -> None:
    hostile = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{ 7 * 7 }}\x1b[2J\ud800"
    both = [student(name + hostile, work("one", EASY, replace(WRONG, message=hostile, counterexample=(hostile,))))
            for name in "ab"]  # fmt: skip
    page = class_page(class_report(both, {"one": BLANK}))
    assert "<script" not in page
    assert "<img" not in page
    assert "{{ 7 * 7 }}" in page
    assert not {"\u202e", "\x1b", "\ud800"} & set(page)
    assert page.encode()


def test_what_publishing_would_change_is_shown_where_a_run_is_not_published() -> None:
    before, now = [student("ada", work("one", EASY, HARD))], [student("ada", work("one", EASY, WRONG))]
    blanks = {"one": BLANK}
    change = difference(recorded_class(before, blanks), recorded_class(now, blanks))
    page = class_page(class_report(now, blanks, 2, change))
    assert "1 mark would move, 1 of them down" in page
    assert "test_hard (passed -&gt; failed)" in page


def test_a_thousand_students_fit_on_a_page_of_a_megabyte_and_a_half_made_in_five_seconds() -> None:
    made = term_class(1000)
    start = time.process_time()
    page = class_page(class_report(made.students, made.blanks, 1))
    assert len(page.encode()) < 1_500_000
    assert time.process_time() - start < 5
