"""`decisions.toml`: what people decided about a course's work, beside the course and under version control."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from autograder.errors import UserError
from autograder.record.late_rules import LateRule, duration, period, share

DECISIONS: Final = "decisions.toml"
_Value = TypeVar("_Value")


class Counted(StrEnum):
    """Which of several attempts counts."""

    NEWEST = "newest"
    BEST = "best"
    NEWEST_IN_TIME = "newest in time"


@dataclass(frozen=True)
class AssignmentRules:
    """What holds for everybody's work for an assignment."""

    due: datetime | None = None
    late: LateRule | None = None
    attempt: Counted = Counted.NEWEST


@dataclass(frozen=True)
class Extension:
    """A later date for one student."""

    place: str  # where it stands
    student: str  # as written
    assignment: str
    until: datetime
    why: str


@dataclass(frozen=True)
class Override:
    """Other marks for one student than grading gave."""

    place: str
    student: str
    assignment: str
    why: str
    part: str = ""  # "" with no check either: the whole assignment
    check: str = ""
    marks: Decimal | None = None  # in place of what was graded
    add: Decimal = Decimal(0)  # or this much more
    hand_in: str = ""  # sha256: only for this one

    @property
    def target(self) -> str:
        """What it is about."""
        return self.check or self.part


@dataclass(frozen=True)
class Decisions:
    """All that was decided."""

    path: Path
    rules: Mapping[str, AssignmentRules] = field(default_factory=dict)  # by assignment
    extensions: tuple[Extension, ...] = ()
    overrides: tuple[Override, ...] = ()

    def rules_of(self, assignment: str) -> AssignmentRules:
        """The rules for an assignment."""
        return self.rules.get(assignment, AssignmentRules())


