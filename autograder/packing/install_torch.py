"""Install PyTorch's CPU build for this Python: `python install_torch.py [CONSTRAINTS]`.

On Linux x86-64 the default package index has torch as a CUDA build of several gigabytes, but the CPU build is enough
here. So PyTorch's own index of CPU builds is asked first and the default index second, and a CUDA build is refused.
On other systems the default index has CPU builds. If a suitable torch is installed, it stays.

This is run before the engine is installed, by the Makefile, by students and in containers: it imports nothing but the
standard library. The variable TORCH_INDEX names another index of CPU builds.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

REQUIREMENT: Final = "torch>=2.2.2,<=2.13.0"  # as in pyproject.toml
CPU_INDEX: Final = "https://download.pytorch.org/whl/cpu"  # as in pyproject.toml, for uv
INDEX_VARIABLE: Final = "TORCH_INDEX"
CONSTRAINTS: Final = "constraints.txt"
_SECONDS: Final = 10.0  # for an answer; pip's own time-out is per address, and an index has many addresses
_CUDA: Final = ("nvidia", "cuda")  # what the requirements of a CUDA build begin with


class Index(NamedTuple):
    """A package index."""

    name: str
    options: tuple[str, ...] = ()  # of pip
    seconds: float | None = None  # to wait for an answer


class Answer(NamedTuple):
    """What pip would install from an index."""

    packages: list[Mapping[str, Any]]  # empty if a suitable torch is installed
    error: str = ""  # why it can install nothing

    @property
    def is_cuda(self) -> bool:
        """Whether that is a CUDA build."""
        needs = [need for package in self.packages for need in package["metadata"].get("requires_dist", ())]
        return any(need.startswith(_CUDA) for need in needs)

    def __str__(self) -> str:
        sources = [(package["metadata"], urlsplit(package["download_info"]["url"])) for package in self.packages]
        return ", ".join(f"torch {found['version']} from {url.hostname or unquote(url.path)}" for found, url in sources)


def main() -> int:
    """Install torch from the first index that has a CPU build; returns the exit code."""
    beside = Path(__file__).with_name(CONSTRAINTS)
    constraints = sys.argv[1:2] or ([str(beside)] if beside.is_file() else [])
    wanted = (REQUIREMENT, *(word for name in constraints for word in ("--constraint", name)))
    for index in indexes():
        answer = ask(index, wanted)
        if answer.error:
            _say(f"{index.name} gave no torch: {answer.error}")
        elif not answer.packages:
            _say("a suitable torch is installed")
            return 0
        elif answer.is_cuda and needs_cpu_index():
            _say(f"{index.name} has a CUDA build of several gigabytes, which is not needed: {answer}")
        else:
            _say(f"installing {answer}")
            if subprocess.run([*_pip(index), *wanted], check=False).returncode == 0:
                return 0
    _say(f"there is no CPU build of torch. Try again later, or set {INDEX_VARIABLE} to an index that has one.")
    _say("If you prefer the CUDA build, install torch yourself first.")
    return 1


def needs_cpu_index() -> bool:
    """Whether the default index has CUDA builds for this kind of machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def indexes() -> Iterator[Index]:
    """The indexes to ask, in this order."""
    cpu = os.environ.get(INDEX_VARIABLE, CPU_INDEX)
    if cpu and needs_cpu_index():
        shown = re.sub(r"//[^/@]*@", "//", cpu)  # without a password
        yield Index(
            f"the index of CPU builds {shown}", ("--index-url", cpu, "--timeout", "5", "--retries", "0"), _SECONDS
        )
    yield Index("the default index")


def ask(index: Index, wanted: tuple[str, ...]) -> Answer:
    """Ask pip what it would install."""
    command = [*_pip(index), "--dry-run", "--report", "-", *wanted]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=index.seconds, check=False)
    except subprocess.TimeoutExpired:
        return Answer([], f"no answer within {index.seconds:.0f} s")
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"pip ended with exit code {done.returncode}"]
        return Answer([], lines[-1])
    return Answer(json.loads(done.stdout)["install"])


def _pip(index: Index) -> list[str]:
    # Without dependencies: an index of CPU builds may not have the releases that the constraints name.
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    return [*command, "--only-binary", ":all:", *index.options]


def _say(text: str) -> None:
    print(f"install_torch: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
