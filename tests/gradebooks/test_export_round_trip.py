"""A class is graded as downloaded from a platform, and its marks go back into that platform's gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.helpers.command import Run, run_command
from tests.helpers.hand_in_files import zip_of
from tests.helpers.small_course import RIGHT, WORK, make_course

HALF_RIGHT = WORK["eva"]  # 30 of 100


class RoundTrip(NamedTuple):
    """What is downloaded, and the gradebook before and after; `{}` stands for each cell to fill."""

    files: dict[str, str]
    gradebook: bytes
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]


CANVAS = RoundTrip(
    {"doejane_1001_501_halving.py": RIGHT, "rößlerzoë_LATE_1002_502_halving-1.py": HALF_RIGHT},
    b"\xef\xbb\xbf"
    + "Student,ID,SIS User ID,SIS Login ID,Section,Halving (4711),Essay (4712),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,20.00,10.00,(read only)\r\n"
    '"Doe, Jane",1001,u1,jd,"A, morning",{},7.50,\r\n'
    '"Rößler, Zoë",1002,u2,=zr,A,{},,\r\n'
    '"Moe ""Max"", Max",1003,u3,mm,A,{},,\r\n'
    '"Student, Test",1009,,x,A,,,\r\n'.encode(),
    (b"", b'""', b""),
    (b"20.00", b'"6.00"', b""),
)
MOODLE = RoundTrip(
    {
        "Jane Doe_101_assignsubmission_file/halving.py": RIGHT,
        "Zoë Rößler_102_assignsubmission_file/halving.py": HALF_RIGHT,
    },
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (grade)","Feedback comments"\n'
    '"Participant 101","Jane Doe",jd@x.edu,"Submitted for grading - Graded",{},100.00,Yes,"Monday, 3 May 2027",'
    '"<p>Mind the\r\n""units"".</p>"\n'
    '"Participant 102","Zoë Rößler",zr@x.edu,"Submitted for grading",{},100.00,Yes,-,\n'
    '"Participant 103","Max Moe",mm@x.edu,"No submission",{},100.00,Yes,-,'.encode(),
    (b"100", b"", b"-"),
    (b"100", b"30.00", b"-"),
)
METADATA = """
submission_1:
  :submitters: [{:name: Jane Doe, :sid: '0100', :email: jd@x.edu}]
  :created_at: 2026-09-21 10:00:00.000 Z
submission_2:
  :submitters: [{:name: Zoë Rößler, :email: zr@x.edu}]
  :created_at: 2026-09-21 10:00:00.000 Z
"""
GRADESCOPE = RoundTrip(
    {"submission_metadata.yml": METADATA, "submission_1/halving.py": RIGHT, "submission_2/halving.py": HALF_RIGHT},
    "First Name,Last Name,SID,Email,Sections,HW 1: Halving,HW 1: Halving - Max Points,HW 1: Halving - Submission Time,"
    "HW 1: Halving - Lateness (H:M:S),Total Lateness (H:M:S)\n"
    "Zoë,Rößler,,zr@x.edu,,{},10.0,2026-09-21 10:00:00 -0700,00:00:00,00:00:00\n"
    "Jane,Doe,0100,jd@x.edu,,{},10.0,2026-09-21 10:00:00 -0700,00:00:00,00:00:00\n"
    "Max,Moe,0102,mm@x.edu,,{},10.0,,,00:00:00\n".encode(),
    (b"", b"9.5", b""),
    (b"3.00", b"10.00", b""),
)
ROUND_TRIPS = {"canvas": CANVAS, "moodle": MOODLE, "gradescope": GRADESCOPE}


@pytest.fixture(scope="module", params=ROUND_TRIPS)
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Run]:
    """The platform, and its class graded with the gradebook as the roster."""
    trip, folder = ROUND_TRIPS[request.param], tmp_path_factory.mktemp(request.param)
    make_course(folder)
    (folder / "class.zip").write_bytes(zip_of(trip.files))
    (folder / "gradebook.csv").write_bytes(filled(trip.gradebook, trip.before))
    options = ("class.zip", "--roster", "gradebook.csv", "--out", "out", "--course", "course")
    return request.param, run_command("grade", *options, cwd=folder)


def filled(gradebook: bytes, cells: tuple[bytes, ...]) -> bytes:
    first, *rest = gradebook.split(b"{}")
    return first + b"".join(cell + piece for cell, piece in zip(cells, rest, strict=True))


def export(graded: tuple[str, Run], *options: str) -> Run:
    to, run = graded
    return run_command("export", "out", "--to", to, "--gradebook", "gradebook.csv", *options, cwd=run.out.parent)


def test_nothing_but_the_marks_changes(graded: tuple[str, Run]) -> None:
    to, run = graded
    assert run.code == 0, run.errors
    trip = ROUND_TRIPS[to]
    exported = export(graded, "--overwrite", "--out", "filled.csv")
    assert (exported.code, exported.errors) == (0, "")
    assert (run.out.parent / "filled.csv").read_bytes() == filled(trip.gradebook, trip.after)
    assert (run.out.parent / "gradebook.csv").read_bytes() == filled(trip.gradebook, trip.before)


def test_a_missing_hand_in_gets_a_zero_with_missing_zero(graded: tuple[str, Run]) -> None:
    to, run = graded
    trip = ROUND_TRIPS[to]
    assert export(graded, "--overwrite", "--missing-zero", "--out", "zero.csv").code == 0
    zero = filled(trip.gradebook, (*trip.after[:2], b"0.00"))
    assert (run.out.parent / "zero.csv").read_bytes() == zero


def test_a_filled_gradebook_is_up_to_date(graded: tuple[str, Run]) -> None:
    to, run = graded
    export(graded, "--overwrite", "--out", "once.csv")
    again = run_command("export", "out", "--to", to, "--gradebook", "once.csv", cwd=run.out.parent)
    assert "already up to date: 2 cells\n" in again.output
    assert again.output.endswith("0 cells of once.csv would change; to write the filled gradebook, add --out FILE\n")


def test_without_out_nothing_is_written(graded: tuple[str, Run]) -> None:
    folder = graded[1].out.parent
    before = modification_times(folder)
    assert "would change; to write the filled gradebook, add --out FILE" in export(graded).output
    assert modification_times(folder) == before


def modification_times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
