"""Draws `feedback.png` for the README: a graded class in the terminal, and what one student reads of one assignment.

Usage, in the project's folder, with Chromium installed:

    .venv/bin/python docs/images/draw.py
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from PIL import Image

PROJECT: Final = Path(__file__).resolve().parents[2]
PICTURE: Final = Path(__file__).with_name("feedback.png")
CLASS: Final = ("ada", "blaise", "dana", "emmy", "ida")
SHOWN: Final = ("dana", "training_loop: design_matrix", "training_loop: gradient_step", "zero_init: symmetry")
WIDTH, HEIGHT = 1180, 836
COLORS: Final = 64  # flat colours need no more, and the file is a third as large
_AUTOGRADER: Final = (sys.executable, "-m", "autograder.cli")
_CHROMIUM: Final = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
_STYLE: Final = (
    ".switch, h1 { display: none } .page { grid-template-columns: minmax(0, 1fr) 17rem; gap: 1.2rem } "
    "pre { font-size: .8rem } .terminal { background: #1d2529; color: #dfe6e9; padding: 1rem 1.5rem }"
)


def main() -> None:
    """Grade, make the page, and photograph it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        said = grade(folder / "results")
        page = folder / "page.html"
        page.write_text(with_terminal(feedback_page(folder), said), encoding="utf-8")
        size = f"--window-size={WIDTH},{HEIGHT}"
        subprocess.run([*_CHROMIUM, size, f"--screenshot={PICTURE}", page.as_uri()], check=True)
    Image.open(PICTURE).quantize(COLORS).save(PICTURE, optimize=True)


def grade(out: Path) -> str:
    """What the terminal shows of a run."""
    command = ["grade", *CLASS, "--out", str(out)]
    done = subprocess.run(
        [*_AUTOGRADER, *command], cwd=PROJECT / "examples" / "class", capture_output=True, text=True, check=True
    )
    lines = (line.rstrip() for line in done.stdout.splitlines())
    return "\n".join([f"$ autograder {' '.join(command)}", *lines]).replace(str(out), "results")


def feedback_page(folder: Path) -> str:
    """The page of some of a student's parts, as `autograder preview` draws it."""
    student, *parts = SHOWN
    document: dict[str, Any] = json.loads((folder / "results" / "students" / student / "results.json").read_text())
    tests = [test for test in document["tests"] if test["name"] in parts]
    (folder / "some.json").write_text(json.dumps({"tests": tests}))
    command = [*_AUTOGRADER, "preview", str(folder / "some.json"), "--out", str(folder / "some.html")]
    subprocess.run(command, capture_output=True, check=True)
    return (folder / "some.html").read_text(encoding="utf-8")


def with_terminal(page: str, said: str) -> str:
    """The page below a terminal."""
    page = page.replace("</head>", f"<style>{_STYLE}</style></head>")
    return page.replace('<div class="page">', f'<pre class="terminal">{html.escape(said)}</pre><div class="page">', 1)


if __name__ == "__main__":
    main()
