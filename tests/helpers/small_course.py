"""A course of one function and a class for it: small, so that a run can be stopped and restarted many times."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

PROJECT: Final = Path(__file__).resolve().parents[2]
SECONDS_TO_END: Final = 20.0  # for everything that is left of a run: ample even on a busy machine

_SUITE: Final = '''
from hypothesis import given
from hypothesis import strategies as st

from autograder.suite import assert_close, part


@part("halves", marks=70)
@given(x=st.integers(-100, 100).map(float))
def test_halves(submission, reference, x):
    """halves every number"""
    assert_close(submission.halve(x), reference.halve(x), "the half")


@part("zero", marks=30)
def test_zero(submission):
    """leaves zero alone"""
    assert_close(submission.halve(x=0.0), 0.0, "half of 0")
'''
NO_VARIABLES: Final[Mapping[str, str]] = MappingProxyType({})
RIGHT: Final = "def halve(x):\n    return x / 2\n"
WRONG: Final = "def halve(x):\n    return x / 3\n"
WORK: Final = {
    "ada": RIGHT,
    "ben": WRONG,
    "cleo": "import os\ndef halve(x):\n    os._exit(1) if x > 50 else None\n    return x / 2\n",
    "dana": "def halve(x):\n    raise NotImplementedError\n",
    "eva": "def halve(x):\n    return x // 2\n",
    "finn": "def halve(x:\n",
    "gil": RIGHT,
    "hana": "import os\nos._exit(1)\n",
}
_SLOWLY: Final = "import time\ntime.sleep({seconds})\n"


def make_course(folder: Path, names: Sequence[str] = ("halving",)) -> None:
    """Write the course, into `course`: one assignment, or the same under several names."""
    for number, name in enumerate(names, 1):
        public, private = folder / "course/assignments" / name, folder / "course/solutions" / name
        public.mkdir(parents=True)
        private.mkdir(parents=True)
        (public / "README.md").write_text(f"# {number}. {name.capitalize()}\n")
        (public / f"{name}.py").write_text("def halve(x: float) -> float:\n    raise NotImplementedError\n")
        (public / "contract.py").write_text("def halve(x: float) -> float: ...\n")
        (private / "__init__.py").write_text("")
        (private / f"{name}.py").write_text("def halve(x: float) -> float:\n    return x / 2\n")
        (private / f"test_{name}.py").write_text(_SUITE)


def hand_in(folder: Path, student: str, text: str, seconds: float = 0.0) -> None:
    """Put a student's file into `class`, one that takes so many seconds to load."""
    (folder / "class" / student).mkdir(parents=True, exist_ok=True)
    slowly = _SLOWLY.format(seconds=seconds) if seconds else ""
    (folder / "class" / student / "halving.py").write_text(slowly + text)


def command(*options: str, out: str = "out") -> list[str]:
    """The command line that grades `class` with `course`."""
    program = [sys.executable, "-m", "autograder.cli", "grade", "class", "--out", out, "--course", "course"]
    return [*program, *options]


def environment(folder: Path) -> dict[str, str]:
    """Environment variables, with `tmp` as the folder for temporary files."""
    (folder / "tmp").mkdir(exist_ok=True)
    return {**os.environ, "PYTHONPATH": str(PROJECT), "TMPDIR": str(folder / "tmp")}


def start(
    folder: Path, *options: str, out: str = "out", variables: Mapping[str, str] = NO_VARIABLES, **others: Any
) -> subprocess.Popen[str]:
    """Start a run, in its own process group."""
    others = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, **others}
    line = command(*options, out=out)
    return subprocess.Popen(line, cwd=folder, env={**environment(folder), **variables}, text=True, **others)


def run(folder: Path, *options: str, out: str = "out", **others: Any) -> subprocess.CompletedProcess[str]:
    """Run it to the end."""
    with start(folder, *options, out=out, **others) as process:
        output, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def results(out: Path) -> dict[str, bytes]:
    """The files of a results folder that must not differ between runs, by name."""
    paths = [*out.glob("grades.csv"), *out.glob("students/*/[!.]*")]  # without the hidden files of a killed run
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def records(out: Path) -> dict[str, bytes]:
    """The records kept in a results folder, by name."""
    return {path.name: path.read_bytes() for path in out.glob("state/*/*.json")}


def leftovers(folder: Path) -> list[Path]:
    """Temporary files, in the results folder or among the system's."""
    return [*folder.glob("out/**/*.unfinished"), *(folder / "tmp").iterdir()]


# --- processes ---


def adopt_orphans(yes: bool = True) -> None:
    """Become the parent of orphaned processes, so that they can be found."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, int(yes), 0, 0, 0)


def descendants(process: int | None = None) -> list[int]:
    """Descendants of a process, by default of this one; its own children first."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
            if fields[0] != "Z":
                children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    family, todo = [], [process or os.getpid()]
    while todo:
        offspring = children.get(todo.pop(0), [])
        family += offspring
        todo += offspring
    return family


def all_end(seconds: float = SECONDS_TO_END, *, besides: Collection[int] = ()) -> bool:
    """Whether all our processes end within so many seconds, apart from those that ran before."""
    deadline = time.monotonic() + seconds
    while set(descendants()) - set(besides):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return True


def graders(run: subprocess.Popen[str]) -> list[int]:
    """The grader processes of a run: they are forks, so they have the same command line."""
    own = _command_line(run.pid)
    return [process for process in descendants(run.pid) if _command_line(process) == own]


def described(process: int) -> str:
    """A process with its state and its command line, for whoever reads that it should have ended."""
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return f"process {process} ({state}): {_command_line(process).replace(bytes(1), b' ').decode()}"
    return f"process {process}, which has ended since"


def _command_line(process: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def wait_for(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{condition} did not hold within {seconds:g} s"
        time.sleep(0.01)


def kill(processes: Sequence[int], number: int = signal.SIGKILL) -> None:
    """Send a signal to processes, some of which may be gone."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def forget(out: Path) -> None:
    """Remove a results folder."""
    shutil.rmtree(out, ignore_errors=True)
