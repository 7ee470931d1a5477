"""Which sections of a handout to read again, told by its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_HEADING: Final = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
_ABOUT_WORK: Final = re.compile(r"contract|marks|check at home|notebook|questions|further|what to build", re.IGNORECASE)
_STUCK: Final = re.compile(r"stuck", re.IGNORECASE)
_PARTS: Final = re.compile(r"<!-- parts: (.*?) -->")
_IN_TITLE: Final = 5  # times as telling as in the text


class Section(NamedTuple):
    """A section of a handout."""

    title: str
    anchor: str  # as GitHub and most viewers of Markdown make it
    text: str


def sections_of(handout: str) -> list[Section]:
    """The sections of a handout in Markdown."""
    marks = list(_HEADING.finditer(handout))
    ends = [*(mark.start() for mark in marks), len(handout)][1:]
    return [
        Section(mark[1], _anchor(mark[1]), handout[mark.end() : end]) for mark, end in zip(marks, ends, strict=False)
    ]


def read_again(sections: Iterable[Section], part: str, function: str) -> list[Section]:
    """The section after which a part is written, else the one that says most of it and its function; and the one for
    whoever is stuck, as far as they exist.
    """
    words = {word for word in [*part.split("_"), function] if len(word) > 2}
    explaining = [one for one in sections if not _ABOUT_WORK.search(one.title) and not _STUCK.search(one.title)]
    scores = {one: (part in _written_after(one), _score(one, words, function)) for one in explaining}
    best = max(explaining, key=lambda one: scores[one], default=None)
    stuck = [one for one in sections if _STUCK.search(one.title)]
    return ([best] if best and any(scores[best]) else []) + stuck[:1]


def _written_after(section: Section) -> list[str]:
    """The parts that the notebook has after this section."""
    return [part for parts in _PARTS.findall(section.text) for part in parts.split()]


def _score(section: Section, words: Iterable[str], function: str) -> float:
    in_title = sum(word.lower() in section.title.lower() for word in words)
    in_text = section.text.count(f"`{function}") + sum(section.text.lower().count(word.lower()) for word in words) / 10
    return _IN_TITLE * in_title + in_text


def _anchor(title: str) -> str:
    kept = "".join(char for char in title.lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")
