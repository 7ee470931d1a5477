"""A handout as a story: its text cut at the headings, and at the places where students are to write.

Such a place is a comment on a line of its own, which no reader of the handout sees:

    <!-- parts: gradient_step stopping -->

Parts that the handout does not place come at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from autograder.errors import UserError

_PLACE: Final = re.compile(r"<!-- parts: ([\w ]+?) -->\s*")


@dataclass(frozen=True)
class Prose:
    """A piece of the handout: Markdown."""

    text: str


@dataclass(frozen=True)
class Work:
    """A place where one part is to be written."""

    part: str


def story(handout: Path, parts: Sequence[str]) -> list[Prose | Work]:
    """The handout in pieces, with each of the parts once.

    Raises:
        UserError: the handout places a part that does not exist, or one twice.
    """
    pieces = list(_pieces(handout.read_text(encoding="utf-8-sig")))
    placed = [piece.part for piece in pieces if isinstance(piece, Work)]
    for name in placed:
        if name not in parts:
            raise UserError(f"{handout} places a part {name!r}; its public checks have {', '.join(parts)}")
        if placed.count(name) > 1:
            raise UserError(f"{handout} places the part {name!r} twice")
    return pieces + [Work(part) for part in parts if part not in placed]


def _pieces(text: str) -> Iterator[Prose | Work]:
    lines = text.splitlines()
    start = 0
    for token in MarkdownIt().parse(text):
        place = _PLACE.fullmatch(token.content) if token.type == "html_block" else None
        if token.map is None or token.level or not (place or (token.type, token.tag) == ("heading_open", "h2")):
            continue
        first, after = token.map
        yield from _prose(lines[start:first])
        yield from (Work(name) for name in (place[1].split() if place else ()))
        start = after if place else first
    yield from _prose(lines[start:])


def _prose(lines: list[str]) -> Iterator[Prose]:
    if text := "\n".join(lines).strip("\n"):
        yield Prose(text)
