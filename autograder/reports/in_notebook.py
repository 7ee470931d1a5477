"""Text of ours in a notebook: prose is broken between words, and a call is not broken at all.

What a cell prints, JupyterLab breaks anywhere, in the middle of words and of names.
"""

from __future__ import annotations

import html
from typing import Final

from IPython.display import publish_display_data

_CODE: Final = "white-space: pre; overflow-x: auto"
_TEXT: Final = "white-space: pre-wrap; word-break: normal; overflow-wrap: break-word"
_INDENTED: Final = " " * 6  # the lines of a call that can be copied


def as_html(report: str) -> str:
    """A report in which prose is wrapped between words, and a call stays in one line that can be scrolled."""
    blocks: list[tuple[bool, list[str]]] = []
    for line in report.splitlines():
        is_code = line.startswith(_INDENTED)
        if not blocks or blocks[-1][0] != is_code:
            blocks.append((is_code, []))
        blocks[-1][1].append(html.escape(line))
    parts = [f'<div style="{_CODE if is_code else _TEXT}">{chr(10).join(lines)}</div>' for is_code, lines in blocks]
    # A group that is focused can be scrolled with the keyboard.
    return f'<div style="font-family: monospace" tabindex="0" role="group">{"".join(parts)}</div>'


def display(report: str) -> None:
    """Show a report in the output of the cell."""
    publish_display_data({"text/plain": report, "text/html": as_html(report)})  # type: ignore[no-untyped-call]
