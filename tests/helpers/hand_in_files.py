"""Making what instructors download, as folders and as zips, and reading the hand-ins in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from autograder.intake.records import NOT_TOLD, Absent, HandIn, Source
from autograder.intake.students import find_hand_ins

NAMES: Final = ("training_loop", "zero_init")
NOTHING: Final = "zero_init was not handed in"
Files = Mapping[str, str | bytes]

both_ways = pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])


def folder_of(place: Path, files: Files) -> Path:
    """The folder with these files in it; a path that ends in / is an empty folder."""
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = place / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return place


def zip_of(files: Files | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip with these files, in this order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            member = zipfile.ZipInfo(name)  # of a fixed time, so that the zip is the same every time
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def as_folder_or_zip(place: Path, name: str, files: Files, *, zipped: bool) -> Path:
    """The path of a folder, or of a zip, that holds these files."""
    if not zipped:
        return folder_of(place / name, files)
    path = place / f"{name}.zip"
    path.write_bytes(zip_of(files))
    return path


def write_work(path: Path, text: str = "x = 1\n") -> Path:
    """The path of a new file with this text, which is a notebook of one cell if its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = {"cells": [{"cell_type": "code", "source": text}]}
    path.write_text(json.dumps(book) if path.suffix == ".ipynb" else text)
    return path


def otter_export(text: str) -> bytes:
    """The zip that otter exports of a notebook with this text."""
    book = json.dumps({"cells": [{"cell_type": "code", "source": text}]})
    files: Files = {"zero_init.ipynb": book, ".OTTER_LOG": b"\x80\x04", "__zip_filename__": "zero_init.zip"}
    return zip_of(files)


METADATA: Final = """---
submission_101:
  :submitters:
  - :name: Jane Doe
    :sid: '0100'
    :email: jane@x.edu
  - :name: "Zoë Ødegård"
    :email: zoe@x.edu
  :created_at: 2023-09-21 10:00:00.000000000 Z
  :score: 44.0
  :status: processed
  :history:
  - :id: 100
    :created_at: 2023-09-20 10:00:00.000000000 Z
submission_102:
  :submitters:
  - {:name: No, :sid: 012, :email: }
  :created_at: 2023-09-22 10:00:00.000000000 Z
  :history: []
"""


def gradescope_export(metadata: str = METADATA, **files: str) -> dict[str, str | bytes]:
    """The files of a Gradescope export with the work of a group and of one student, and with these further files."""
    work = {"submission_101/zero_init.py": "group = 1", "submission_102/zero_init.py": "alone = 1", **files}
    root = "assignment_7_export"
    return {f"{root}/submission_metadata.yml": metadata, **{f"{root}/{name}": text for name, text in work.items()}}


def hand_ins_in(*paths: Path, notes: list[str] | None = None) -> dict[str, HandIn]:
    """The hand-ins in these paths, by student; notes for the instructor are added to the list."""
    hand_ins = find_hand_ins(paths, NAMES, notes.append if notes is not None else lambda note: None)
    assert len({hand_in.student for hand_in in hand_ins}) == len(hand_ins)
    return {hand_in.student: hand_in for hand_in in hand_ins}


def work_in(*paths: Path) -> dict[str, dict[str, Source | Absent]]:
    """The work of every student in these paths, by assignment."""
    return {student: dict(zip(NAMES, hand_in.work, strict=True)) for student, hand_in in hand_ins_in(*paths).items()}


def files_of(students: dict[str, dict[str, Source | Absent]]) -> dict[str, list[str]]:
    """The names of the files that count, by student."""
    return {
        student: [work.file_name for work in works.values() if isinstance(work, Source)]
        for student, works in students.items()
    }


def untold(work: Source | Absent) -> Source | Absent:
    """The work without what is known of when it was handed in."""
    return replace(work, handed=NOT_TOLD) if isinstance(work, Source) else work


def text_of(work: Source | Absent) -> str:
    """The text of a source, all cells together."""
    assert isinstance(work, Source)
    return "".join(text for _, text in work.cells)


def work_of(hand_in: HandIn, assignment: str = "zero_init") -> str:
    """The text of what was handed in for an assignment, or the reason why there is none."""
    work = hand_in.work[NAMES.index(assignment)]
    return text_of(work) if isinstance(work, Source) else work.reason


def works_of(hand_ins: Mapping[str, HandIn], assignment: str = "zero_init") -> dict[str, str]:
    """The text of everybody's work for an assignment, or the reason why there is none."""
    return {student: work_of(hand_in, assignment) for student, hand_in in hand_ins.items()}


def notes_of(hand_in: HandIn, assignment: str = "zero_init") -> tuple[str, ...]:
    """The notes for the student on how their file was chosen and read."""
    work = hand_in.work[NAMES.index(assignment)]
    assert isinstance(work, Source)
    return work.notes
