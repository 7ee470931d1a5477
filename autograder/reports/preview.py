"""results.json as a page, much as Gradescope shows it to students and to instructors.

The page holds everything itself and runs nothing; what is a student's text stays text.
"""

from __future__ import annotations

from typing import Any, Final

import jinja2
import msgspec

from autograder.reports.results_json import Visibility

_VIEWERS: Final = (
    ("now", "as student"),
    ("due", "as student, after the due date"),
    ("published", "as student, when published"),
    ("instructor", "as instructor"),
)
# Who sees what, by its visibility.
_SEEN_BY: Final = {
    Visibility.VISIBLE: ("now", "due", "published", "instructor"),
    Visibility.AFTER_DUE_DATE: ("due", "published", "instructor"),
    Visibility.AFTER_PUBLISHED: ("published", "instructor"),
    Visibility.HIDDEN: ("instructor",),
}


class _Test(msgspec.Struct):
    """An entry of `tests`; Gradescope lets all of it be missing."""

    score: float | None = None
    max_score: float | None = None
    status: str | None = None
    name: str = ""
    number: str = ""
    output: str = ""
    tags: list[str] = []
    visibility: Visibility | None = None

    @property
    def passed(self) -> bool:
        """As Gradescope colours it: by the status, else by the marks."""
        if self.status is not None:
            return self.status == "passed"
        return self.score is not None and (self.max_score is None or self.score >= self.max_score)

    @property
    def title(self) -> str:
        """Its number, its name and its marks, as far as there are any."""
        number = f"{self.number}) " if self.number else ""
        score = "not graded" if self.score is None else f"{self.score:g}"
        most = "" if self.max_score is None else f"/{self.max_score:g}"
        return f"{number}{self.name or 'test'} ({score}{most})"


class _Results(msgspec.Struct):
    """A results.json."""

    tests: list[_Test] = []
    score: float | None = None
    output: str = ""
    execution_time: float | None = None
    visibility: Visibility | None = None


def preview_page(document: object) -> str:
    """The page of a results.json that was read.

    Raises:
        ValueError: it is none; the message says where.
    """
    results = msgspec.convert(document, _Results)
    whole = results.visibility or Visibility.VISIBLE
    tests = [(test, _SEEN_BY[test.visibility or whole]) for test in results.tests]
    # Where a test is hidden from students, so is the total.
    total_seen = [viewer for viewer, _ in _VIEWERS if all(viewer in seen for _, seen in tests)]
    scores = [test.score for test in results.tests if test.score is not None]
    view: dict[str, Any] = {
        "viewers": _VIEWERS,
        "tests": tests,
        "groups": [
            ("Failed tests", [entry for entry in tests if not entry[0].passed]),
            ("Passed tests", [entry for entry in tests if entry[0].passed]),
        ],
        "output": results.output,
        "output_seen": _SEEN_BY[whole],
        "total": f"{sum(scores) if results.score is None else results.score:g}",
        "maximum": f"{sum(test.max_score or 0.0 for test in results.tests):g}",
        "total_seen": total_seen,
        "seconds": results.execution_time,
    }
    return _TEMPLATE.render(view)


