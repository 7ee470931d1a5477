"""Checkouts of Classroom 50 graded with the hidden suites, with its roster and its scores.json."""

from __future__ import annotations

import json

import pytest

from tests.helpers.command import PROJECT, Run, reference, run_command
from tests.helpers.hand_in_files import folder_of

NAME = "normal_equations"
ROSTER = """\
username,first_name,last_name,email,section,github_id
ada,Ada,Lovelace,ada@x.edu,1,11
Bob-Dylan,Bob,Dylan,bob@x.edu,2,12
cy,Cy,Lee,cy@x.edu,2,13
"""
DECISIONS = f"""\
[assignment.{NAME}]
due = 2026-09-20T00:00:00Z
late = {{ per = "day", minus = "10%" }}
"""
TAG = "submit/2026-09-20T08-00-00Z-89abcde"  # eight hours late


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    place = tmp_path_factory.mktemp("classroom50")
    marker = "classroom: lm-26\nassignment: normal-equations\n"
    for user in ("ada", "bob-dylan"):
        files = {".classroom50.yaml": marker, ".git/HEAD": "ref: refs/heads/main", f"{NAME}.py": reference(NAME)}
        folder_of(place / "checkouts" / f"lm-26-normal-equations-{user}", files)
    submission = {"classroom": "lm-26", "submission": TAG, "datetime": "2026-09-20T08:05:00Z", "score": 0}
    entries = [{"owner": "Bob-Dylan", "submissions": [submission]}]
    scores = {"schema": "classroom50/scores/v1", "assignments": {"normal-equations": {"entries": entries}}}
    (place / "scores.json").write_text(json.dumps(scores))
    (place / "students.csv").write_text(ROSTER)
    (place / "decisions.toml").write_text(DECISIONS)
    people = ("--roster", "students.csv", "--decisions", "decisions.toml")
    paths = ("checkouts", "scores.json", "--out", "out", "--course", PROJECT, "--only", NAME)
    return run_command("grade", *paths, *people, cwd=place)


@pytest.mark.long
def test_every_student_of_the_roster_has_a_row_and_work_that_was_late_by_its_tag_costs_a_day(graded: Run) -> None:
    assert graded.code == 0, graded.errors
    # bob's score of the public checks, 0, counts for nothing
    totals = {name: row["total"] for name, row in graded.grades.items()}
    assert totals == {"Ada Lovelace": "100", "Bob Dylan": "90", "Cy Lee": "0"}
