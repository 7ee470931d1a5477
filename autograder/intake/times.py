"""Times as platforms write them, for lateness."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_DURATION: Final = re.compile(r"(\d{1,6}):([0-5]?\d):([0-5]?\d)")


def time_in(text: str) -> datetime | None:
    """A time such as `2023-09-21 10:00:00.000 Z`; without a zone it is UTC. None if it cannot be read."""
    try:
        text = re.sub(r"\s*(?:Z|UTC)$", "+00:00", text.strip())
        time = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def local_time(*numbers: int) -> datetime | None:
    """A time that a platform writes without its zone, read as this machine's local time; None if there is no such time.

    Args:
        numbers: year, month, day, hour, minute, and so on.
    """
    try:
        year, month, day, hour, minute, second = (*numbers, 0, 0, 0)[:6]
        here = datetime(year, month, day, hour, minute, second)
        return here.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def sortable(time: datetime | None) -> str:
    """The time in a form that sorts, "" if it is not known."""
    return time.isoformat(timespec="microseconds") if time else ""


def seconds_in(text: str) -> int | None:
    """The seconds of a duration such as `49:05:59`, None if it is none."""
    match = _DURATION.fullmatch(text.strip())
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None