_TEMPLATE: Final = jinja2.Environment(
    autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
).from_string("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Autograder results</title>
<style>
* { box-sizing: border-box; }
body { margin: 0; color: #222; background: #fff; font: 16px/1.45 system-ui, "Helvetica Neue", Arial, sans-serif; }
.viewer { position: absolute; opacity: 0; }
.switch { display: flex; flex-wrap: wrap; gap: .5rem; padding: .7rem 1.5rem; background: #24343f; }
.switch label { padding: .25rem .8rem; border-radius: 1rem; color: #dfe8ec; cursor: pointer; font-size: .9rem; }
.page { display: grid; grid-template-columns: minmax(0, 1fr) 18rem; gap: 2rem; max-width: 78rem; margin: 0 auto;
  padding: 1.5rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; font-weight: 600; }
h2 { margin: 0; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
pre { margin: 0; padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere;
  font: .86rem/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
section { margin-bottom: 1rem; border: 1px solid #d4dadd; border-radius: 4px; overflow: hidden; }
section > h2 { padding: .6rem 1rem; background: #eef1f2; }
.passed > h2 { color: #1d5c2c; background: #e0f2e3; border-left: 6px solid #2f9a4a; }
.failed > h2 { color: #8a1f1b; background: #fbe6e4; border-left: 6px solid #cf3a32; }
.note { padding: .5rem 1rem; color: #5b666c; font-size: .85rem; border-top: 1px solid #e6eaec; }
aside h2 { margin-bottom: .2rem; color: #5b666c; font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; }
aside p { margin: 0 0 1.2rem; font-size: 1.6rem; }
aside ul { margin: 0 0 1.2rem; padding: 0; list-style: none; font-size: .9rem; }
aside li { padding: .15rem 0 .15rem .7rem; border-left: 4px solid; margin-bottom: .25rem; overflow-wrap: anywhere; }
li.passed { border-color: #2f9a4a; } li.failed { border-color: #cf3a32; }
.who { display: none; }
{% for viewer, _ in viewers %}
#{{ viewer }}:checked ~ .switch label[for={{ viewer }}] { color: #24343f; background: #fff; }
#{{ viewer }}:focus-visible ~ .switch label[for={{ viewer }}] { outline: 2px solid #7cc5e8; }
#{{ viewer }}:checked ~ .page .who.for-{{ viewer }} { display: revert; }
{% endfor %}
@media (max-width: 50rem) { .page { grid-template-columns: minmax(0, 1fr); } aside { grid-row: 1; } }
</style>
</head>
<body>
{% macro who(seen) %}who{% for viewer, _ in viewers if viewer in seen %} for-{{ viewer }}{% endfor %}{% endmacro %}
{% macro not_seen(seen) %}who{% for viewer, _ in viewers if viewer not in seen %} for-{{ viewer }}{% endfor %}\
{% endmacro %}
{% for viewer, _ in viewers %}
<input class="viewer" type="radio" name="viewer" id="{{ viewer }}"{{ " checked" if loop.first }}>
{% endfor %}
<nav class="switch">
{% for viewer, label in viewers %}
<label for="{{ viewer }}">{{ label }}</label>
{% endfor %}
</nav>
<div class="page">
<main>
<h1>Autograder Results</h1>
{% if output %}
<section class="{{ who(output_seen) }}">
<h2>Autograder Output</h2>
<pre>{{ output }}</pre>
</section>
{% endif %}
{% for test, seen in tests %}
<section class="{{ "passed" if test.passed else "failed" }} {{ who(seen) }}">
<h2>{{ test.title }}</h2>
{% if test.output %}
<pre>{{ test.output }}</pre>
{% endif %}
{% if "now" not in seen %}
<div class="note who for-instructor">Students see this {{ "after the due date" if "due" in seen else \
"when grades are published" if "published" in seen else "never" }}.</div>
{% endif %}
</section>
{% endfor %}
</main>
<aside>
<h2>Total points</h2>
<p class="{{ who(total_seen) }}">{{ total }} / {{ maximum }}</p>
<p class="{{ not_seen(total_seen) }}">- / {{ maximum }}</p>
{% for word, group in groups if group %}
<h2 class="{{ who(group | map("last") | sum(start=())) }}">{{ word }}</h2>
<ul>
{% for test, seen in group %}
<li class="{{ "passed" if test.passed else "failed" }} {{ who(seen) }}">{{ test.title }}</li>
{% endfor %}
</ul>
{% endfor %}
{% if seconds is not none %}
<div class="who for-instructor"><h2>Execution time</h2><p>{{ "%.1f" | format(seconds) }} s</p></div>
{% endif %}
</aside>
</div>
</body>
</html>
""")
