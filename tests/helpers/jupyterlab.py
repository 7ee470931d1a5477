"""A notebook in JupyterLab, in a real browser and with a real kernel."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_SECONDS: Final = 120  # until it answers, or all cells have run
_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "apputils-extension/themes": {
        "adaptive-theme": True,  # as the browser asks for it
        "preferred-light-theme": "JupyterLab Light",
        "preferred-dark-theme": "JupyterLab Dark",
    },
    "notebook-extension/tracker": {"windowingMode": "none"},  # all cells are there, not only those in sight
}
# What is in the outputs and the text of the notebook, reaches beyond the window, and cannot be scrolled into it.
_CUT_OFF: Final = """() => {
    const scrolls = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
    const scrolled = e => e && (scrolls(e) || scrolled(e.parentElement));
    return [...document.querySelectorAll('.jp-RenderedMarkdown *, .jp-OutputArea-output *')]
        .filter(e => !e.closest('mjx-assistive-mml, details:not([open]), .widget-readout'))
        .filter(e => e.getBoundingClientRect().right > innerWidth && !scrolled(e.parentElement))
        .map(e => e.outerHTML.slice(0, 200))
}"""


class LabNotebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Any) -> None:
        """Take over the page."""
        self.page = page

    def run_all(self) -> None:
        """Run all cells, and wait for the last."""
        self.page.click(".jp-Notebook .jp-Cell .jp-InputPrompt >> nth=0")
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        numbered = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1).textContent.match(/[0-9]/)"
        self.page.wait_for_function(numbered, timeout=_SECONDS * 1000)
        self.page.wait_for_timeout(1000)

    def show(self, width: int, scheme: str) -> None:
        """Show it on a screen of this width, light or dark."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)
        light = json.dumps(str(scheme == "light").lower())
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === {light}", timeout=_SECONDS * 1000)
        self.page.wait_for_timeout(500)

    def cut_off(self) -> list[str]:
        """What cannot be seen at this width, not even by scrolling."""
        return list(self.page.evaluate(_CUT_OFF))

    def too_faint(self, selector: str) -> list[str]:
        """Texts whose contrast with what is behind them is below 4.5 : 1."""
        script = """selector => {
            const numbers = text => text.match(/[\\d.]+/g).map(Number);
            const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = e => {
                const colour = numbers(getComputedStyle(e).backgroundColor);
                return colour[3] === 0 && e.parentElement ? behind(e.parentElement) : colour;
            };
            return [...document.querySelectorAll(selector)].filter(e => {
                const both = [numbers(getComputedStyle(e).color), behind(e)].map(luminance);
                return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05) < 4.5;
            }).map(e => e.textContent.slice(0, 80));
        }"""
        return list(self.page.evaluate(script, selector))

    def alt_texts(self) -> list[str]:
        """Of the pictures below sliders."""
        return list(self.page.evaluate("[...document.querySelectorAll('.widget-html img')].map(e => e.alt)"))


@contextmanager
def opened_in_jupyterlab(browser: Any, folder: Path, notebook: str) -> Iterator[LabNotebook]:
    """Open a notebook with the JupyterLab that is installed in the folder's .venv.

    Args:
        browser: of playwright.
        folder: where JupyterLab is started.
        notebook: its path in the folder.
    """
    token, port = secrets.token_hex(8), _free_port()
    for name, values in _SETTINGS.items():
        settings = folder / "settings" / "lab" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps(values))
    own = {"JUPYTERLAB_SETTINGS_DIR": "lab", "JUPYTER_CONFIG_DIR": "config", "IPYTHONDIR": "ipython"}
    environment = {**os.environ, **{name: str(folder / "settings" / value) for name, value in own.items()}}
    environment.pop("AUTOGRADER_COURSE", None)
    command = [str(folder / ".venv/bin/jupyter"), "lab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(f"http://localhost:{port}/api")
            page = browser.new_page()
            page.goto(f"http://localhost:{port}/doc/tree/{notebook}?token={token}&reset")
            page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=_SECONDS * 1000)
            page.wait_for_timeout(3000)  # until a kernel is there
            yield LabNotebook(page)
            page.close()
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return
