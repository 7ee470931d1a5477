"""The scores.json of Classroom 50 tells when checkouts were handed in, also without their tags."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import UserError
from autograder.intake.records import HandIn, Source
from tests.helpers.hand_in_files import folder_of, hand_ins_in

MARKER = "classroom: CS-2026\nassignment: zero-init\n"


def submission(tag: str, datetime: str = "2026-09-30T00:00:00Z") -> dict[str, Any]:
    """As the runner writes it into result.json; the collector keeps it as it is."""
    return {
        "schema": "classroom50/result/v1",
        "classroom": "CS-2026",
        "assignment": "zero-init",
        "assignment_type": "individual",
        "owner": "whoever",
        "submission": tag,
        "datetime": datetime,
        "score": 3,
        "max-score": 5,
        "tests": [],
    }


def entry(owner: str, *submissions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"owner": owner, "submissions": list(submissions), **more}


@pytest.fixture
def checkouts(tmp_path: Path) -> Path:
    """A class of two, cloned without tags."""
    for name in ("ada", "bob-dylan"):
        files = {".classroom50.yaml": MARKER, ".git/HEAD": "ref: refs/heads/main", "zero_init.py": f"x = {name!r}"}
        folder_of(tmp_path / "checkouts" / f"cs-2026-zero-init-{name}", files)
    return tmp_path / "checkouts"


def scores(checkouts: Path, *entries: dict[str, Any], slug: str = "zero-init") -> Path:
    path = checkouts.with_name("scores.json")
    assignments = {slug: {"type": "individual", "entries": list(entries)}}
    path.write_text(json.dumps({"schema": "classroom50/scores/v1", "assignments": assignments}), encoding="utf-8")
    return path


def time_of(hand_in: HandIn) -> str:
    work = next(work for work in hand_in.work if isinstance(work, Source))
    return "" if work.handed.at is None else work.handed.at.isoformat()


def test_the_newest_submission_of_each_owner_counts(checkouts: Path) -> None:
    path = scores(
        checkouts,
        entry("Ada", submission("submit/2026-09-22T08-00-00Z-1234567"), submission("submit/20260921T080000Z-89abcde")),
        entry("bob-dylan", submission("submit/2026-09-23T08-00-00Z-89abcde")),
    )
    hand_ins = hand_ins_in(checkouts, path)
    times = {name: time_of(hand_in) for name, hand_in in hand_ins.items()}
    assert times == {"ada": "2026-09-22T08:00:00+00:00", "bob-dylan": "2026-09-23T08:00:00+00:00"}


def test_a_tag_without_a_time_counts_as_handed_in_when_it_was_graded(checkouts: Path) -> None:
    path = scores(checkouts, entry("ada", submission("submit/odd", "2026-09-25T08:00:00Z")))
    assert time_of(hand_ins_in(checkouts, path)["ada"]) == "2026-09-25T08:00:00+00:00"


def test_a_score_that_was_entered_by_hand_is_no_hand_in_and_is_told(checkouts: Path) -> None:
    by_hand = submission("submit/manual-2026-10-02T00-00-00Z", "2026-10-02T00:00:00Z")
    path = scores(checkouts, entry("ada", by_hand, submission("submit/2026-09-22T08-00-00Z-1234567"), override=True))
    notes: list[str] = []
    assert time_of(hand_ins_in(checkouts, path, notes=notes)["ada"]) == "2026-09-22T08:00:00+00:00"
    assert notes == [f"{path}: scores that were entered by hand there count for nothing here: 1"]


def test_work_that_was_handed_in_and_is_not_here_is_told(checkouts: Path) -> None:
    path = scores(checkouts, *(entry(name, submission("submit/odd")) for name in ("ada", "bob-dylan", "cy-lee")))
    notes: list[str] = []
    hand_ins_in(checkouts, path, notes=notes)
    assert notes == ["handed in on Classroom 50, but no checkout is here: cs-2026-zero-init-cy-lee"]


def test_of_another_assignment_nobody_is_missing(checkouts: Path) -> None:
    path = scores(checkouts, entry("ada", submission("submit/odd")), slug="training-loop")
    notes: list[str] = []
    hand_ins_in(checkouts, path, notes=notes)
    assert notes == []


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"assignments": []}', "\0"])
def test_a_file_that_is_something_else_is_an_error_of_one_line(checkouts: Path, text: str) -> None:
    path = checkouts.with_name("scores.json")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"scores.json is not a scores.json of Classroom 50: it has no assignments$"):
        hand_ins_in(checkouts, path)


@pytest.mark.parametrize(
    "assignments",
    [
        {"zero-init": []},
        {"zero-init": {"entries": {}}},
        {"zero-init": {"entries": [3, {"owner": []}]}},
        {"zero-init": {"entries": [{"owner": "ada", "submissions": [None, {"submission": 3, "datetime": {}}]}]}},
    ],
    ids=["no bucket", "no entries", "no owner", "no times"],
)
def test_odd_entries_cost_nobody_their_row(checkouts: Path, assignments: Any) -> None:
    path = checkouts.with_name("scores.json")
    path.write_text(json.dumps({"assignments": assignments}), encoding="utf-8")
    assert [time_of(hand_in) for hand_in in hand_ins_in(checkouts, path).values()] == ["", ""]
