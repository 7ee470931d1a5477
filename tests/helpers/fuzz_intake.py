"""Targets of fuzzing: whatever reads what students and other systems wrote, before anything is graded."""

from __future__ import annotations

import json
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from autograder.errors import UserError
from autograder.gradebooks.formats import READERS
from autograder.intake.file_names import SUFFIXES, resembles, work_name
from autograder.intake.notebooks import read_notebook
from autograder.intake.platforms.blackboard import blackboard_attempts
from autograder.intake.platforms.brightspace import brightspace_attempts
from autograder.intake.platforms.canvas import canvas_attempts
from autograder.intake.platforms.gradescope import METADATA, gradescope_attempts, read_metadata
from autograder.intake.platforms.ilias import ilias_attempts
from autograder.intake.platforms.moodle import moodle_attempts
from autograder.intake.platforms.unknown import why_unknown
from autograder.intake.roster import read_roster
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.intake.walk import contents_of
from autograder.intake.worksheets import read_worksheet
from autograder.record.people import People
from autograder.tables.csv_table import read_csv_table
from tests.helpers.fuzz_target import Bound, Target, bounded, damaged, grown
from tests.helpers.hand_in_files import zip_of

_MOST_BYTES: Final = 1_000_000
NAMES: Final = ("training_loop", "zero_init")

ODD_NAMES: Final = st.lists(
    st.sampled_from(("..", ".", "", "a", "zero_init.py", "C:", "\0", "é", "x" * 400, "\\", ".git", "b.zip", "\n")),
    min_size=1,
    max_size=5,
).map("/".join)


