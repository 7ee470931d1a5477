"""What lateness costs: durations as people write them, and a rule of a course."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from autograder.results import Marks

_SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_UNITS: Final = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_DURATION: Final = re.compile(r"(\d+)\s*(s|min|h|d|w)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%")


@dataclass(frozen=True)
class LateRule:
    """What is deducted from the marks of work that came late."""

    grace: int = 0  # seconds that cost nothing
    per: int = _UNITS["day"]  # seconds; each one that has begun costs once more
    minus: Decimal = Decimal(0)  # the share of the maximum, between 0 and 1, that each costs
    most: Decimal = Decimal(1)  # the share that lateness costs at most, as long as work is taken
    closed: int | None = None  # seconds after which nothing is taken any more

    def in_time(self, seconds: int) -> bool:
        """Whether work that came so many seconds late costs nothing."""
        return seconds <= self.grace

    def is_closed(self, seconds: int) -> bool:
        """Whether work that came so many seconds late is not taken any more."""
        return self.closed is not None and seconds > self.closed

    def deduction(self, seconds: int, marks: Marks, maximum: int) -> Decimal:
        """What is deducted: never more than there is.

        Args:
            seconds: how late the work came.
            marks: what it is worth without this rule.
            maximum: what it could have been worth: the shares are shares of this.
        """
        if self.in_time(seconds):
            return Decimal(0)
        if self.is_closed(seconds):
            return Decimal(marks)
        share = min(self.most, self.minus * math.ceil(seconds / self.per))
        return max(Decimal(0), min(Decimal(marks), (share * maximum).quantize(Decimal("0.01")).normalize()))


def duration(text: str) -> int:
    """The seconds of a duration such as `15min`, `2h`, `5d` or `1d 12h`.

    Raises:
        ValueError: it is not a duration.
    """
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text).strip():
        raise ValueError(f"{text!r} is not a duration such as 15min, 2h or 5d")
    return sum(int(number) * _SECONDS[unit] for number, unit in parts)


def period(text: str) -> int:
    """The seconds of `minute`, `hour`, `day`, `week` or a duration.

    Raises:
        ValueError: it is neither.
    """
    return _UNITS.get(text) or duration(text)


def share(text: str) -> Decimal:
    """The share, from 0 to 1, that a percentage such as `10%` means.

    Raises:
        ValueError: it is not a percentage up to 100%.
    """
    match = _PERCENT.fullmatch(text.strip())
    value = Decimal(match[1]) / 100 if match else None
    if value is None or value > 1:
        raise ValueError(f"{text!r} is not a percentage from 0% to 100%")
    return value


def how_long(seconds: int) -> str:
    """The duration in the two largest units that it has, rounded up to minutes."""
    minutes = math.ceil(seconds / 60)
    days, rest = divmod(minutes, 1440)
    amounts = [(days, "d"), (rest // 60, "h"), (rest % 60, "min")]
    return " ".join([f"{amount} {unit}" for amount, unit in amounts if amount][:2]) or "0 min"


def seconds_late(at: datetime | None, due: datetime | None, told: int | None, extra: int) -> int | None:
    """How late something came, None where nobody knows.

    Args:
        at: when it was handed in.
        due: when it was due for this student.
        told: how late the platform says it was, where there is no time.
        extra: seconds by which the student's date is later than the one that the platform knows.
    """
    if at is not None and due is not None:
        return max(0, math.ceil((at - due).total_seconds()))
    return None if told is None else max(0, told - extra)
