"""Pages in a real browser: the system's Chromium, driven by playwright, and axe-core to judge them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest

PROJECT: Final = Path(__file__).resolve().parents[2]
_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")
_AXE: Final = "axe_playwright_python"  # of which only the script is used
_AXE_RULES: Final = (
    "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"
)


@dataclass
class Seen:
    """A page that is open, and what it said and asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def too_wide(self) -> int:
        """By how many pixels it can be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def reached_by_tab(self, most: int = 400) -> int:
        """How many elements the tabulator reaches before it comes round."""
        self.page.evaluate("document.activeElement.blur()")
        script = (
            "[...document.querySelectorAll('a, summary, pre[tabindex], div[tabindex]')].indexOf(document.activeElement)"
        )
        places: set[int] = set()
        for _ in range(most):
            self.page.keyboard.press("Tab")
            place = int(self.page.evaluate(script))
            if place in places:
                break
            places |= {place} - {-1}
        return len(places)

    @property
    def to_be_reached(self) -> int:
        """How many visible elements there are that can be used."""
        script = (
            "[...document.querySelectorAll('a, summary, pre[tabindex], div[tabindex]')].filter(e => "
            "e.checkVisibility()).length"
        )
        return int(self.page.evaluate(script))

    def violations(self) -> list[str]:
        """What axe-core finds wrong for people who do not see, or see badly."""
        if find_spec(_AXE) is None:
            pytest.skip("axe-core is not here: make setup")
        self.page.evaluate(files(_AXE).joinpath("axe.min.js").read_text(encoding="utf-8"))
        return [str(line) for line in self.page.evaluate(_AXE_RULES)]


@contextmanager
def browser() -> Iterator[Any]:
    """The browser; the test is skipped where there is none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        pytest.skip("there is no Chromium with playwright to drive it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield started
        finally:
            started.close()


@contextmanager
def opened(started: Any, path: Path, width: int, scheme: str = "light", *, trusted: bool = False) -> Iterator[Seen]:
    """A file, open in a window of this width; where scripts of ours are to run in it, without its own policy."""
    size = {"width": width, "height": 900}
    context = started.new_context(viewport=size, color_scheme=scheme, bypass_csp=trusted)
    try:
        seen = Seen(context.new_page())
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.goto(path.as_uri())
        yield seen
    finally:
        context.close()
