"""Gradescope's container, emulated: root without user namespaces, little memory, and a folder /autograder.

The machine's own system is seen read-only, with a fresh /tmp and /root. Limits are those of
cgroups (version 1) if this process may make some; otherwise grading runs without limits, and nothing is measured.
"""

from __future__ import annotations

import compileall
import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

SECONDS: Final = 600.0  # then Gradescope gives up
_PERIOD: Final = 100_000  # microseconds, of the limit of processor time
_CGROUPS: Final = Path("/sys/fs/cgroup")
# What Docker leaves to root by default.
_CAPABILITIES: Final = (
    *("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP"),
    *("NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE"),
)
# Enters a user namespace, waits until it is root there, and lets nobody make another one.
_NO_NAMESPACES: Final = """\
import ctypes, os, sys
assert ctypes.CDLL(None).unshare(0x10000000) == 0
os.read(0, 1)
with open("/proc/sys/user/max_user_namespaces", "w") as file:
    file.write("0")
os.execvp(sys.argv[1], sys.argv[1:])
"""
_SYSTEM: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/var", "/sys")


class Limits(NamedTuple):
    """What the container may use."""

    memory: int = 768 << 20  # bytes
    processors: float = 0.5


GRADESCOPES: Final = Limits()
FREE: Final = Limits(processors=8.0)  # for tests that are not about time


@dataclass
class Usage:
    """What a run used."""

    seconds: float = 0.0
    anonymous: int = 0  # the peak of memory that no file backs, in bytes
    charged: int = 0  # the peak with the pages of files, which the kernel can take back, in bytes
    killed: int = 0  # processes that ran out of memory


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    output: str
    usage: Usage


@dataclass(frozen=True)
class Graded(Ran):
    """A graded submission."""

    text: str  # of results.json

    @property
    def results(self) -> dict[str, Any]:
        """The content of results.json."""
        document: dict[str, Any] = json.loads(self.text)
        return document

    @property
    def scores(self) -> dict[str, float]:
        """The marks of each part."""
        return {test["name"]: test["score"] for test in self.results["tests"]}


@dataclass(frozen=True)
class Container:
    """A container with an unpacked zip, built: it can grade one submission after the other."""

    folder: Path  # on this machine, seen as /autograder
    engine: Path  # on this machine, seen as /engine
    environment: Mapping[str, str] = field(default_factory=dict)
    python_for: str = "0755"  # the rights of the folders above Python

    def grade(
        self,
        files: Mapping[str, bytes | str],
        metadata: object = None,
        *,
        environment: Mapping[str, str] | None = None,
        limits: Limits = FREE,
    ) -> Graded:
        """Have a submission graded as Gradescope's harness does.

        Args:
            files: what the student handed in, by their paths in the submission's folder.
            metadata: the content of submission_metadata.json; bytes are written as they are.
            environment: more variables for `run_autograder`.
            limits: of memory and processor time.
        """
        submission, results = self.folder / "submission", self.folder / "results"
        for folder in (submission, results):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        put(submission, files)
        content = metadata if isinstance(metadata, bytes) else json.dumps(metadata or {}).encode()
        (self.folder / "submission_metadata.json").write_bytes(content)
        run = self.run("/autograder/run_autograder", environment=environment, limits=limits)
        path = results / "results.json"
        return Graded(run.code, run.output, run.usage, path.read_text(encoding="utf-8") if path.is_file() else "")

    def run(self, *command: str, environment: Mapping[str, str] | None = None, limits: Limits = FREE) -> Ran:
        """Run a command as root in the container, in /autograder."""
        usage = Usage()
        variables = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.environment, **(environment or {})}
        line = [sys.executable, "-I", "-S", "-c", _NO_NAMESPACES, *self._walls(), *command]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with _limited(limits, usage) as groups:
            start = time.monotonic()
            with subprocess.Popen(line, env=variables, text=True, **pipes) as process:  # type: ignore[call-overload]
                _be_root(process.pid)
                for group in groups:
                    (group / "cgroup.procs").write_text(str(process.pid))
                try:
                    output, _ = process.communicate("\n", timeout=SECONDS)
                finally:
                    process.kill()
            usage.seconds = time.monotonic() - start
        return Ran(process.returncode, output, usage)

    @property
    def hides_python(self) -> bool:
        """Whether `python_for` decides who can read Python, which is so if it is outside the system's folders."""
        return any(len(Path(path).parents) > 2 for path in _python_folders())

    def _walls(self) -> list[str]:
        walls = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent"]
        walls += ["--cap-drop", "ALL", *(word for name in _CAPABILITIES for word in ("--cap-add", f"CAP_{name}"))]
        for entry in filter(Path.exists, map(Path, _SYSTEM)):
            kind = ["--symlink", os.readlink(entry)] if entry.is_symlink() else ["--ro-bind", str(entry)]
            walls += [*kind, str(entry)]
        walls += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp", "--tmpfs", "/root"]
        for path in _python_folders():
            for parent in reversed(Path(path).parents[:-2]):
                walls += ["--perms", self.python_for, "--dir", str(parent)]
            walls += ["--ro-bind", path, path]
        walls += ["--ro-bind", str(self.engine), "/engine", "--bind", str(self.folder), "/autograder"]
        return [*walls, "--remount-ro", "/", "--chdir", "/autograder", "--"]


