"""Fuzzes whatever reads other people's bytes: `python -m tests.helpers.fuzz SECONDS [TARGET...]`, so long per target.

Every target is a strategy and a claim about everything it draws. A short form, which always draws the same, runs
with the tests.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from autograder.errors import UserError
from autograder.gradebooks.formats import READERS
from autograder.intake.file_names import SUFFIXES, resembles, work_name
from autograder.intake.notebooks import read_notebook
from autograder.intake.platforms.canvas import canvas_attempts
from autograder.intake.platforms.gradescope import METADATA, gradescope_attempts, read_metadata
from autograder.intake.platforms.moodle import moodle_attempts
from autograder.intake.roster import read_roster
from autograder.intake.tree import File, Folder, Listing, Unreadable
from autograder.intake.walk import contents_of
from autograder.reports.files import folder_names
from autograder.tables.csv_table import read_csv_table
from autograder.worker import wire
from tests.helpers.hand_in_files import zip_of

_MOST_BYTES: Final = 1_000_000
NAMES: Final = ("training_loop", "zero_init")


class Target(NamedTuple):
    """What is drawn, what must hold for it, and what that may cost."""

    drawn: st.SearchStrategy[Any]
    holds: Callable[[Any], None]
    seconds: float = 0.5  # of the processor, whatever is drawn
    seconds_per_megabyte: float = 5  # of what is drawn
    megabytes: float = 20
    megabytes_per_megabyte: float = 100

    def holds_at_a_bounded_cost(self, drawn: Any) -> None:
        """Fail where the claim does not hold for what was drawn, or where that costs too much."""
        size = _size_of(drawn) / 1e6
        tracemalloc.reset_peak()
        before, start = tracemalloc.get_traced_memory()[0], time.process_time()
        self.holds(drawn)
        seconds, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
        assert seconds < self.seconds + self.seconds_per_megabyte * size
        assert (peak - before) / 1e6 < self.megabytes + self.megabytes_per_megabyte * size


def _size_of(drawn: Any) -> int:
    return len(drawn) if isinstance(drawn, str | bytes) else sum(map(_size_of, drawn))


def damaged(good: list[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes that are almost right, with some replaced, cut out or inserted; or any bytes."""
    edits = st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 6))

    def apply(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
        for position, new, removed in changes:
            position %= len(data) + 1
            data = data[:position] + new + data[position + removed :]
        return data

    return st.builds(apply, st.sampled_from(good), st.lists(edits, max_size=5)) | st.binary(max_size=200)


def grown(good: list[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes that are almost right, with a piece of them thousands of times over: what grows faster than its input?"""
    most = 300_000

    def grow(data: bytes, start: int, length: int, times: int) -> bytes:
        start %= len(data)
        piece = data[start : start + length]
        return data[:start] + (piece * times)[:most] + data[start + length :]

    return st.builds(
        grow, st.sampled_from(good), st.integers(0, 2_000), st.integers(1, 40), st.sampled_from((300, 5_000, 100_000))
    )


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
    folders = list(folder_names(students).values())
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


PARTS: Final = (
    *("CON", "nul", ".", " ", "-", "a", "A", "\u0301", "e", "\u00e9", "\U0001f600", "/", "\0"),
    *("x" * 150, "\ud800", "\u202e"),
)
GOOD_REPLY: Final = wire.encode(wire.Answer("returned", [1, wire.array_to_wire("numpy", np.zeros((2, 3)))]))
MOST_SECONDS: Final = 1.0  # of processor time, for any frame
MOST_MEMORY: Final = 200 << 20  # bytes, likewise
OPENERS: Final = (b"\x91", b"\x92", b"\x9f", b"\xdc\xff\xff", b"\xdd\x00\x04\x93\xe0", b"\x81", b"\xdf\x00\x03\xa9\x80")
FILLERS: Final = (
    *(
        b"\xc0",
        b"\x00",
        b"\x90",
        b"\x80",
        b"\xa0",
        b"\xa2ab",
        b"\xcb" + bytes(8),
        b"\xd9\x04\xf0\x9f\x98\x80",
        b"\xc4\x00",
    ),
    *(
        b"\xd6\x01\x00\x07\x00\x07",
        b"\xd6\x01\x01\x01\x00\x00",
        b"\xd7\x02\x92\xa3set\xa0",
        b"\xd6\xff\x00\x00\x00\x00",
    ),
    *(b"\x91\xc0", b"\x91\x91\xc0", b"\x81\xc0\xc0", b"\xdc\x00\x10" + b"\xff\xfe" * 8),
)
PIECES: Final = st.sampled_from((*OPENERS, *FILLERS)) | st.binary(max_size=4)
REPEATED: Final = st.tuples(
    st.lists(PIECES, min_size=1, max_size=3).map(b"".join), st.sampled_from((1, 3, 1000, 1 << 22))
)
# Whatever a hostile worker may send: after the head of a reply a few pieces, repeated up to the limit of a frame.
LARGE: Final = st.tuples(
    st.sampled_from((b"\x93\xa6answer\xa8returned", b"\x92\xa6loaded", b"\x94\xa6answer\xa6raised\xc0", b"")),
    st.sampled_from((b"", *(b"\xdd" + count.to_bytes(4, "big") for count in (100_000, 110_000, 299_999, 300_000)))),
    st.lists(REPEATED, min_size=1, max_size=3),
).map(lambda drawn: _frame(*drawn))


def _frame(head: bytes, opener: bytes, pieces: list[tuple[bytes, int]]) -> bytes:
    data = head + opener
    for piece, count in pieces:
        data += piece * min(count, (wire.MAX_FRAME - len(data)) // max(1, len(piece)))
    return data


def decoding_a_frame(data: bytes) -> None:
    """It is a reply, or it is refused with a `WireError`; either way soon, and without much memory."""
    before, start = _memory("VmRSS"), time.process_time()
    _forget_peak()
    with suppress(wire.WireError):
        reply = wire.decode_reply(data)
        if isinstance(reply, wire.Answer):
            wire.bytes_held(reply)
    assert time.process_time() - start < MOST_SECONDS
    assert _memory("VmHWM") - before < MOST_MEMORY


def _memory(figure: str) -> int:
    """Bytes that this process holds (VmRSS), or has held at most (VmHWM); 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{figure}:")), 0)


def _forget_peak() -> None:
    """Let the peak of memory begin at what is held now, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


TARGETS: Final = {
    "zip": Target(damaged(GOOD_ZIPS) | ZIPS | grown(GOOD_ZIPS), reading_a_zip),
    "notebook": Target(
        damaged([BOOK]) | JSON.map(lambda book: json.dumps(book).encode()) | grown([BOOK]), reading_a_notebook
    ),
    "yaml": Target(damaged([GOOD_YAML]) | YAML | grown([GOOD_YAML]), reading_metadata),
    "table": Target(
        damaged(TABLES) | grown(TABLES),
        reading_a_table,  # five times
        seconds=1,
        seconds_per_megabyte=150,
        megabytes=30,
        megabytes_per_megabyte=400,
    ),
    "file_names": Target(st.lists(FILE_NAMES, max_size=6, unique=True), telling_by_names),
    "folder_names": Target(
        st.lists(st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=4).map("".join), unique=True),
        cleaning_names,
    ),
    "frame": Target(damaged([GOOD_REPLY]) | LARGE, decoding_a_frame),
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
    tracemalloc.start()
    steady = settings(
        max_examples=500,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        seed(number)(steady(given(target.drawn)(target.holds_at_a_bounded_cost)))()
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
