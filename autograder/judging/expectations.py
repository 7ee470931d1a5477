"""What the test submissions of an assignment must get: `solutions/<name>/submissions/`.

    right/     must earn full marks
    wrong/     one mistake each, which must cost the part it belongs to and no other
    half/      half-finished: what is written must earn its marks, what is not must earn nothing
    expected.toml

Each is a `.py` or `.ipynb` file of any name. `expected.toml` has a table for every wrong and every half-finished one:

    [wrong.sum_for_mean]
    mistake = "the gradient of the sum of squares"
    loses = ["gradient_step"]
    may_lose = []           # parts that it may cost, too, as the contract leaves it open
    says = ["sum for mean"]  # the misconceptions that may be named

    explained = ["relation: half of"]  # kinds of explanations that it may get, each with words that the text holds

    [half.train_missing]
    earns = ["design_matrix"]   # full marks for these parts
    nothing = ["stopping"]      # no marks at all for these; for parts in neither list, any marks
    says = ["sum for mean"]  # the misconceptions that may be named

    [bounds]                # checks whose tolerance right work may come near to, each with the reason
    test_finds_the_line = "a run may end just below the tolerance"

What stands under `explained` may stand in a table of its own, `explanations.toml`, by the names of the wrong ones:

    sum_for_mean = ["misconception: summed", "relation: n times"]

Where there is one, every explanation has to be in it: whoever adds a wrong one reads what it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.intake.file_names import SUFFIXES
from autograder.intake.files import read_source
from autograder.intake.records import Absent, Source
from autograder.judging.tables import read_table

_TABLE: Final = "expected.toml"
_Entry = TypeVar("_Entry")


class _Wrong(msgspec.Struct, forbid_unknown_fields=True):
    loses: list[str]
    mistake: str = ""
    may_lose: list[str] = []
    says: list[str] = []
    explained: list[str] = []


class _Half(msgspec.Struct, forbid_unknown_fields=True):
    earns: list[str]
    nothing: list[str]
    says: list[str] = []


class _Expected(msgspec.Struct, forbid_unknown_fields=True):
    wrong: dict[str, _Wrong] = {}
    half: dict[str, _Half] = {}
    bounds: dict[str, str] = {}


def bounds(assignment: Assignment) -> dict[str, str]:
    """The checks whose tolerance right work may come near to, each with the reason.

    Raises:
        UserError: the table cannot be read.
    """
    return _expected(assignment).bounds


@dataclass(frozen=True)
class TestSubmission:
    """A test submission, and what must come of it."""

    kind: str  # "right", "wrong" or "half"
    name: str
    source: Source
    must_lose: frozenset[str] = frozenset()
    may_lose: frozenset[str] = frozenset()
    may_name: frozenset[str] = frozenset()
    may_explain: tuple[str, ...] = ()  # "kind: words" of the explanations that are right

    @property
    def title(self) -> str:
        """Its kind and name, as its path below `submissions/` begins."""
        return f"{self.kind}/{self.name}"


def test_submissions(assignment: Assignment, parts: Sequence[str]) -> list[TestSubmission]:
    """The test submissions of an assignment.

    Args:
        assignment: whose they are.
        parts: the names of all its parts.

    Raises:
        UserError: a file has no entry, an entry has no file, or an entry names a part that does not exist.
    """
    table = assignment.submissions / _TABLE
    expected = _expected(assignment)
    explanations = _explanations(assignment)
    submissions = [
        *(TestSubmission("right", name, source) for name, source in _files(assignment, "right")),
        *(
            TestSubmission(
                "wrong",
                name,
                source,
                frozenset(entry.loses),
                frozenset(entry.may_lose),
                frozenset(entry.says),
                (*entry.explained, *explanations.get(name, ())),
            )
            for name, source in _files(assignment, "wrong")
            for entry in [_entry(expected.wrong, name, table)]
        ),
        *(
            TestSubmission(
                "half",
                name,
                source,
                frozenset(entry.nothing),
                frozenset(parts) - {*entry.earns, *entry.nothing},
                frozenset(entry.says),
            )
            for name, source in _files(assignment, "half")
            for entry in [_entry(expected.half, name, table)]
        ),
    ]
    for name, entry in expected.wrong.items():
        _check_parts(table, name, parts, [*entry.loses, *entry.may_lose])
        if not entry.loses:
            raise UserError(f"{table}: {name} must lose at least one part, but `loses` is empty")
    for name, half in expected.half.items():
        _check_parts(table, name, parts, [*half.earns, *half.nothing])
    titles = {submission.title for submission in submissions}
    named = {f"wrong/{name}" for name in expected.wrong} | {f"half/{name}" for name in expected.half}
    if unknown := sorted(set(explanations) - set(expected.wrong)):
        raise UserError(f"{assignment.explanations} has an entry for {unknown[0]}, which is not a wrong one")
    if missing := sorted(named - titles):
        raise UserError(f"{table} has an entry for {missing[0]}, but there is no such file")
    return submissions


def _expected(assignment: Assignment) -> _Expected:
    return read_table(assignment.submissions / _TABLE, _Expected)


def _explanations(assignment: Assignment) -> dict[str, list[str]]:
    return read_table(assignment.explanations, dict[str, list[str]])


def _files(assignment: Assignment, kind: str) -> Iterator[tuple[str, Source]]:
    folder = assignment.submissions / kind
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix not in SUFFIXES:
            continue
        work = read_source(path, assignment.name)
        if isinstance(work, Absent):
            raise UserError(f"{path}: {work.reason}")
        yield path.stem, work


def _entry(entries: dict[str, _Entry], name: str, table: Path) -> _Entry:
    if name not in entries:
        raise UserError(f"{table} has no entry for {name}")
    return entries[name]


def _check_parts(table: Path, name: str, parts: Sequence[str], named: list[str]) -> None:
    for part in named:
        if part not in parts:
            raise UserError(f"{table}: {name} names a part {part!r}; the parts are {', '.join(sorted(parts))}")
