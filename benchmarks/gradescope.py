"""`python -m benchmarks.gradescope`: how long a student waits in Gradescope's container, and how much memory it takes.

The container is emulated as the tests emulate it, with half a processor and 768 MB, which needs root: the zip of the
whole course grades right work, and work that hangs in every function. The limit of processor time makes these seconds
those of any machine whose cores are as fast.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from autograder.course import Course, find_course
from tests.helpers.gradescope_container import GRADESCOPES, Graded, build
from tests.helpers.gradescope_zips import make_zip

_PROJECT: Final = Path(__file__).resolve().parent.parent
_FUNCTION: Final = re.compile(r"^def [^_]\w*\(.*?\).*?:\n", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Measure and print."""
    course = find_course(str(_PROJECT), with_solutions=True)
    table = Table("work", "seconds", "memory, MB", "marks", box=None)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        container = build(make_zip(folder / "course.zip", _PROJECT), folder)
        for name, files in (("right", _right(course)), ("hangs everywhere", _hanging(course))):
            graded = container.grade(files, limits=GRADESCOPES)
            table.add_row(*_row(name, graded))
    console = Console(width=110)
    processors, memory = GRADESCOPES.processors, GRADESCOPES.memory >> 20
    console.print(f"{len(course.assignments)} assignments, {processors} processors, {memory} MB", highlight=False)
    console.print(table)
    return 0


def _right(course: Course) -> Mapping[str, str]:
    return {f"{one.name}.py": one.reference.read_text(encoding="utf-8") for one in course.assignments}


def _hanging(course: Course) -> Mapping[str, str]:
    hangs = "    while True:\n        pass\n"
    return {name: _FUNCTION.sub(lambda found: found[0] + hangs, text) for name, text in _right(course).items()}


def _row(name: str, graded: Graded) -> tuple[str, str, str, str]:
    usage = graded.usage
    return name, f"{usage.seconds:.1f}", f"{usage.anonymous / 2**20:.0f}", f"{graded.results['score']:g}"


if __name__ == "__main__":
    sys.exit(main())
