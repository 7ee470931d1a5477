"""The same hand-ins of forty students get the same marks from Canvas, Moodle and Gradescope: 120 of 120."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from autograder.intake.known import KnownPeople
from autograder.intake.records import Source
from autograder.intake.roster import read_roster
from autograder.intake.students import find_hand_ins
from tests.helpers.hand_in_files import zip_of
from tests.helpers.quick_grading import QuickRuns
from tests.helpers.term_exports import (
    CLASS,
    Enrolled,
    canvas_zip,
    gradescope_zip,
    moodle_worksheet,
    moodle_zip,
    notebook,
    roster,
)
from tests.record.term import RIGHT, STUB, WRONG, Term

TEXTS: Final = (RIGHT, STUB, RIGHT, WRONG, STUB)
MARKS: Final = {RIGHT: "100", WRONG: "30", STUB: "0"}
SYSTEMS: Final = ("canvas", "moodle", "gradescope")


def text_of(place: int) -> str:
    return TEXTS[place % len(TEXTS)]


def files_of(place: int) -> Mapping[str, bytes]:
    """What a student hands in, in one of the usual forms."""
    text = text_of(place)
    forms: tuple[Mapping[str, bytes], ...] = (
        {"halving.py": text.encode()},
        {"halving.ipynb": notebook(text)},
        {"halving (1).py": text.encode(), "notes_1002_5002.txt": b"see my file"},
        {"my_work.zip": zip_of({"src/halving.py": text})},
    )
    return forms[place % len(forms)]


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """The folder with what an instructor downloads from the three systems, and the roster."""
    works = {student: files_of(place) for place, student in enumerate(CLASS)}
    (tmp_path / "canvas.zip").write_bytes(canvas_zip(works, late=CLASS[5:9]))
    (tmp_path / "moodle.zip").write_bytes(moodle_zip(works))
    (tmp_path / "gradescope.zip").write_bytes(gradescope_zip(works))
    (tmp_path / "worksheet.csv").write_text(moodle_worksheet())
    (tmp_path / "roster.csv").write_text(roster())
    return tmp_path


def paths_of(system: str) -> list[str]:
    return [f"{system}.zip", *(["worksheet.csv"] if system == "moodle" else [])]


@pytest.mark.parametrize("system", SYSTEMS)
def test_everybodys_work_is_theirs_and_nobody_is_two(downloads: Path, system: str) -> None:
    known = KnownPeople(read_roster(downloads / "roster.csv"))
    paths = [downloads / name for name in paths_of(system)]
    told: list[str] = []
    hand_ins = find_hand_ins(paths, ("halving",), told.append, known=known)
    works: dict[str, str] = {}
    for hand_in in hand_ins:
        (work,) = hand_in.work
        assert isinstance(work, Source)
        (student,) = (one for one in CLASS if one.sis in {known.text for known in hand_in.ids})
        works[student.sis] = work.cells[0][1]
    assert works == {student.sis: text_of(place) for place, student in enumerate(CLASS)}
    assert len(hand_ins) == len(CLASS)
    assert [line for line in told if "roster" in line] == []


def test_the_marks_of_three_systems_are_the_same_for_the_same_hand_ins(downloads: Path, runs: QuickRuns) -> None:
    term = Term(downloads, runs)
    same = 0
    for system in SYSTEMS:
        line = ("grade", *paths_of(system), "--out", system, "--course", "course", "--roster", "roster.csv")
        done = term.run(*line)
        assert (done.code, done.errors) == (0, "")
        rows = Term(downloads, runs, out=system).rows
        assert len(rows) == len(CLASS)
        same += sum(mark_of(student, rows) == MARKS[text_of(place)] for place, student in enumerate(CLASS))
    assert same == 120


def mark_of(student: Enrolled, rows: Mapping[str, Mapping[str, str]]) -> str:
    (row,) = (row for row in rows.values() if student.sis in row["id"].split())
    return row["halving"]
