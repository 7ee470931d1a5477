"""results.json as an HTML page, close to what Gradescope shows students and instructors.

The page loads nothing, runs no script, and shows students' text as text.
"""

from __future__ import annotations

from typing import Any, Final

import jinja2
import msgspec

from autograder.reports.results_json import Visibility

_VIEWERS: Final = (
    ("now", "as a student"),
    ("due", "as a student, after the due date"),
    ("published", "as a student, once published"),
    ("instructor", "as an instructor"),
)
_SEEN_BY: Final = {
    Visibility.VISIBLE: ("now", "due", "published", "instructor"),
    Visibility.AFTER_DUE_DATE: ("due", "published", "instructor"),
    Visibility.AFTER_PUBLISHED: ("published", "instructor"),
    Visibility.HIDDEN: ("instructor",),
}
_TEMPLATES: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("autograder.reports"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Test(msgspec.Struct):
    """An entry of `tests`; Gradescope requires none of these fields."""

    score: float | None = None
    max_score: float | None = None
    status: str | None = None
    name: str = ""
    number: str = ""
    output: str = ""
    tags: list[str] = []
    visibility: Visibility | None = None
    extra_data: dict[str, Any] = {}

    @property
    def state(self) -> str:
        """How it is shown: what was not handed in, perhaps because it is not due yet, is no failure."""
        if self.extra_data.get("handed_in") is False and not self.score:
            return "open"
        return "passed" if self.passed else "failed"

    @property
    def passed(self) -> bool:
        """Whether Gradescope shows it in green: by its status, else by its marks."""
        if self.status is not None:
            return self.status == "passed"
        return self.score is not None and (self.max_score is None or self.score >= self.max_score)

    @property
    def title(self) -> str:
        """Number, name and marks, where it has them."""
        number = f"{self.number}) " if self.number else ""
        score = "not graded" if self.score is None else f"{self.score:g}"
        maximum = "" if self.max_score is None else f"/{self.max_score:g}"
        return f"{number}{self.name or 'test'} ({score}{maximum})"


class _Results(msgspec.Struct):
    """A results.json."""

    tests: list[_Test] = []
    score: float | None = None
    output: str = ""
    execution_time: float | None = None
    visibility: Visibility | None = None


def preview_page(document: object) -> str:
    """The page for the parsed content of a results.json.

    Raises:
        ValueError: the content is not a results.json; the message says where.
    """
    results = msgspec.convert(document, _Results)
    default = results.visibility or Visibility.VISIBLE
    tests = [(test, _SEEN_BY[test.visibility or default]) for test in results.tests]
    # A viewer who does not see every test does not see the total.
    total_seen = [viewer for viewer, _ in _VIEWERS if all(viewer in seen for _, seen in tests)]
    scores = [test.score for test in results.tests if test.score is not None]
    view: dict[str, Any] = {
        "viewers": _VIEWERS,
        "tests": tests,
        "groups": [
            ("Failed tests", [entry for entry in tests if entry[0].state == "failed"]),
            ("Passed tests", [entry for entry in tests if entry[0].state == "passed"]),
            ("Not handed in", [entry for entry in tests if entry[0].state == "open"]),
        ],
        "output": results.output,
        "output_seen": _SEEN_BY[default],
        "total": f"{sum(scores) if results.score is None else results.score:g}",
        "maximum": f"{sum(test.max_score or 0.0 for test in results.tests):g}",
        "total_seen": total_seen,
        "seconds": results.execution_time,
    }
    return _TEMPLATES.get_template("preview.html").render(view)