def read_decisions(path: Path, assignments: Sequence[str]) -> Decisions:
    """The decisions in a file; none if it does not exist.

    Args:
        path: the file.
        assignments: the names of the course's assignments.

    Raises:
        UserError: the file or a line of it cannot be understood.
    """
    try:
        return parse_decisions(path, path.read_text(encoding="utf-8-sig"), assignments)
    except FileNotFoundError:
        return Decisions(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None


def parse_decisions(path: Path, text: str, assignments: Sequence[str]) -> Decisions:
    """The decisions in a text.

    Raises:
        UserError: it cannot be understood.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    table = _Table(f"{path}", document)
    rules = {
        name: _rules(_Table(f"{path}, assignment.{name}", value if isinstance(value, dict) else {"": value}))
        for name, value in table.take("assignment", dict, {}).items()
    }
    extensions = tuple(_extension(one) for one in table.tables("extension"))
    overrides = tuple(_override(one) for one in table.tables("override"))
    table.require_nothing_else()
    named = [(f"{path}", name) for name in rules]
    named += [(one.place, one.assignment) for one in extensions] + [(one.place, one.assignment) for one in overrides]
    for place, name in named:
        if name not in assignments:
            raise UserError(f"{place}: there is no assignment {name!r}; the course has {', '.join(assignments)}")
    return Decisions(path, rules, extensions, overrides)


class _Table:
    """A table of the file, whose keys are taken one by one, so that an unknown one is noticed."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self.place = place
        self._values = dict(values)

    def take(self, key: str, kind: type[_Value] | tuple[type, ...], default: _Value | None = None) -> _Value:
        """The value of a key; the default where it is missing, or an error if there is none."""
        value = self._values.pop(key, default)
        if value is None:
            raise UserError(f"{self.place}: {key} is missing")
        if not isinstance(value, kind) or isinstance(value, bool):
            names = " or ".join(_KINDS.get(one, one.__name__) for one in (kind if isinstance(kind, tuple) else (kind,)))
            raise UserError(f"{self.place}: {key} should be {names}, got {value!r}")
        return value  # type: ignore[return-value]

    def read(self, key: str, reader: Callable[[str], _Value], default: _Value) -> _Value:
        """What a reader makes of the text of a key."""
        if key not in self._values:
            return default
        try:
            return reader(self.take(key, str))
        except ValueError as error:
            raise UserError(f"{self.place}: {key}: {error}") from None

    def time(self, key: str, default: datetime | None = None) -> datetime | None:
        """The time of a key, which must say its time zone."""
        if key not in self._values and default is None and key == "due":
            return None
        value = self.take(key, datetime)
        if value.tzinfo is None:
            raise UserError(f"{self.place}: {key} has no time zone: write {value.isoformat()}+02:00, or Z for UTC")
        return value

    def number(self, key: str) -> Decimal | None:
        """The number of a key, None where it is missing."""
        if key not in self._values:
            return None
        value = Decimal(str(self.take(key, (int, float))))
        if not value.is_finite() or value != value.quantize(Decimal("0.01")) or abs(value) > 10**6:
            raise UserError(f"{self.place}: {key} should be a number with two decimals at most, got {value}")
        return value

    def tables(self, key: str) -> list[_Table]:
        """The tables of an array of tables."""
        values = self.take(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            raise UserError(f"{self.place}: write [[{key}]] above the lines of each")
        named = [f"{self.place}, {key} {number} ({_whose(value)})" for number, value in enumerate(values, 1)]
        return [_Table(place, value) for place, value in zip(named, values, strict=True)]

    def require_nothing_else(self) -> None:
        """Refuse what is not known."""
        if self._values:
            raise UserError(f"{self.place}: {', '.join(map(repr, self._values))} is not known here")


_KINDS: Final = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    datetime: "a time such as 2026-09-20T23:59:00+02:00",
    dict: "a table",
    list: "a list",
}


def _whose(value: Mapping[str, Any]) -> str:
    words = (value.get(key) for key in ("student", "assignment", "part", "check"))
    return ", ".join(str(word) for word in words if word)


def _rules(table: _Table) -> AssignmentRules:
    due = table.time("due")
    late = table.take("late", dict, {})
    attempt = table.read("attempt", _counted, Counted.NEWEST)
    table.require_nothing_else()
    rule = _late_rule(_Table(f"{table.place}, late", late)) if late else None
    return AssignmentRules(due, rule, attempt)


def _counted(text: str) -> Counted:
    try:
        return Counted(text)
    except ValueError:
        raise ValueError(f"{text!r} is none of {', '.join(Counted)}") from None


def _late_rule(table: _Table) -> LateRule:
    plain = LateRule()
    rule = LateRule(
        table.read("grace", duration, plain.grace),
        table.read("per", period, plain.per),
        table.read("minus", share, plain.minus),
        table.read("most", share, plain.most),
        table.read("closed", duration, -1),
    )
    table.require_nothing_else()
    closed = None if rule.closed == -1 else rule.closed
    if closed is None and not rule.minus:
        raise UserError(f"{table.place}: it costs nothing to be late: write minus, or closed, or no rule")
    if closed is not None and closed < rule.grace:
        raise UserError(f"{table.place}: closed comes before grace ends")
    return LateRule(rule.grace, rule.per, rule.minus, rule.most, closed)


def _why(table: _Table) -> str:
    why = table.take("why", str).strip()
    if not why:
        raise UserError(f"{table.place}: why is empty: the student reads the reason")
    return why


def _extension(table: _Table) -> Extension:
    until = table.time("until")
    assert until is not None
    made = Extension(table.place, table.take("student", str), table.take("assignment", str), until, _why(table))
    table.require_nothing_else()
    return made


def _override(table: _Table) -> Override:
    marks, add = table.number("marks"), table.number("add")
    if (marks is None) == (add is None):
        raise UserError(f"{table.place}: give either marks or add")
    if marks is not None and marks < 0:
        raise UserError(f"{table.place}: marks should not be below 0, got {marks}")
    made = Override(
        table.place,
        table.take("student", str),
        table.take("assignment", str),
        _why(table),
        table.take("part", str, ""),
        table.take("check", str, ""),
        marks,
        add or Decimal(0),
        table.take("for", str, "").removeprefix("sha256:").lower(),
    )
    table.require_nothing_else()
    if made.part and made.check:
        raise UserError(f"{table.place}: give a part or a check, not both: a check has one part")
    if add == 0:
        raise UserError(f"{table.place}: add = 0 changes nothing: delete it")
    return made
