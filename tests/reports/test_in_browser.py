"""Both reports in a real browser: narrow and wide, light and dark, by keyboard, on paper, and without a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.record.applying import CountedWork
from autograder.record.whole import StudentRecord
from autograder.reports.class_page import class_page, class_report
from autograder.reports.preview import preview_page
from autograder.reports.reading import sections_of
from autograder.reports.student_page import Material, student_page
from autograder.results import ComparedRow, Explanation, StudentResult
from tests.helpers.browser import PROJECT, browser, opened
from tests.helpers.made_results import RIGHT, UNWRITTEN, WRONG, assignment, part
from tests.helpers.term_class import term_class
from tests.reports.test_student_page import ALSO, COMPARED, SHOWN

HOSTILE = "</pre><script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">" + "W" * 300

GRADESCOPE = {
    "output": HOSTILE,
    "tests": [
        {"name": HOSTILE, "number": "1.1", "score": 0, "max_score": 40, "status": "failed", "output": HOSTILE},
        {"name": "two", "number": "1.2", "score": 5, "max_score": 5, "visibility": "after_published"},
    ],
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of a class and that of a student, with hostile text in both."""
    folder = tmp_path_factory.mktemp("pages")
    made = term_class(40)
    hostile = replace(WRONG, id="test_hostile", message=HOSTILE, explanation=Explanation("relation", HOSTILE))
    first = made.students[0]
    students = [replace(first, result=replace(first.result, student=HOSTILE)), *made.students[1:]]
    (folder / "class.html").write_text(class_page(class_report(students, made.blanks, 1)), encoding="utf-8")
    wide = ComparedRow("weight_gradient", "[[0.24875], [0]]", "[[0.249375], [0]]", "0.9975", differs=True)
    shown = replace(SHOWN, comparison=COMPARED._replace(rows=(*COMPARED.rows, wide)))
    result = assignment(part(RIGHT, shown, ALSO, hostile), part(UNWRITTEN), notes=(HOSTILE,))
    student = StudentRecord("ada", StudentResult("Ada", (result,)), {"zero_init": CountedWork(result)})
    handout = (PROJECT / "assignments/zero_init/README.md").read_text(encoding="utf-8")
    handout = handout.replace("## If you are stuck\n", "## If you are stuck\n\n| a |\n| --- |\n| 1 |\n")
    material = Material(lines=lambda name, function: HOSTILE, handouts={"zero_init": sections_of(handout)})
    page = student_page(student, material)
    (folder / "student.html").write_text(page, encoding="utf-8")
    (folder / "preview.html").write_text(preview_page(GRADESCOPE), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in ("class", "student", "preview")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["class", "student", "preview"])
def test_a_page_fits_its_window_and_asks_for_nothing(
    chromium: Any, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    with opened(chromium, pages[name], width, scheme) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert seen.too_wide <= 0
        assert seen.said == []
        assert seen.asked == [pages[name].as_uri()]
        assert seen.page.title() in ("Class report", "Report of Ada", "Autograder results")


@pytest.mark.parametrize("name", ["class", "student"])
def test_the_keyboard_reaches_everything(chromium: Any, pages: dict[str, Path], name: str) -> None:
    with opened(chromium, pages[name], 1280) as seen:
        assert seen.to_be_reached > 0
        assert seen.reached_by_tab() == seen.to_be_reached


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["class", "student", "preview"])
def test_axe_finds_nothing_to_complain_of(chromium: Any, pages: dict[str, Path], name: str, scheme: str) -> None:
    with opened(chromium, pages[name], 390, scheme, trusted=True) as seen:
        assert seen.violations() == []


@pytest.mark.parametrize("name", ["class", "student"])
def test_a_page_can_be_printed(chromium: Any, pages: dict[str, Path], name: str) -> None:
    with opened(chromium, pages[name], 1280) as seen:
        assert seen.page.pdf(format="A4").startswith(b"%PDF")


def test_a_preview_shows_what_the_chosen_viewer_sees(chromium: Any, pages: dict[str, Path]) -> None:
    with opened(chromium, pages["preview"], 1280) as seen:
        later = seen.page.locator("section", has_text="1.2) two")
        assert not later.is_visible()
        seen.page.get_by_label("as an instructor").check(force=True)
        assert later.is_visible()


def test_what_is_folded_away_in_an_entry_is_on_paper(chromium: Any, pages: dict[str, Path]) -> None:
    with opened(chromium, pages["student"], 794) as seen:
        lines = seen.page.locator("article details pre").first
        assert not lines.is_visible()
        seen.page.emulate_media(media="print")
        assert lines.bounding_box()["height"] > 0
        assert lines.is_visible()


def test_the_ratios_are_seen_on_a_phone_without_scrolling(chromium: Any, pages: dict[str, Path]) -> None:
    with opened(chromium, pages["student"], 390) as seen:
        overflow = "[...document.querySelectorAll('.card .scroll')].map(one => one.scrollWidth - one.clientWidth)"
        assert max(seen.page.evaluate(overflow)) <= 0
