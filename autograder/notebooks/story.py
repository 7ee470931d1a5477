"""A handout as a story: its text cut at the headings, and where students are to write a part.

An HTML comment on a line of its own says where; readers of the handout do not see it:

    <!-- parts: gradient_step stopping -->

Parts without such a comment come at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from autograder.course_files import required_text
from autograder.errors import UserError

_PARTS: Final = re.compile(r"<!-- parts: ([\w ]+?) -->\s*")


@dataclass(frozen=True)
class Prose:
    """A piece of the handout: Markdown."""

    text: str


@dataclass(frozen=True)
class Work:
    """Where students write a part."""

    part: str


def story(handout: Path, parts: Sequence[str]) -> list[Prose | Work]:
    """The handout in pieces, with each part once.

    Raises:
        UserError: the handout is missing, or has a part that does not exist or has one twice.
    """
    pieces = list(_pieces(required_text(handout)))
    placed = [piece.part for piece in pieces if isinstance(piece, Work)]
    for name in placed:
        if name not in parts:
            raise UserError(f"{handout} has a part {name!r}, but the parts of the public checks are {', '.join(parts)}")
        if placed.count(name) > 1:
            raise UserError(f"{handout} has the part {name!r} twice")
    return pieces + [Work(part) for part in parts if part not in placed]


def _pieces(text: str) -> Iterator[Prose | Work]:
    lines = text.splitlines()
    start = 0
    for token in MarkdownIt().parse(text):
        parts = _PARTS.fullmatch(token.content) if token.type == "html_block" else None
        is_heading = (token.type, token.tag) == ("heading_open", "h2")
        if token.map is None or token.level or not (parts or is_heading):
            continue
        first, after = token.map
        yield from _prose(lines[start:first])
        yield from (Work(name) for name in (parts[1].split() if parts else ()))
        start = after if parts else first
    yield from _prose(lines[start:])


def _prose(lines: list[str]) -> Iterator[Prose]:
    if text := "\n".join(lines).strip("\n"):
        yield Prose(text)
