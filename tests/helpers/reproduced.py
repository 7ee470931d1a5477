"""Texts whose numbers are computed anew by tests, and which of their numbers no test has asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

# What says no number of its own: the contract, the table of marks and where to read on; what has to be typed; names.
_ELSEWHERE: Final = re.compile(r"^## (?:The contract|Marks|Check at home|Further reading)$.*?(?=^## |\Z)", re.M | re.S)
_NOT_PROSE: Final = re.compile(r"^#.*?$|^(?:\*\*)?\d+\. |<!--.*?-->|`[^`]*`|\]\([^)]*\)|float(?:32|64)", re.M | re.S)
# A digit alone is an index, an entry or a power, of which there are too many to ask for each.
_NUMBER: Final = re.compile(r"(?<![\w.^_])-?\d+(?:[.,/ ]\d+)*(?:e-?\d+)?(?!\w)")
_CONTEXT: Final = 30  # characters on either side of a number that was left out


class Reproduced:
    """A document in one line, as it does not matter where a sentence is broken; `in` asks for a passage of it."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Args:
            path: of the document.
        """
        self.text: Final = path.read_text(encoding="utf-8")
        self.line: Final = " ".join(self.text.split())
        self._asked_for = bytearray(len(self.line))

    def __contains__(self, passage: str) -> bool:
        places = [match.start() for match in re.finditer(re.escape(passage), self.line)]
        for place in places:
            self._asked_for[place : place + len(passage)] = b"\1" * len(passage)
        return bool(places)

    def left_out(self) -> list[str]:
        """The numbers of two digits or more that were in no passage anywhere, each with what is around it."""
        blank = _NOT_PROSE.sub(_blank, _ELSEWHERE.sub(_blank, self.text))
        kept = [place for place in range(len(blank)) if not self.text[place].isspace()]
        # in the line, as in the text without any space, the letters are in the same order
        of_line = [place for place in range(len(self.line)) if self.line[place] != " "]
        in_line = dict(zip(kept, of_line, strict=True))
        found = [match for match in _NUMBER.finditer(blank) if sum(map(str.isdigit, match[0])) > 1]
        asked_for = {match[0] for match in _NUMBER.finditer(self.line) if self._asked_for[match.start()]}
        return [
            self.line[max(0, in_line[match.start()] - _CONTEXT) : in_line[match.end() - 1] + _CONTEXT]
            for match in found
            if " ".join(match[0].split()) not in asked_for
        ]


def left_out(request: pytest.FixtureRequest, *documents: Reproduced) -> list[str]:
    """The numbers of the documents for which no test of a module has asked; to be called in its last."""
    if request.config.option.keyword or any("::" in name for name in request.config.args):
        pytest.skip("only some of the tests were run")
    return [number for document in documents for number in document.left_out()]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", "\N{MIDDLE DOT}", match[0])
