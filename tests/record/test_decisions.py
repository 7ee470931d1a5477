"""`decisions.toml`: what is decided is applied in order, with its reason; what cannot hold is said in one line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from autograder.errors import UserError
from autograder.intake.records import Handed
from autograder.record.applying import is_late
from tests.record.made_records import BROKEN, POOR, RESULT, attempt, counted, decisions, override, result_of

RULES = """
[assignment.zero_init]
due = 2026-09-20T22:00:00Z
late = { grace = "15min", per = "day", minus = "10%", most = "50%", closed = "8d" }
"""
EXTENSION = """
[[extension]]
student = "ada@x.edu"
assignment = "zero_init"
until = 2026-09-22T22:00:00Z
why = "ill"
"""

OVERRIDES = {
    "a_part": (override(['part = "trace"', "marks = 24"]), 99, "trace: 24 marks instead of 20: a sign slip"),
    "more_for_a_part": (override(['part = "trace"', "add = 2"]), 97, "trace: 2 marks more: a sign slip"),
    "a_check": (override(['check = "test_loss"', "marks = 5"]), 100, "test_loss: 5 marks instead of 0: a sign slip"),
    "the_whole": (override(["marks = 60.5"]), Decimal("60.5"), "60.5 marks instead of 95: a sign slip"),
    "extra_credit": (override(["add = 10"]), 105, "10 marks more: a sign slip"),
    "fewer": (override(["add = -5"]), 90, "5 marks fewer: a sign slip"),
    "by_name": (override(["marks = 1"], "lovelace, ada"), 1, "1 marks instead of 95: a sign slip"),
}


@pytest.mark.parametrize(("text", "score", "said"), OVERRIDES.values(), ids=OVERRIDES)
def test_an_override_gives_other_marks_and_says_why(text: str, score: Decimal, said: str) -> None:
    result = counted(text, attempt()).result
    assert (result.score, result.earned, result.decisions) == (score, 95, (said,))


def test_checks_are_overridden_before_parts_and_the_whole_gets_more_at_the_end() -> None:
    text = override(["add = 1"], why="c") + override(['check = "test_bias"', "marks = 70"], why="a")
    assert counted(text, attempt()).result.decisions == (
        "test_bias: 70 marks instead of 75: a",
        "1 marks more: c",
    )


LATE = {
    "in_time": (timedelta(0), "", 95, 0),
    "early": (timedelta(hours=-3), "", 95, 0),
    "within_grace": (timedelta(minutes=15), "", 95, 900),
    "a_second_past_grace": (timedelta(minutes=15, seconds=1), "", 85, 901),
    "one_day": (timedelta(days=1), "", 85, 86_400),
    "a_second_into_the_second_day": (timedelta(days=1, seconds=1), "", 75, 86_401),
    "at_most_half": (timedelta(days=7), "", 45, 7 * 86_400),
    "after_it_was_closed": (timedelta(days=8, seconds=1), "", 0, 8 * 86_400 + 1),
    "with_an_extension": (timedelta(days=2), EXTENSION, 95, 0),
    "after_the_extension": (timedelta(days=2, hours=1), EXTENSION, 85, 3600),
    "overridden_before_late": (timedelta(days=1), override(["marks = 50"]), 40, 86_400),
    "never_below_0": (timedelta(days=4), override(["marks = 3"]), 0, 4 * 86_400),
}


@pytest.mark.parametrize(("late", "more", "score", "seconds"), LATE.values(), ids=LATE)
def test_lateness_costs_what_the_rule_says_after_all_else(late: timedelta, more: str, score: int, seconds: int) -> None:
    result = counted(RULES + more, attempt(late=late)).result
    assert (result.score, result.late_seconds) == (score, seconds)


def test_what_lateness_cost_is_said_with_the_reason_for_a_later_date() -> None:
    assert counted(RULES + EXTENSION, attempt(late=timedelta(days=2, hours=1, minutes=1))).result.decisions == (
        "due 2026-09-22 22:00+00:00 instead of 2026-09-20 22:00+00:00: ill",
        "handed in 1 h 1 min late: 10 marks deducted",
    )


def test_without_a_time_the_lateness_counts_that_the_platform_tells() -> None:
    known = attempt(late=None)
    told = replace(known, handed=known.handed._replace(late_seconds=7200))
    assert counted(RULES, told).result.score == 85
    assert counted(RULES + EXTENSION, told).result.score == 95


NO_GRACE = RULES.replace('grace = "15min", ', "")
FLAGGED = replace(attempt("flagged", late=None), handed=Handed(late=True))  # as Canvas does
UNKNOWN = "handed in late, and nobody knows by how much: "
FLAGS = {
    "nothing_is_allowed": (NO_GRACE, 85, "10 marks deducted, the least that lateness costs"),
    "grace": (RULES, 95, "it may have been within the grace period, so nothing is deducted"),
    "extension": (NO_GRACE + EXTENSION, 95, "it may have been within the later date, so nothing is deducted"),
}


@pytest.mark.parametrize(("text", "score", "said"), FLAGS.values(), ids=FLAGS)
def test_of_work_that_is_late_by_nobody_knows_how_much_is_deducted_what_is_certain(
    text: str, score: int, said: str
) -> None:
    work = counted(text, FLAGGED)
    assert (work.result.score, work.result.late_seconds, is_late(work)) == (score, None, True)
    assert work.result.decisions[-1] == UNKNOWN + said


def test_work_that_a_platform_calls_late_is_not_the_newest_in_time() -> None:
    work = counted(f'{RULES}attempt = "newest in time"', attempt("in time", late=timedelta(0)), FLAGGED)
    assert work.attempt is not None
    assert work.attempt.text == "in time"


ATTEMPTS = (
    attempt("best", RESULT, timedelta(days=2)),
    attempt("in time", POOR, timedelta(0)),
    attempt("newest", result_of(), timedelta(days=3)),
)
COUNTED = {"newest": "newest", "newest in time": "in time", "best": "best"}


@pytest.mark.parametrize(("rule", "text"), COUNTED.items())
def test_of_several_attempts_the_one_counts_that_the_course_says(rule: str, text: str) -> None:
    for attempts in (ATTEMPTS, ATTEMPTS[::-1]):
        work = counted(f'{RULES}attempt = "{rule}"', *attempts)
        assert work.attempt is not None
        assert (work.attempt.text, work.attempts) == (text, 3)


def test_of_attempts_without_a_time_the_one_counts_that_was_given_last() -> None:
    work = counted("", attempt("a"), attempt("b"))
    assert work.attempt is not None
    assert work.attempt.text == "b"


def test_an_override_for_one_hand_in_is_not_applied_to_a_newer_one_and_that_is_said() -> None:
    text = override(["marks = 99", 'for = "sha256:a"'])
    assert counted(text, attempt("a")).result.score == 99
    work = counted(text, attempt("a"), attempt("b"))
    assert work.result.score == 95
    assert work.notes == (
        "decisions.toml, override 1 (0100477, zero_init) is for another hand-in than the one that counts, b: "
        "not applied",
    )


def test_a_student_who_handed_in_nothing_can_be_given_marks() -> None:
    result = counted(override(["marks = 30"])).result
    assert (result.score, result.handed_in) == (30, False)


def test_what_the_grader_broke_has_a_mark_once_somebody_decides() -> None:
    broken = attempt(result=result_of(BROKEN))
    assert counted("", broken).result.undecided
    text = override(['part = "bias"', "marks = 70"])
    result = counted(text, broken).result
    assert (result.undecided, result.score) == (False, 70)
    assert result.decisions == ("bias: 70 marks instead of no mark: a sign slip",)


WRONG = {
    "nobody": (override(["marks = 1"], "nobody"), "nobody in the record has the id, login, address or name 'nobody'"),
    "several": (
        override(["marks = 1"], "Jane Doe"),
        "several students, Jane Doe (1), Jane Doe (2): write an id",
    ),
    "part": (override(['part = "trase"', "marks = 1"]), "zero_init has no part 'trase'; it has trace, bias"),
    "check": (override(['check = "test_x"', "marks = 1"]), "zero_init has no check 'test_x'; it has test_trace"),
    "above": (
        override(['part = "trace"', "marks = 26"]),
        "trace is worth 25 marks, not 26: for extra credit",
    ),
    "no_effect": (override(['part = "trace"', "marks = 20"]), "changes nothing: grading gives these marks without it"),
    "twice": (
        override(["marks = 1"]) + override(["marks = 2"], "7"),
        "contradicts override 1 (0100477, zero_init)",
    ),
    "whole_and_part": (
        override(["marks = 1"]) + override(['part = "trace"', "marks = 2"]),
        "override 2 (0100477, zero_init, trace) contradicts override 1",
    ),
    "no_such_hand_in": (override(["marks = 1", 'for = "sha256:ff"']), "no hand-in of this student has the sha256 ff"),
    "two_extensions": (RULES + EXTENSION + EXTENSION, "extension 2 (ada@x.edu, zero_init) contradicts extension 1"),
    "early_extension": (RULES + EXTENSION.replace("09-22", "09-19"), "changes nothing: it is due 2026-09-20"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_line_that_cannot_hold_is_said_in_one_line(text: str, message: str) -> None:
    with pytest.raises(UserError, match=re.escape(message)) as refused:
        counted(text, attempt())
    assert str(refused.value).startswith("decisions.toml, ")
    assert "\n" not in str(refused.value)


UNREADABLE = {
    "not_toml": ("[[override", "decisions.toml cannot be read: "),
    "unknown_key": (override(["marks = 1", "mark = 2"]), "override 1 (0100477, zero_init): 'mark' is not known here"),
    "unknown_table": ("[[overide]]\nmarks = 1\n", "decisions.toml: 'overide' is not known here"),
    "no_reason": (override(["marks = 1"], why=" "), "why is empty: the student reads the reason"),
    "both": (override(["marks = 1", "add = 1"]), "give either marks or add"),
    "neither": (override([]), "give either marks or add"),
    "nothing_more": (override(["add = 0"]), "add = 0 changes nothing"),
    "below_zero": (override(["marks = -1"]), "marks should not be below 0"),
    "text": (override(['marks = "ten"']), "marks should be a whole number or a number, got 'ten'"),
    "a_truth": (override(["marks = true"]), "marks should be a whole number or a number, got True"),
    "not_a_number": (override(["marks = nan"]), "two decimals at most"),
    "part_and_check": (override(['part = "a"', 'check = "b"', "marks = 1"]), "give a part or a check, not both"),
    "assignment": ("[assignment.zero]\n", "there is no assignment 'zero'; the course has zero_init, training_loop"),
    "no_zone": ("[assignment.zero_init]\ndue = 2026-09-20T22:00:00\n", "due has no time zone"),
    "a_day": ("[assignment.zero_init]\ndue = 2026-09-20\n", "due should be a time such as 2026-09-20T23:59:00+02:00"),
    "duration": ('[assignment.zero_init]\nlate = { grace = "soon" }\n', "late: grace: 'soon' is not a duration"),
    "share": ('[assignment.zero_init]\nlate = { minus = "120%" }\n', "'120%' is not a percentage from 0% to 100%"),
    "rule": ('[assignment.zero_init]\nattempt = "first"\n', "attempt: 'first' is none of newest, best, newest in time"),
    "a_rule_that_costs_nothing": ('[assignment.zero_init]\nlate = { grace = "1h" }\n', "it costs nothing to be late"),
    "closed_within_grace": (
        '[assignment.zero_init]\nlate = { minus = "1%", grace = "2d", closed = "1d" }\n',
        "closed comes before grace ends",
    ),
    "single_brackets": ("[override]\nmarks = 1\n", "override should be a list"),
}


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_understood_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(UserError, match=re.escape(message)) as refused:
        decisions(text)
    assert "\n" not in str(refused.value)
