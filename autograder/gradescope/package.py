"""The zip for Gradescope.

setup.sh             makes /opt/autograder when the image is built: Python, torch for the CPU, the engine
run_autograder       grades one submission
not-graded.json      what the student reads where the grader comes to no result
gradescope.json      the options
autograder-*.whl     the engine, and constraints.txt with the releases that it is tested with
assignments/, solutions/    the course
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from autograder.course import Course
from autograder.gradescope.settings import SETTINGS_FILE, Settings
from autograder.packing import CONSTRAINTS, constraints_of, course_files, engine_wheel
from autograder.reports.results_json import not_graded_json

SCRIPTS: Final = ("setup.sh", "run_autograder")


def package_files(course: Course, settings: Settings) -> dict[str, bytes]:
    """The contents of every file in the zip, by its path there.

    Raises:
        UserError: the engine's wheel cannot be built.
    """
    wheel, content = engine_wheel()
    return {
        **dict(course_files(course)),
        **{name: (Path(__file__).parent / name).read_bytes() for name in SCRIPTS},
        wheel: content,
        CONSTRAINTS: constraints_of(course),
        SETTINGS_FILE: settings.to_json(),
        "not-graded.json": not_graded_json().encode(),
    }
