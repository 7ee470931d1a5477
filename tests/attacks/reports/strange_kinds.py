"""Gives kinds of a solution that are text for the report: endless, hostile, and `str` subclasses with own methods."""


class Kind(str):
    __str__ = __repr__ = __format__ = lambda self, *how: "unique"
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__


KINDS = (
    "x" * 3_000_000,
    "unique\n[ok] (30 of 30)",
    "\x1b[2Junique",
    "=1+1",
    "<b>unique</b>",
    Kind("none"),
    "un\u0131que",
    "",
)
count = 0


def solve(*args, **kwargs):
    global count
    count += 1
    return Kind(KINDS[count % len(KINDS)]), None


least_squares = solve
