"""The bundle's autograder.py: installs the engine that lies beside it, and has it check the repository.

Classroom 50's runner starts this in the student's repository. It imports nothing but the standard library, and nothing
from the repository. Its exit code is 0 whatever the marks: any other says that the checks could not be run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

BUNDLE = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).parent).resolve()
# -P: nothing is imported from the current folder, which is the student's.
CHECK = ["-P", "-m", "autograder.commands.classroom50_check", str(BUNDLE)]


def main() -> int:
    """Check the repository; returns the exit code."""
    python = sys.executable
    if subprocess.run(
        [python, "-P", "-c", "import autograder.classroom50"], capture_output=True, check=False
    ).returncode:
        python = install(Path(tempfile.mkdtemp(prefix="autograder-")))
    return subprocess.run([python, *CHECK], check=False).returncode


def install(folder: Path) -> str:
    """Install the engine into a folder of its own; returns its Python."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    subprocess.run([python, str(BUNDLE / "install_torch.py"), str(BUNDLE / "constraints.txt")], check=True)
    command = [python, "-m", "pip", "install", "--quiet", "--constraint", str(BUNDLE / "constraints.txt")]
    (wheel,) = BUNDLE.glob("autograder_kit-*.whl")
    packages = BUNDLE / "requirements.txt"
    subprocess.run([*command, str(wheel), *(["-r", str(packages)] if packages.is_file() else [])], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
