"""A student's series of numbers over that of right work, as a picture: coordinates for the template."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from autograder.results import Curve

LEFT: Final = 76.0  # room for -1.23e-05
RIGHT: Final = 350.0
TOP: Final = 14.0
BOTTOM: Final = 150.0
_MOST_TICKS: Final = 5
_ROOM: Final = 0.04  # of the span, above and below


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    text: str


class Drawn(NamedTuple):
    """Both curves, ready to be drawn."""

    yours: str  # points of a polyline
    ours: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    parts_at: float  # the x at which they part
    logarithmic: bool
    alt: str


def drawn(curve: Curve) -> Drawn | None:
    """The picture, None where there are no numbers to draw."""
    values = [value for value in (*curve.got, *curve.expected) if value is not None]
    if not values:
        return None
    logarithmic = min(values) > 0
    low, high = _ends([math.log10(value) for value in values] if logarithmic else values)
    last = curve.places[-1]

    def x(place: float) -> float:
        return LEFT + (RIGHT - LEFT) * place / last if last else LEFT

    def y(value: float) -> float:
        height = math.log10(value) if logarithmic else value
        return BOTTOM - (BOTTOM - TOP) * (height - low) / (high - low)

    def line(series: Sequence[float | None]) -> str:
        pairs = zip(curve.places, series, strict=True)
        return " ".join(f"{x(place):.1f},{y(value):.1f}" for place, value in pairs if value is not None)

    across = tuple(Tick(x(place), f"{place}") for place in sorted({0, curve.parts_at, last}) if place <= last)
    up = tuple(Tick(y(value), f"{value:.3g}") for value in _heights(low, high, logarithmic=logarithmic))
    return Drawn(line(curve.got), line(curve.expected), across, up, x(curve.parts_at), logarithmic, _alt(curve))


def _ends(heights: Sequence[float]) -> tuple[float, float]:
    low, high = min(heights), max(heights)
    room = _ROOM * (high - low) or 0.5
    return low - room, high + room


def _heights(low: float, high: float, *, logarithmic: bool) -> list[float]:
    """Where the axis is marked: at powers of ten where there are several, else at both ends and between."""
    if logarithmic:
        powers = range(math.ceil(low), math.floor(high) + 1)
        if len(powers) > 1:
            return [10.0**power for power in powers[:: max(1, math.ceil(len(powers) / _MOST_TICKS))]]
    ends = [low + (high - low) * share for share in (0.05, 0.5, 0.95)]
    return [10.0**end for end in ends] if logarithmic else ends


def _alt(curve: Curve) -> str:
    def ends(series: Sequence[float | None]) -> str:
        known = [value for value in series if value is not None]
        return f"from {known[0]:.4g} to {known[-1]:.4g}" if known else "not finite"

    shorter = sum(value is not None for value in curve.got) - sum(value is not None for value in curve.expected)
    more = "" if not shorter else "; they are not equally long"
    return (
        f"{curve.name}: yours {ends(curve.got)}, expected {ends(curve.expected)}; they part at {curve.unit} "
        f"{curve.parts_at}, counted from 0{more}"
    )
