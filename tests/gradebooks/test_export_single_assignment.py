"""`autograder export`: gradebooks of a single assignment."""

from __future__ import annotations

import pytest

from tests.helpers.gradebook_exports import JANE, WORKSHEET, Export

GERMAN = (
    'ID,"Vollständiger Name",Status,Bewertung,Bestwertung,"Zuletzt geändert (Bewertung)"\r\n'
    'Teilnehmer/in1001,Jane,Abgegeben,{},"20,00",-\r\n'
)
ONE_SCORE = "Name,SID,Email,Total Score,Max Points,Status\nJane Doe,,jd@x.edu,{},10.0,Missing\n"


def test_the_worksheet_of_moodle_is_filled_in_any_language(export: Export) -> None:
    export.graded(JANE)
    content = export.filled(GERMAN.format(""), "--column", "zero_init=Bewertung", to="moodle")
    assert content.decode() == GERMAN.format('"12,00"')


@pytest.mark.parametrize(("to", "gradebook"), [("moodle", WORKSHEET.format("", "Yes")), ("gradescope", ONE_SCORE)])
def test_a_file_for_one_assignment_needs_only(export: Export, to: str, gradebook: str) -> None:
    export.graded(JANE)
    message = "gradebook.csv is for a single assignment: choose it with --only (training_loop or zero_init)"
    assert export.run(gradebook, to=to).errors == f"autograder: {message}\n"


@pytest.mark.parametrize("options", [("--only", "zero_init"), ("--column", "zero_init=Total Score")])
def test_the_scores_of_one_assignment_in_gradescope_are_filled(export: Export, options: tuple[str, ...]) -> None:
    export.graded(JANE)
    assert export.filled(ONE_SCORE.format(""), *options, to="gradescope").decode() == ONE_SCORE.format("6.00")


def test_a_file_for_one_assignment_needs_no_option_when_only_one_was_graded(export: Export) -> None:
    export.graded(JANE, names=("training_loop",))
    assert export.filled(ONE_SCORE.format(""), to="gradescope").decode() == ONE_SCORE.format("8.00")
