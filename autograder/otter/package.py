"""The autograder zip for otter: what `otter generate` makes, the plugin, the engine and the course.

otter_config.json, ...        otter's own, with the plugin and without any test
requirements.autograder.zip   the engine's wheel, what to hold its requirements to, and both halves of the course
"""

from __future__ import annotations

import email
import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from otter.generate import main as otter_generate

from autograder.course import Course
from autograder.otter.plugin import PLUGIN
from autograder.otter.settings import COURSE_ARCHIVE, Setting
from autograder.packing import CONSTRAINTS, constraints_of, course_files, engine_wheel, write_zip

EXECUTABLE: Final = ("setup.sh", "run_autograder")

# Parts are shown at once, and not twice, in a summary of public tests and on their own.
_SHOWN: Final = {"show_hidden": True, "show_all_public": True, "force_public_test_summary": False}
_NO_TESTS: Final = b"Otter runs no tests: its plugin has the submission graded by the command autograder.\n"

_RUN_OTTER: Final = b'''"""Runs otter in a container, where it gets to read no notebook that was handed in."""

from pathlib import Path

from otter.run.run_autograder import main

from autograder.otter.plugin import put_notebooks_by

if __name__ == "__main__":
    put_notebooks_by(Path("/autograder/submission"))
    main("/autograder")
'''

# The image is built before submission_metadata.json is there, and `touch` would make an empty one, at which otter's
# loading of plugins fails. bubblewrap protects best, where containers may have namespaces of their own.
_SETUP: Final = """
# the engine, and what the plugin needs
if [ ! -s /autograder/submission_metadata.json ]; then echo '{{}}' > /autograder/submission_metadata.json; fi
apt-get install -y bubblewrap
mamba run -n otter-env python -m zipfile -e /autograder/source/{archive} /tmp/engine
mamba run -n otter-env python -m pip install {constraint}/tmp/engine/{wheel}
rm -rf /tmp/engine
"""


def otter_zip_files(course: Course, setting: Setting) -> dict[str, bytes]:
    """The contents of every file in the zip, by its path there.

    Raises:
        UserError: the engine's wheel cannot be built.
    """
    wheel, content = engine_wheel()
    inner = {**dict(course_files(course)), wheel: content}
    constraint = ""
    if constraints := constraints_of(course):
        inner[CONSTRAINTS] = _without_torch(constraints.decode()).encode()
        constraint = f"--constraint /tmp/engine/{CONSTRAINTS} "
    with tempfile.TemporaryDirectory() as scratch:
        files = _otters_own(Path(scratch), setting, _torch_of_conda(content))
        write_zip(Path(scratch, COURSE_ARCHIVE), inner)
        files[COURSE_ARCHIVE] = Path(scratch, COURSE_ARCHIVE).read_bytes()
    files["tests/README.txt"] = _NO_TESTS
    files["run_otter.py"] = _RUN_OTTER
    files["setup.sh"] += _SETUP.format(archive=COURSE_ARCHIVE, constraint=constraint, wheel=wheel).encode()
    return files


def _otters_own(scratch: Path, setting: Setting, torch: str) -> dict[str, bytes]:
    """What `otter generate` makes."""
    given: Mapping[str, dict[str, Any]] = {
        "otter_config.json": {"plugins": [{PLUGIN: setting._asdict()}], **_SHOWN},
        "environment.yml": {"channels": ["conda-forge"], "dependencies": [torch]},  # JSON is YAML
    }
    for name, content in given.items():
        (scratch / name).write_text(json.dumps(content), encoding="utf-8")
    otter_generate(
        tests_dir=str(scratch / "tests"),
        output_path=str(scratch / "generated.zip"),
        config=str(scratch / "otter_config.json"),
        environment=str(scratch / "environment.yml"),
        no_requirements=True,
        python_version=f"{sys.version_info.major}.{sys.version_info.minor}",
    )
    with zipfile.ZipFile(scratch / "generated.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _torch_of_conda(wheel: bytes) -> str:
    """The releases of torch that the engine takes, as conda's build for the CPU: pip's is a CUDA build of gigabytes."""
    with zipfile.ZipFile(BytesIO(wheel)) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        required = email.message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    (torch,) = [line for line in required if re.match(r"torch\b", line)]
    return torch.replace("torch", "pytorch-cpu ", 1)


def _without_torch(constraints: str) -> str:
    """The constraints, but for torch: conda has the newest release later than pip."""
    return "".join(line for line in constraints.splitlines(keepends=True) if not re.match(r"torch\b", line))
