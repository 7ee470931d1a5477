"""Reports in a notebook: as they are, without otter's lines around them."""

from __future__ import annotations

from typing import Any, Final

from IPython.core.getipython import get_ipython
from otter.test_files import TestFile

from autograder.reports.in_notebook import as_html


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this."""
    return getattr(get_ipython(), "kernel", None) is not None


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
