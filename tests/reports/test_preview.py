"""`autograder preview`: results.json as a page, on which nothing of a student's runs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.command import Run, run_command

HOSTILE = "</pre><script>alert('x')</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\n[ok] forged"
RESULTS: dict[str, Any] = {
    "score": 45,
    "output": f"graded {HOSTILE}",
    "execution_time": 3.25,
    "tests": [
        {"name": "a: one", "number": "1.1", "score": 25, "max_score": 25, "status": "passed", "output": "all well"},
        {"name": f"a: {HOSTILE}", "number": "1.2", "score": 20, "max_score": 40, "status": "failed", "output": HOSTILE},
    ],
}


class Page(HTMLParser):
    """Tags with their attributes, and for each viewer what can be seen of the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((data, tuple(words for _, words in self._open)))

    def seen_by(self, viewer: str) -> str:
        """The text that is not hidden from the viewer."""
        return "".join(
            text
            for text, classes in self.texts
            if all("who" not in words.split() or f"for-{viewer}" in words.split() for words in classes)
        )


def preview(folder: Path, document: object) -> tuple[Run, Page]:
    (folder / "results.json").write_text(json.dumps(document), encoding="utf-8")
    run = run_command("preview", "results.json", cwd=folder)
    path = folder / "results.html"
    return run, Page(path.read_text(encoding="utf-8") if path.is_file() else "")


def test_a_page_shows_total_tests_marks_and_output(tmp_path: Path) -> None:
    run, page = preview(tmp_path, RESULTS)
    assert run.code == 0
    seen = page.seen_by("now")
    assert "45 / 65" in seen
    assert "1.1) a: one (25/25)" in seen
    assert "all well" in seen


def test_tests_are_coloured_by_their_status(tmp_path: Path) -> None:
    _, page = preview(tmp_path, RESULTS)
    assert [words["class"].split()[0] for tag, words in page.tags if tag == "section" and words["class"]] == [
        "who",
        "passed",
        "failed",
    ]


def test_what_a_student_wrote_stays_text(tmp_path: Path) -> None:
    _, page = preview(tmp_path, RESULTS)
    assert page.seen_by("now").count(HOSTILE) == 4  # the output, the title twice, the test's output
    assert not {"script", "img"} & {tag for tag, _ in page.tags}


def test_a_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    _, page = preview(tmp_path, RESULTS | {"output": "", "tests": RESULTS["tests"][:1]})
    assert not [name for _, attributes in page.tags for name in attributes if name in ("src", "href", "style")]
    assert not re.search(r"url\(|@import|https?:", (tmp_path / "results.html").read_text())


@pytest.mark.parametrize(
    ("visibility", "viewers"),
    [
        ("visible", {"now", "due", "published", "instructor"}),
        ("after_due_date", {"due", "published", "instructor"}),
        ("after_published", {"published", "instructor"}),
        ("hidden", {"instructor"}),
    ],
)
@pytest.mark.parametrize("at", ["test", "top"])
def test_each_sees_what_gradescope_would_show(tmp_path: Path, visibility: str, viewers: set[str], at: str) -> None:
    """Where one test is not seen, the total is not either."""
    test = {"name": "x", "score": 7, "max_score": 9, "output": "told"}
    document = {"tests": [test | {"visibility": visibility}]} if at == "test" else {"tests": [test]}
    _, page = preview(tmp_path, document | ({"visibility": visibility} if at == "top" else {}))
    everybody = ("now", "due", "published", "instructor")
    assert {viewer for viewer in everybody if "told" in page.seen_by(viewer)} == viewers
    assert {viewer for viewer in everybody if "7 / 9" in page.seen_by(viewer)} == viewers


def test_the_page_goes_where_it_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(json.dumps(RESULTS))
    assert run_command("preview", "results.json", "--out", "page.html", cwd=tmp_path).code == 0
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["page.html", "results.json"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "it is not valid JSON"),
        ("[]", "Expected `object`, got `array`"),
        ('{"tests": [{"score": "much"}]}', "Expected `float | null`, got `str` - at `$.tests[0].score`"),
        ('{"tests": [{"visibility": "now"}]}', "Invalid enum value 'now'"),
    ],
)
def test_a_file_that_is_no_results_json_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "results.json").write_text(text)
    run = run_command("preview", "results.json", cwd=tmp_path)
    assert run.code == 2
    assert run.errors.startswith("autograder: results.json is not a results.json: ")
    assert said in run.errors
    assert len(run.errors.splitlines()) == 1
