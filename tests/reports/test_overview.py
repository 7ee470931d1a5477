"""The course at a glance, at home."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograder.reports.overview import Standing, overview_text
from autograder.results import CheckResult
from tests.helpers.made_results import RIGHT, WRONG, assignment, part


@pytest.mark.parametrize(
    ("check", "marks", "state"),
    [
        (RIGHT, {"trace": 25}, "zero_init 25 all pass"),
        (WRONG, {"trace": 25}, "zero_init 25 25 of 25 marks at stake"),
        (RIGHT, {}, "zero_init all pass"),
        (WRONG, {}, "zero_init not all pass"),
    ],
)
def test_what_is_at_stake_is_told_where_the_handout_states_marks(
    check: CheckResult, marks: dict[str, int], state: str
) -> None:
    output = io.StringIO()
    overview_text(Console(file=output, width=100), [Standing("a.py", assignment(part(check)), marks)], "autograder")
    lines = [" ".join(line.split()) for line in output.getvalue().splitlines()]
    assert state in lines
    assert any(line.startswith("Details: autograder check a.py") for line in lines) == (check is WRONG)
