"""When work was handed in, where a platform says so in a table beside its download.

These are the grading worksheet of Moodle, in any language, and the grades of one assignment on Gradescope.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from autograder.errors import UserError
from autograder.intake.attempts import Attempt
from autograder.intake.records import KnownId
from autograder.intake.times import local_time, seconds_in, sortable, time_in
from autograder.tables.csv_table import CsvTable, read_csv_table
from autograder.tables.people import letters, listed, tells_who

_PARTICIPANT: Final = re.compile(r"\D*?(\d+)")
_DATE: Final = re.compile(
    r"(?P<day>\d{1,2})\D{0,3}?[ ./-]{1,3}(?P<month>[^\W\d]+|\d{1,2})\D{0,6}?(?P<year>\d{4})", re.S
)
_CLOCK: Final = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.]\d\d)?(?:\s*(?P<half>[AP])\.?M)?", re.I)
_MONTHS: Final = (
    ("jan", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei", "maj"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_DURATION: Final = re.compile(r"(\d{1,4})\s+([^\W\d]+)")
_STATUS: Final = ("status", "statut", "estado", "stato", "tila", "stav", "állapot", "статус")
_UNITS: Final = (
    (365 * 86400, ("year", "yr", "jahr", "an", "año", "jaar")),
    (7 * 86400, ("week", "woche", "semaine", "seman", "settiman")),
    (86400, ("day", "tag", "jour", "día", "dia", "giorn", "dag")),
    (3600, ("hour", "stund", "heure", "hora", "or", "uur", "uren")),
    (60, ("min",)),
    (1, ("sec", "sek", "seg")),
)


class Told(NamedTuple):
    """What a table tells of one hand-in."""

    at: datetime | None = None
    late_seconds: int | None = None
    ids: tuple[KnownId, ...] = ()
    is_local: bool = False  # whether the time came without its zone
    batch: str = ""  # what belongs to one assignment, where the platform says so


# "moodle" and the participant's number, "gradescope" or "classroom50" and the name of the folder
Key = tuple[str, str]


def read_worksheet(path: Path, tell: Callable[[str], None]) -> dict[Key, Told]:
    """What a table tells of hand-ins.

    Args:
        path: of a CSV file.
        tell: is called with what is not understood.

    Raises:
        UserError: it is neither a worksheet of Moodle nor the grades of one assignment on Gradescope.
    """
    table = read_csv_table(path)
    if "Submission ID" in table.header and "Submission Time" in table.header:
        return dict(_of_gradescope(table))
    if table.rows and all(_PARTICIPANT.fullmatch(row.texts[0].strip()) for row in table.rows):
        return _of_moodle(table, tell)
    raise UserError(
        f"{path} is neither a grading worksheet of Moodle nor the grades of one assignment on Gradescope: "
        "give a roster with --roster, and groups with --groups"
    )


def with_told(attempt: Attempt, told: Mapping[Key, Told]) -> Attempt:
    """The attempt with what a table or a scores.json tells of it."""
    keys = [(known.kind, known.text) for known in attempt.person.ids if known.kind == "moodle"]
    keys += [("gradescope", attempt.folder.name), ("classroom50", attempt.folder.name.casefold())]
    found = next((told[key] for key in keys if key in told), None)
    if found is None:
        return attempt
    ids = tuple(dict.fromkeys((*attempt.person.ids, *found.ids)))
    late = attempt.late if found.late_seconds is None else found.late_seconds > 0
    return attempt._replace(
        person=attempt.person._replace(ids=ids),
        at=found.at or attempt.at,
        when=sortable(found.at) or attempt.when,
        late=late,
        late_seconds=attempt.late_seconds if found.late_seconds is None else found.late_seconds,
        is_local=found.is_local if found.at else attempt.is_local,
    )


def _of_gradescope(table: CsvTable) -> list[tuple[Key, Told]]:
    column = {title: place for place, title in enumerate(table.header)}
    lateness = column.get("Lateness (H:M:S)")
    return [
        (
            ("gradescope", f"submission_{row.texts[column['Submission ID']].strip()}"),
            Told(
                time_in(row.texts[column["Submission Time"]]),
                None if lateness is None else seconds_in(row.texts[lateness]),
            ),
        )
        for row in table.rows
        if row.texts[column["Submission ID"]].strip()
    ]


def _of_moodle(table: CsvTable, tell: Callable[[str], None]) -> dict[Key, Told]:
    times = _time_column(table)
    status = _status_column(table)
    told, unknown = {}, []
    for row in table.rows:
        number = _PARTICIPANT.fullmatch(row.texts[0].strip())
        text = row.texts[times].strip() if times is not None else ""
        at = _time_of(text)
        late = _lateness(row.texts[status]) if status is not None and at else None
        unknown += [text] if text not in ("", "-") and at is None else []
        told["moodle", number[1] if number else ""] = Told(at, late, _ids(table.header, row.texts), is_local=True)
    if unknown:
        tell(f"{table.path}: times such as {unknown[0][:60]!r} are not understood, so that nobody is late by them")
    return told


def _ids(header: Sequence[str], texts: Sequence[str]) -> tuple[KnownId, ...]:
    person = listed([title if tells_who(title) else "" for title in header[1:]], texts[1:])
    if person is None:
        return ()
    ids = [KnownId("sis", text) for text in person.ids] + [KnownId("login", text) for text in person.logins]
    return (*ids, *([KnownId("email", person.email)] if person.email else []))


def _time_column(table: CsvTable) -> int | None:
    """The first column of times: when work was handed in; when it was graded comes later."""
    status = _status_column(table)  # may hold the time of an extension
    for column in range(2 if status is None else status + 1, len(table.header)):
        texts = [row.texts[column].strip() for row in table.rows]
        filled = [text for text in texts if text not in ("", "-")]
        if filled and all(_CLOCK.search(text) and re.search(r"\b\d{4}\b", text) for text in filled):
            return column
    return None


def _status_column(table: CsvTable) -> int | None:
    return next((place for place, title in enumerate(table.header) if letters(title) in _STATUS), None)


def _time_of(text: str) -> datetime | None:
    date, clocks = _DATE.search(text), list(_CLOCK.finditer(text))
    if date is None or not clocks:
        return None
    clock = clocks[-1]  # in numbers, a date looks like one too
    word = date["month"].casefold()
    names = (number for number, prefixes in enumerate(_MONTHS, 1) if word.startswith(prefixes))
    month = int(word) if word.isdigit() else next(names, 0)
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + 12 * (clock["half"].casefold() == "p")
    return local_time(int(date["year"]), month, int(date["day"]), hour, int(clock["minute"]))


def _lateness(status: str) -> int | None:
    """How late work was, a part of the status such as `Submitted for grading - 2 days 3 hours late`."""
    for part in status.split(" - "):
        durations = _DURATION.findall(part)
        if durations and ":" not in part and not re.search(r"\d{4}", part):
            seconds = [_seconds(int(number), unit.casefold()) for number, unit in durations]
            return None if None in seconds else sum(filter(None, seconds))
    return 0


def _seconds(number: int, unit: str) -> int | None:
    return next((number * seconds for seconds, units in _UNITS if unit.startswith(units)), None)
