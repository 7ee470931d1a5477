"""results.json, as Gradescope reads it."""

from __future__ import annotations

import json
from typing import Final

import pytest

from autograder.reports.results_json import Options, Visibility, results_json
from autograder.results import AssignmentResult, Protection, StudentResult
from tests.helpers.made_results import (
    ADA,
    BROKEN,
    HINTED,
    PARTLY,
    RIGHT,
    UNDECIDED,
    assignment,
    part,
)

BARE: Final = Protection("none: limits", isolated=False)


def test_results_json_is_this_and_nothing_else() -> None:
    assert json.loads(results_json(ADA, Protection("bwrap: all of it", isolated=True))) == {
        "score": 45,
        "output": "zero_init: zero_init.py stopped at line 3\nGraded; your code ran isolated.",
        "extra_data": {"protection": "bwrap: all of it"},
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
                "output": PARTLY,
                "extra_data": {
                    "outcome": "failed",
                    "checks": [
                        {"id": "test_loss", "outcome": "passed", "score": 20, "max_score": 20},
                        {"id": "test_counts", "outcome": "failed", "score": 0, "max_score": 5},
                    ],
                },
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
                "extra_data": {
                    "outcome": "not written yet",
                    "checks": [{"id": "test_bias", "outcome": "not written yet", "score": 0, "max_score": 15}],
                },
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
                "extra_data": {
                    "outcome": "passed",
                    "checks": [{"id": "test_solves", "outcome": "passed", "score": 25, "max_score": 25}],
                },
            },
        ],
    }


ON_GRADESCOPE = Options(seconds=12.3456)


def test_only_gradescope_is_told_how_long_grading_took_and_whose_page_it_is() -> None:
    protection = Protection("uid: users", isolated=True)
    there, here = (json.loads(results_json(ADA, protection, options)) for options in (ON_GRADESCOPE, Options()))
    assert there.pop("execution_time") == 12.35
    assert there.pop("output").endswith("\nGraded for ada; your code ran isolated.")
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
    document = json.loads(results_json(ADA, BARE, Options(visibility=visibility)))
    assert {test["visibility"] for test in document["tests"]} == {str(visibility)}
    assert said in document["output"]


def test_results_json_is_written_for_people_too() -> None:
    text = results_json(StudentResult("zoë", (assignment(part(RIGHT), notes=("é",)),)), BARE)
    assert text.startswith('{\n  "extra_data": {\n    "protection": "none: limits"\n  },\n')
    assert '  "output": "zero_init: é\\nGraded; your code ran without isolation.",\n' in text
    assert text.endswith("}\n")


def test_the_trace_of_our_own_error_is_not_shown_to_students() -> None:
    assert "secret" not in results_json(StudentResult("ada", (assignment(part(RIGHT), part(BROKEN)),)), BARE)


def test_an_undecided_assignment_has_no_score_at_all() -> None:
    document = json.loads(results_json(UNDECIDED, BARE))
    assert "score" not in document
    assert ["score" in test for test in document["tests"]] == [False, True]


def test_where_one_check_broke_the_student_reads_that_there_is_no_mark_yet() -> None:
    document = json.loads(results_json(StudentResult("ada", (assignment(part(RIGHT), part(BROKEN)),)), BARE))
    assert "score" not in document
    assert [test.get("score") for test in document["tests"]] == [20, None]
    assert "zero_init has no mark yet: the grader broke in bias. This is not your fault" in document["output"]


def test_gradescope_gets_a_score_also_where_an_assignment_is_undecided() -> None:
    """It takes no results without one: that of what has a mark."""
    document = json.loads(results_json(UNDECIDED, BARE, ON_GRADESCOPE))
    assert document["score"] == UNDECIDED.decided_total
    assert {test["status"] for test in document["tests"] if "score" not in test} == {"failed"}


def test_instructors_find_what_is_behind_each_failure() -> None:
    student = StudentResult("ada", (AssignmentResult("zero_init", (part(HINTED, RIGHT),)),))
    (test,) = json.loads(results_json(student, BARE))["tests"]
    assert test["extra_data"]["explanations"] == [
        {"check": HINTED.promise, "kind": "relation", "text": "Look at the first epoch."}
    ]


def test_who_handed_in_nothing_is_not_told_how_their_code_ran() -> None:
    absent = StudentResult("ada", (ADA.assignments[0].without_work("zero_init was not handed in"),))
    there = json.loads(results_json(absent, Protection("bwrap: all of it", isolated=True)))
    assert there["output"].endswith("Graded.")
