"""The zip for Gradescope.

setup.sh                    makes /opt/autograder when the image is built: Python, torch's CPU build, the engine
run_autograder              grades one submission
not-graded.json             what the student reads if the grader writes no result
gradescope.json             the settings
autograder_kit-*.whl        the engine
install_torch.py, constraints.txt    for setup.sh: where torch comes from, and the releases to install
assignments/, solutions/, requirements.txt    the course
solutions/.rehearsed/       what the suites draw and the references answer, so that no container works it out
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from autograder.course import Course
from autograder.gradescope.settings import SETTINGS_FILE, Settings
from autograder.grading.sessions import rehearse
from autograder.packing.contents import course_files, installation_files
from autograder.packing.engine import engine_wheel
from autograder.packing.packages import allowed_packages
from autograder.reports.results_json import not_graded_json

SCRIPTS: Final = ("setup.sh", "run_autograder")


def package_files(course: Course, settings: Settings) -> dict[str, bytes]:
    """The content of every file in the zip, by its path there.

    Raises:
        UserError: the engine's wheel cannot be made, a suite cannot be rehearsed, or requirements.txt names something
            that is not a package.
    """
    allowed_packages(course)
    wheel, content = engine_wheel()
    return {
        **dict(course_files(course)),
        **rehearse(course, draw=True).files,
        **{name: Path(__file__).with_name(name).read_bytes() for name in SCRIPTS},
        wheel: content,
        **installation_files(course),
        SETTINGS_FILE: settings.to_json(),
        "not-graded.json": not_graded_json().encode(),
    }
