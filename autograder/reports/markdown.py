"""What authors wrote in Markdown, as HTML that stands in a page of ours: it asks for nothing and leads nowhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN: Final = MarkdownIt().enable("table")
# What may be wider than the window can be scrolled by keyboard, too.
_TABLE_OPEN: Final = '<div class="scroll" tabindex="0" role="region" aria-label="{}">\n<table>\n'
# Formulas are shown as they are written: no script sets them, and Markdown would take their stars for emphasis.
_FORMULA: Final = re.compile(r"\$\$(.+?)\$\$|\$(?![ .\n])([^$\n]+?)(?<! )\$", re.DOTALL)
_ABSOLUTE: Final = re.compile(r"https?://", re.IGNORECASE)
_LAST_LEVEL: Final = 6


@cache
def rendered(text: str, deeper: int = 0, title: str = "") -> str:
    """The text as HTML; links to other files are left out, as a page is read far away from them.

    Args:
        text: of the course, not of students.
        deeper: by how many levels headings go down.
        title: above it, by which its tables are told apart from others on the page.
    """
    tokens = list(_with_scrolling_tables(_MARKDOWN.parse(_FORMULA.sub(_as_code, text)), title))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + deeper, _LAST_LEVEL)}"
        if token.children:
            token.children = list(_without_near_links(token.children))
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _as_code(formula: re.Match[str]) -> str:
    return f"`{formula[1] or formula[2]}`"


def _with_scrolling_tables(tokens: Sequence[Token], title: str) -> Iterator[Token]:
    numbers = count(1)
    for token in tokens:
        if token.type == "table_open":
            label = f"{title}, table {next(numbers)}".removeprefix(", ")
            yield Token("html_block", "", 0, content=_TABLE_OPEN.format(html.escape(label)))
        elif token.type == "table_close":
            yield Token("html_block", "", 0, content="</table>\n</div>\n")
        else:
            yield token


def _without_near_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without images, and with the words alone of links that lead to files beside the text."""
    keeps = True
    for token in tokens:
        if token.type == "link_open":
            keeps = _ABSOLUTE.match(str(token.attrs.get("href", ""))) is not None
        if token.type != "image" and (keeps or not token.type.startswith("link_")):
            yield token