def zips_of(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.lists(st.tuples(ODD_NAMES.filter(bool), inner), max_size=4).map(_quiet_zip)


def _quiet_zip(files: list[tuple[str, bytes]]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about names that occur twice
        return zip_of(files)


ZIPS: Final = st.recursive(st.binary(max_size=20), zips_of, max_leaves=6)
NESTED: Final[dict[str, str | bytes]] = {"zero_init.py": "x = 1", "a/b.zip": zip_of({"c": "d"})}
GOOD_ZIPS: Final = [
    zip_of(NESTED),
    zip_of({"a/": "", "é": "x" * 300}),
]


def reading_a_zip(data: bytes) -> None:
    """Anything yields files with plain paths, and each of them can be read or says why not."""
    file = File("work.zip", lambda most: data)
    contents = contents_of(Folder("ada", lambda: Listing((file,))))
    for placed in contents.files:
        assert not {"..", "", "."} & set(placed.folders)
        assert not any(char in part for part in (*placed.folders, placed.file.name) for char in "/\\\0")
        with suppress(Unreadable):
            assert len(placed.file.read(_MOST_BYTES)) <= _MOST_BYTES
    assert all(isinstance(reason, str) for reason in contents.refused)


KEYS: Final = ["cells", "worksheets", "cell_type", "source", "input", "metadata", "kernelspec", "language", "nbformat"]
PLAIN: Final = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON: Final = st.recursive(
    PLAIN | st.sampled_from(("code", "x = 1\n")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)
CELL: Final = {"cell_type": "code", "source": ["x = 1\n"]}
BOOK: Final = json.dumps({"nbformat": 4, "metadata": {}, "cells": [CELL]}).encode()


def reading_a_notebook(data: bytes) -> None:
    """It is refused, or its cells and notes are text that can be encoded."""
    with suppress(Unreadable):
        book = read_notebook(data)
        for text in (*book.notes, *(text for pair in book.cells for text in pair)):
            text.encode()


SYNTAX: Final = (
    *("submission_1:", ":submitters:", ":name:", ":history:", "Jane", "0100", "&a", "*a", "<<", "---", "é"),
    *"""{}[],'"-?:|#%~""",
)
TAGS: Final = ("!ruby/object:X ", "!!python/object/apply:os.system ", ":created_at: 2023-09-21 10:00:00 Z", "\x07")
YAML: Final = (
    st.lists(st.sampled_from((*SYNTAX, *TAGS, " ", "  ", "\n", "\t")), max_size=30)
    .map("".join)
    .map(lambda text: text.encode("utf-8", "replace"))
)
GOOD_YAML: Final = b"""submission_1:
  :submitters:
  - :name: Jane
    :sid: '1'
  :created_at: 2023-09-21 10:00:00 Z
"""


def reading_metadata(data: bytes) -> None:
    """It is refused, or everybody in it has an attempt and a name."""
    try:
        read_metadata(data)
    except Unreadable:
        return
    listing = Listing((File(METADATA, lambda most: data),), (Folder("submission_1", Listing),))
    attempts = gradescope_attempts(Folder("export", Listing), listing) or []
    for attempt in attempts:
        assert attempt.person.name
        attempt.person.name.encode()


NAMED: Final = ("zero_init", "Zero_Init", "training_loop", ".py", ".ipynb", ".txt", "-2", "_", "12", "anon", "LATE")
MARKS: Final = (
    "_attempt_2026-09-21-10-00-00",
    "1-7 - Jane - Sep 21, 2026 1015 AM",
    "Team 5",
    "Group A-Jane",
    "é",
    "_text.html",
    " (1)",
    " - Copy",
    "_assignsubmission_file",
    "_2026_09_21T10_00_00_1",
    "\n",
)
FILE_NAMES: Final = st.lists(st.sampled_from((*NAMED, *MARKS)) | st.text(max_size=3), max_size=8).map("".join)


def telling_by_names(names: list[str]) -> None:
    """A name belongs to one assignment or to none, and every file of a platform has one owner."""
    for name in names:
        work = work_name(name, NAMES)
        assert work is None or (work.assignment in NAMES and work.suffix in SUFFIXES)
        resembles(name, NAMES[0])
    listing = Listing(tuple(File(name, lambda most: b"") for name in names), tuple(Folder(n, Listing) for n in names))
    platforms = (
        canvas_attempts(listing, NAMES),
        moodle_attempts(listing),
        blackboard_attempts(listing),
        brightspace_attempts(listing),
        ilias_attempts(listing),
    )
    assert isinstance(why_unknown(listing), str)
    for attempts in platforms:
        listings = [attempt.folder.list() for attempt in attempts or []]
        assert sum(len(one.files) for one in listings) <= len(names)


def cleaning_names(students: list[str]) -> None:
    """Every student has a folder of their own, with a name that every file system accepts."""
    people = People()
    folders = [people.meet(student, ()).key for student in students]
    assert len({name.casefold() for name in folders}) == len(students)
    for name in folders:
        assert name == name.strip(" ").rstrip(".")
        assert name[0] not in ".-"
        assert 0 < len(name.encode()) <= 255
        assert not set(name) & set('<>:"/\\|?*\0\n\x1b\u202e')
        assert name.split(".")[0].casefold() not in ("con", "nul", "aux", "prn", "com1", "lpt9")


TABLES: Final = [
    b'Student,ID,SIS Login ID,Section,Zero init (7)\n    Points Possible,,,,10\n"Doe, Jane",1,jd,A,\n',
    b"Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission)\n"
    b'Participant 7,Jane Doe,"Submitted, late",,"100,00",Yes,"Monday, 3 May 2027, 10:15"\n',
    b"First Name,Last Name,SID,Email,Zero init,Zero init - Max Points\nJane,Doe,1,j@x.edu,,10\n",
    b'sep=;\nLinear models;\nname;id\n"Doe; Jane";"1"\n',
]


def reading_a_table(data: bytes) -> None:
    """It is refused in a line, or read as a roster; and as a gradebook of every kind, with the same result twice."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        path = Path(file.name)
        path.write_bytes(data)
        with suppress(UserError):
            for student in read_roster(path):
                assert student.name
        for reader in READERS.values():
            with suppress(UserError):
                table = read_csv_table(path)
                book = reader(table)
                assert table.with_cells({}) == data
                assert set(book.people) <= set(range(len(table.rows)))
        with suppress(UserError):
            for told in read_worksheet(path, lambda note: None).values():
                assert told.late_seconds is None or told.late_seconds >= 0


PARTS: Final = (
    *("CON", "nul", ".", " ", "-", "a", "A", "\u0301", "e", "\u00e9", "\U0001f600", "/", "\0"),
    *("x" * 150, "\ud800", "\u202e"),
)

INTAKE: Final = {
    "zip": Target(damaged(GOOD_ZIPS) | ZIPS | grown(GOOD_ZIPS), bounded(reading_a_zip)),
    "notebook": Target(
        damaged([BOOK]) | JSON.map(lambda book: json.dumps(book).encode()) | grown([BOOK]), bounded(reading_a_notebook)
    ),
    "yaml": Target(
        damaged([GOOD_YAML]) | YAML | grown([GOOD_YAML]),
        bounded(reading_metadata, Bound(seconds=1, seconds_per_megabyte=30)),
    ),
    "table": Target(
        damaged(TABLES) | grown(TABLES),
        bounded(reading_a_table, Bound(1, seconds_per_megabyte=150, megabytes=30, megabytes_per_megabyte=400)),
    ),
    "file_names": Target(st.lists(FILE_NAMES, max_size=6, unique=True), bounded(telling_by_names)),
    "folder_names": Target(
        st.lists(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=4).map("".join), unique=True),
        bounded(cleaning_names),
    ),
}