def put(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write these files, given by their paths in the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def build(archive: Path, folder: Path, environment: Mapping[str, str] | None = None) -> Container:
    """The container of a zip, with this Python in place of what setup.sh would install.

    Skips the test if a container cannot be emulated.
    """
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("bwrap") is None:
        pytest.skip("only root can emulate Gradescope's container, and needs bubblewrap")
    source, engine = folder / "autograder" / "source", folder / "engine"
    for path, inner in ((archive, source), (None, engine)):
        with zipfile.ZipFile(path or next(source.glob("*.whl"))) as opened:
            opened.extractall(inner)
    compileall.compile_dir(engine, quiet=1)  # as pip does
    shutil.copy(source / "run_autograder", folder / "autograder" / "run_autograder")
    (folder / "autograder" / "run_autograder").chmod(0o755)
    variables = {"AUTOGRADER_PYTHON": sys.executable, "PYTHONPATH": "/engine", **(environment or {})}
    container = Container(folder / "autograder", engine, variables)
    attempt = container.run("true")
    if attempt.code:
        pytest.skip(f"Gradescope's container cannot be emulated here: {attempt.output.strip()}")
    return container


def _python_folders() -> list[str]:
    """Where this Python and its packages are, if not in a folder of the system."""
    prefixes = (sys.base_prefix, sys.prefix)
    folders = {path for prefix in prefixes for path in (os.path.abspath(prefix), os.path.realpath(prefix))}
    return sorted(path for path in folders if not path.startswith(_SYSTEM))


def _be_root(process: int) -> None:
    """Map all users of the process's user namespace to themselves, once it has one."""
    ours = os.readlink("/proc/self/ns/user")
    while os.readlink(f"/proc/{process}/ns/user") == ours:
        time.sleep(0.001)
    for kind in ("uid_map", "gid_map"):
        Path(f"/proc/{process}/{kind}").write_text("0 0 65536")


@contextlib.contextmanager
def _limited(limits: Limits, usage: Usage) -> Iterator[list[Path]]:
    """The cgroups for a run, whose usage is recorded; none if they are not available here."""
    name = f"gradescope-{os.getpid()}-{threading.get_ident()}"
    groups = [_CGROUPS / kind / name for kind in ("memory", "cpu")]
    try:
        for group in groups:
            group.mkdir()
        (groups[0] / "memory.limit_in_bytes").write_text(str(limits.memory))
        (groups[1] / "cpu.cfs_period_us").write_text(str(_PERIOD))
        (groups[1] / "cpu.cfs_quota_us").write_text(str(int(limits.processors * _PERIOD)))
    except OSError:
        _remove(groups)
        yield []
        return
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(groups[0], usage, done))
    watch.start()
    try:
        yield groups
    finally:
        done.set()
        watch.join()
        usage.charged = int((groups[0] / "memory.max_usage_in_bytes").read_text())
        usage.killed = _fields(groups[0] / "memory.oom_control").get("oom_kill", 0)
        _remove(groups)


def _watch(group: Path, usage: Usage, done: threading.Event) -> None:
    while not done.wait(0.01):
        usage.anonymous = max(usage.anonymous, _fields(group / "memory.stat")["total_rss"])


def _fields(path: Path) -> dict[str, int]:
    return {name: int(number) for name, number in (line.split() for line in path.read_text().splitlines())}


def _remove(groups: list[Path]) -> None:
    for group in groups:
        for _ in range(200):  # killed processes may not be gone yet
            try:
                group.rmdir()
                break
            except FileNotFoundError:
                break
            except OSError:
                time.sleep(0.05)
