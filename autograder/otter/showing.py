"""Reports in a notebook: as they are, without otter's lines around them, and without breaking a call."""

from __future__ import annotations

import html
from typing import Any, Final

from IPython.core.getipython import get_ipython
from IPython.display import publish_display_data
from otter.test_files import TestFile

_CODE: Final = "white-space: pre; overflow-x: auto"
_TEXT: Final = "white-space: pre-wrap; word-break: normal; overflow-wrap: break-word"
_INDENTED: Final = " " * 6  # the lines of a call that can be copied


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this."""
    return getattr(get_ipython(), "kernel", None) is not None


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


def show_alone(part: str, report: str) -> None:
    """From now on show this where otter's result of the part is shown, which would have lines of its own around it."""
    shell: Any = get_ipython()
    formatters = shell.display_formatter.formatters
    _REPORTS[part] = report
    formatters["text/plain"].for_type(TestFile, _plain)
    formatters["text/html"].for_type(TestFile, _rich)


_REPORTS: Final[dict[str, str]] = {}  # the newest of each part


def _plain(result: TestFile, printer: Any, cycle: bool) -> None:
    printer.text(_REPORTS.get(result.name) or repr(result))


def _rich(result: TestFile) -> str:
    report = _REPORTS.get(result.name)
    return as_html(report) if report else str(result._repr_html_())
