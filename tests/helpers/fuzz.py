"""Fuzzes whatever reads other people's bytes: `python -m tests.helpers.fuzz SECONDS [TARGET...]`, so long per target.

Every target is a strategy and a claim about everything it draws. A short form, which always draws the same, runs
with the tests.
"""

from __future__ import annotations

import json
import random
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NamedTuple

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from autograder.intake.file_names import SUFFIXES, resembles, work_name
from autograder.intake.notebooks import read_notebook
from autograder.intake.platforms.canvas import canvas_attempts
from autograder.intake.platforms.gradescope import METADATA, gradescope_attempts, read_metadata
from autograder.intake.platforms.moodle import moodle_attempts
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.intake.walk import contents_of
from autograder.record.people import People
from autograder.worker import wire
from tests.helpers.hand_in_files import zip_of

_MOST_BYTES: Final = 1_000_000
NAMES: Final = ("training_loop", "zero_init")


class Target(NamedTuple):
    """What is drawn, and what must hold for it."""

    drawn: st.SearchStrategy[Any]
    holds: Callable[[Any], None]


def damaged(good: list[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes that are almost right, with some replaced, cut out or inserted; or any bytes."""
    edits = st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 6))

    def apply(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
        for position, new, removed in changes:
            position %= len(data) + 1
            data = data[:position] + new + data[position + removed :]
        return data

    return st.builds(apply, st.sampled_from(good), st.lists(edits, max_size=5)) | st.binary(max_size=200)


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
MARKS: Final = ("é", "_text.html", " (1)", " - Copy", "_assignsubmission_file", "_2026_09_21T10_00_00_1", "\n")
FILE_NAMES: Final = st.lists(st.sampled_from((*NAMED, *MARKS)) | st.text(max_size=3), max_size=8).map("".join)


def telling_by_names(names: list[str]) -> None:
    """A name belongs to one assignment or to none, and every file of a platform has one owner."""
    for name in names:
        work = work_name(name, NAMES)
        assert work is None or (work.assignment in NAMES and work.suffix in SUFFIXES)
        resembles(name, NAMES[0])
    listing = Listing(tuple(File(name, lambda most: b"") for name in names), tuple(Folder(n, Listing) for n in names))
    for attempts in (canvas_attempts(listing, NAMES), moodle_attempts(listing)):
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


PARTS: Final = (
    *("CON", "nul", ".", " ", "-", "a", "A", "\u0301", "e", "\u00e9", "\U0001f600", "/", "\0"),
    *("x" * 150, "\ud800", "\u202e"),
)
GOOD_REPLY: Final = wire.encode(wire.Answer("returned", [1, wire.array_to_wire("numpy", np.zeros((2, 3)))]))


def decoding_a_frame(data: bytes) -> None:
    """It is a reply, or it is refused with a `WireError`."""
    with suppress(wire.WireError):
        wire.decode_reply(data)


TARGETS: Final = {
    "zip": Target(damaged(GOOD_ZIPS) | ZIPS, reading_a_zip),
    "notebook": Target(damaged([BOOK]) | JSON.map(lambda book: json.dumps(book).encode()), reading_a_notebook),
    "yaml": Target(damaged([GOOD_YAML]) | YAML, reading_metadata),
    "file_names": Target(st.lists(FILE_NAMES, max_size=6, unique=True), telling_by_names),
    "folder_names": Target(
        st.lists(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=4).map("".join), unique=True),
        cleaning_names,
    ),
    "frame": Target(damaged([GOOD_REPLY]), decoding_a_frame),
}


def main(arguments: list[str]) -> int:
    """Fuzz every target for so many seconds; after a failure, the seed printed last is that of the failed round."""
    seconds, names = float(arguments[0]), arguments[1:] or list(TARGETS)
    for name in names:
        end, rounds = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            number = random.SystemRandom().randrange(2**32)
            print(f"\r{name}: round {rounds}, seed {number}   ", end="", flush=True)
            once(TARGETS[name], number)
            rounds += 1
        print(f"\r{name}: {rounds} rounds of 500 draws   ")
    return 0


def once(target: Target, number: int) -> None:
    """One round of 500 draws."""
    steady = settings(
        max_examples=500,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(steady(given(target.drawn)(target.holds)))()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
