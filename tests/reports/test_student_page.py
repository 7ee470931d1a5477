"""The report of a student: one entry per cause, what would earn most, and nobody else's name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from autograder.record.applying import CountedWork
from autograder.record.history import history
from autograder.record.whole import StudentRecord
from autograder.reports.causes import causes, next_thing
from autograder.reports.feedback import Feedback
from autograder.reports.markdown import rendered
from autograder.reports.reading import read_again, sections_of
from autograder.reports.student_page import Material, student_page
from autograder.results import ComparedRow, Comparison, Curve, Explanation, Outcome, StudentResult
from tests.helpers.made_results import ADA, BROKEN, CALL, HINTED, RIGHT, UNWRITTEN, WRONG, assignment, part
from tests.record.made_records import LOSS, TRACE, attempt, result_of

NO_MATERIAL = Material()
COMPARED = Comparison(
    "trace",
    "epoch 1, counted from 0",
    (ComparedRow("loss", "1", "1", "1", False), ComparedRow("weight_gradient", "[2, 4]", "[1, 2]", "2", True)),
    (("the condition number of A", "1e+06"),),
    Curve("loss", "epoch", (0, 1, 2), (4.0, 2.0, None), (4.0, 3.0, 2.0), 1),
)
SHOWN = replace(HINTED, comparison=COMPARED)
ALSO = replace(HINTED, promise="goes on from there", marks=7, id="test_also", counterexample=())
HANDOUT = """# 1. Zero
## The contract
trace trace trace
## Why the trace stays
`trace` of equal rows
## If you are stuck
print
"""


def record_of(student: StudentResult) -> StudentRecord:
    return StudentRecord(student.student, student, {one.assignment: CountedWork(one) for one in student.assignments})


def page_of(*parts: object, material: Material = NO_MATERIAL, feedback: Feedback = Feedback.COUNTEREXAMPLES) -> str:
    result = assignment(*parts)  # type: ignore[arg-type]
    return student_page(record_of(StudentResult("ada", (result,))), material, feedback)


def test_checks_that_fail_for_one_reason_are_one_entry() -> None:
    found = causes(assignment(part(RIGHT, SHOWN, ALSO), part(UNWRITTEN)))
    assert [(cause.parts, cause.at_stake, cause.others) for cause in found] == [
        (("bias",), 15, ()),
        (("trace",), 12, ("goes on from there",)),
    ]
    page = page_of(part(RIGHT, SHOWN, ALSO))
    assert page.count('<article class="card') == 1
    assert "Also explains 1 other check" in page


def test_what_would_earn_most_comes_first_and_the_graders_own_faults_do_not_count() -> None:
    broken = replace(BROKEN, part="other", id="test_broken", marks=90)
    found = next_thing([assignment(part(SHOWN), part(UNWRITTEN), part(broken))])
    assert found is not None
    assert found[1].parts == ("bias",)
    assert next_thing([assignment(part(RIGHT))]) is None
    assert "Every check passes." in page_of(part(RIGHT))


def test_what_stands_in_backticks_is_code_and_nothing_of_it_is_html() -> None:
    told = replace(SHOWN, explanation=Explanation("relation", "what `trace` returns is <b>twice</b> `1 < 2`"))
    page = page_of(part(told))
    assert "what <code>trace</code> returns is &lt;b&gt;twice&lt;/b&gt; <code>1 &lt; 2</code>" in page
    odd = replace(SHOWN, explanation=Explanation("relation", "raises ValueError: ` <b>"))
    assert "raises ValueError: ` &lt;b&gt;" in page_of(part(odd))


def test_what_a_decision_has_given_already_is_at_stake_no_more() -> None:
    decided = replace(part(RIGHT, SHOWN, ALSO), awarded=Decimal(part(RIGHT, SHOWN, ALSO).maximum - 2))
    assert [cause.at_stake for cause in causes(assignment(decided))] == [2]
    more = replace(decided, awarded=Decimal(decided.maximum + 1))
    assert [cause.at_stake for cause in causes(assignment(more))] == [0]


def test_what_was_not_even_tried_comes_after_what_kept_it_from_that() -> None:
    hung = replace(ALSO, marks=1, message="trace hung", explanation=None)
    untried = replace(ALSO, marks=50, outcome=Outcome.NOT_REACHED, message="not tried: trace hung", explanation=None)
    result = assignment(part(hung, untried))
    assert [cause.outcome for cause in causes(result)] == [Outcome.FAILED, Outcome.NOT_REACHED]
    found = next_thing([result])
    assert found is not None
    assert found[1].first == hung


def test_work_that_cannot_be_run_at_all_is_weighed_by_what_it_costs() -> None:
    told = "not tried: line 3 is no Python"
    untried = replace(ALSO, marks=50, outcome=Outcome.NOT_REACHED, message=told, explanation=None)
    found = next_thing([assignment(part(SHOWN)), replace(assignment(part(untried)), assignment="unreadable")])
    assert found is not None
    assert found[0] == "unreadable"


def test_an_entry_has_hint_call_comparison_and_curve() -> None:
    page = page_of(part(SHOWN), material=Material(lines=lambda assignment, function: f"def {function}(): ..."))
    assert "Look at the first epoch." in page
    assert "\n".join(CALL) in page
    assert "epoch 1, counted from 0" in page
    assert re.search(
        r"weight_gradient <span class=\"warm\">differs</span></th><td>\[2, 4\]</td><td>\[1, 2\]</td>", page
    )
    assert "<strong>2</strong>" in page
    assert "the condition number of A is 1e+06" in page
    assert "loss: yours from 4 to 2, expected from 4 to 2; they part at epoch 1, counted from 0" in page
    assert "def trace(): ..." in page


def test_feedback_says_as_much_as_is_wanted() -> None:
    names = page_of(part(RIGHT, SHOWN), feedback=Feedback.NAMES)
    assert "failed: counts epochs from 0" in names
    assert "Look at the first epoch." not in names
    assert "trace(1.0)" not in names
    nothing = page_of(part(RIGHT, SHOWN), feedback=Feedback.NONE)
    assert "counts epochs" not in nothing
    assert "20 of 25" in nothing


def test_decisions_stand_with_their_reasons() -> None:
    result = replace(
        assignment(part(RIGHT, WRONG)), deducted=Decimal(5), decisions=("handed in 2 h late: 5 marks deducted",)
    )
    page = student_page(record_of(StudentResult("ada", (result,))), Material())
    assert "handed in 2 h late: 5 marks deducted" in page
    assert "zero_init: 15 of 25" in page


def test_attempts_say_what_got_fixed() -> None:
    fixed = replace(LOSS, outcome=Outcome.PASSED, message="")
    first, second = attempt("one", result_of(TRACE, LOSS)), attempt("two", result_of(TRACE, fixed))
    past = history((first, second), second)
    assert [(one.earned, one.fixed, one.counts) for one in past] == [
        (20, (), False),
        (25, ("puts the loss first",), True),
    ]
    page = page_of(part(RIGHT), material=Material(attempts=lambda assignment: past))
    assert "20 of 25" in page
    assert "fixed: puts the loss first" in page
    timed = [past[0]._replace(at=datetime(2026, 9, 1, 12, tzinfo=UTC)), past[1]]
    assert "2026-09-01 12:00 UTC" in page_of(part(RIGHT), material=Material(attempts=lambda assignment: timed))


def test_a_handout_is_read_again_where_it_explains_the_part() -> None:
    sections = sections_of(HANDOUT)
    assert [one.title for one in read_again(sections, "trace", "trace")] == ["Why the trace stays", "If you are stuck"]
    assert read_again(sections_of("# 1. Without sections"), "trace", "trace") == []
    marked = sections_of(HANDOUT.replace("## If", "## Of steps\na step\n\n<!-- parts: bias trace -->\n## If"))
    assert [one.title for one in read_again(marked, "trace", "trace")] == ["Of steps", "If you are stuck"]
    assert [one.title for one in read_again(marked, "symmetry", "trace")] == ["Why the trace stays", "If you are stuck"]
    linked = page_of(part(SHOWN), material=Material(handouts={"zero_init": sections}, handout_url="https://x.edu/a"))
    assert 'href="https://x.edu/a/zero_init/README.md#why-the-trace-stays"' in linked


def test_what_to_read_again_stands_in_the_page_once_and_is_linked_from_each_entry() -> None:
    other = replace(WRONG, id="test_other", message="another mistake in `trace`")
    page = page_of(part(SHOWN, other), material=Material(handouts={"zero_init": sections_of(HANDOUT)}))
    assert page.count('<a href="#zero_init-why-the-trace-stays">Why the trace stays</a>') == 2
    assert page.count('<h3 id="zero_init-why-the-trace-stays">') == 1
    assert "<p><code>trace</code> of equal rows</p>" in page


def test_a_section_of_a_handout_leads_nowhere_that_is_not_there() -> None:
    text = "### Why\n[far](https://x.edu) ![seen](a.png) and [near](../b.md)\n\n| a |\n| --- |\n| 1 |\n"
    shown = rendered(text, 2, "loop: Why")
    assert '<h5>Why</h5>\n<p><a href="https://x.edu">far</a>  and near</p>' in shown
    assert '<div class="scroll" tabindex="0" role="region" aria-label="loop: Why, table 1">\n<table>' in shown


def test_a_formula_is_shown_as_it_is_written_and_a_prompt_is_no_formula() -> None:
    assert rendered("where $w^*$ is $2 * x$:\n\n$$X^T y$$\n") == (
        "<p>where <code>w^*</code> is <code>2 * x</code>:</p>\n<p><code>X^T y</code></p>\n"
    )
    assert "$ make\n$ make check" in rendered("```console\n$ make\n$ make check\n```\n")


def test_text_of_students_stays_text_everywhere() -> None:
    hostile = "</pre><script>alert(1)</script>\u202e\x1b[2J\ud800"
    row = ComparedRow(hostile, hostile, hostile, hostile, True)
    check = replace(
        SHOWN, message=hostile, counterexample=(hostile,), promise=hostile,
        explanation=Explanation("relation", hostile), comparison=COMPARED._replace(rows=(row,), where=hostile),
    )  # fmt: skip
    result = assignment(part(check), notes=(hostile,))
    material = Material(lines=lambda assignment, function: hostile)
    page = student_page(record_of(StudentResult(hostile, (result,))), material)
    assert "<script" not in page
    assert not {"\u202e", "\x1b", "\ud800"} & set(page)
    assert page.encode()


def test_work_that_is_missing_or_undecided_says_so() -> None:
    missing = student_page(record_of(StudentResult("ada", (ADA.assignments[0].without_work("not there"),))), Material())
    assert "zero_init: not handed in" in missing
    assert "Your code ran" not in missing
    assert "Your code ran isolated." in page_of(part(SHOWN))
    broken = page_of(part(BROKEN))
    assert "zero_init: no mark yet" in broken
    assert "not your fault" in broken
    assert "secret" not in broken
