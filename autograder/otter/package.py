"""The autograder zip for otter: what `otter generate` makes, the plugin, the engine and the course.

otter_config.json, ...        otter's own, with the plugin and without any test
requirements.autograder.zip   the engine's wheel with what installs it, and both halves of the course
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from otter.generate import main as otter_generate

from autograder.course import REQUIREMENTS, Course
from autograder.grading.sessions import rehearse
from autograder.otter.plugin import PLUGIN
from autograder.otter.settings import COURSE_ARCHIVE, Setting
from autograder.packing.archive import write_zip
from autograder.packing.contents import CONSTRAINTS, INSTALL_TORCH, course_files, installation_files
from autograder.packing.engine import engine_wheel
from autograder.packing.packages import allowed_packages

EXECUTABLE: Final = ("setup.sh", "run_autograder")

# Students see each part at once, and only once: not in a summary of public tests as well.
_SHOWN: Final = {"show_hidden": True, "show_all_public": True, "force_public_test_summary": False}
_NO_TESTS: Final = b"Otter runs no tests: its plugin has the submission graded by the command autograder.\n"

_RUN_OTTER: Final = b'''"""Runs otter in a container, where it never reads a notebook that was handed in."""

from pathlib import Path

from otter.run.run_autograder import main

from autograder.otter.plugin import stash_notebooks

if __name__ == "__main__":
    stash_notebooks(Path("/autograder/submission"))
    main("/autograder")
'''

# While the image is built there is no submission_metadata.json, and the empty one that `touch` would make ends otter as
# it loads its plugins. bubblewrap gives the best protection where a container may have namespaces of its own.
_SETUP: Final = f"""
# the engine, and what the plugin needs
if [ ! -s /autograder/submission_metadata.json ]; then echo '{{}}' > /autograder/submission_metadata.json; fi
apt-get install -y bubblewrap
mamba run -n otter-env python -m zipfile -e /autograder/source/{COURSE_ARCHIVE} /tmp/engine
mamba run -n otter-env python /tmp/engine/{INSTALL_TORCH} /tmp/engine/{CONSTRAINTS}
mamba run -n otter-env python -m pip install --constraint /tmp/engine/{CONSTRAINTS} /tmp/engine/*.whl
if [ -f /tmp/engine/{REQUIREMENTS} ]; then
    mamba run -n otter-env python -m pip install --constraint /tmp/engine/{CONSTRAINTS} -r /tmp/engine/{REQUIREMENTS}
fi
rm -rf /tmp/engine
"""


def otter_zip_files(course: Course, setting: Setting) -> dict[str, bytes]:
    """The content of every file in the zip, by its path there.

    Raises:
        UserError: the engine's wheel cannot be made, a suite cannot be rehearsed, or requirements.txt names something
            that is not a package.
    """
    allowed_packages(course)
    wheel, content = engine_wheel()
    archive = BytesIO()
    write_zip(
        archive,
        {
            **dict(course_files(course)),
            **rehearse(course, draw=True).files,
            wheel: content,
            **installation_files(course),
        },
    )
    files = _otters_own(setting)
    files[COURSE_ARCHIVE] = archive.getvalue()
    files["tests/README.txt"] = _NO_TESTS
    files["run_otter.py"] = _RUN_OTTER
    files["setup.sh"] += _SETUP.encode()
    return files


def _otters_own(setting: Setting) -> dict[str, bytes]:
    """What `otter generate` makes."""
    config = {"plugins": [{PLUGIN: setting._asdict()}], **_SHOWN}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "otter_config.json").write_text(json.dumps(config), encoding="utf-8")
        otter_generate(
            tests_dir=str(scratch / "tests"),
            output_path=str(scratch / "generated.zip"),
            config=str(scratch / "otter_config.json"),
            no_environment=True,
            no_requirements=True,
            python_version=f"{sys.version_info.major}.{sys.version_info.minor}",
        )
        with zipfile.ZipFile(scratch / "generated.zip") as archive:
            return {name: archive.read(name) for name in archive.namelist()}
