"""How a zygote is started at each level: its view, its environment, its command line."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from autograder.worker.control import Confinement
from autograder.worker.limits import SCRATCH_BYTES
from autograder.worker.view import USER_INSIDE, Bind, Symlink, View

from .errors import SandboxError
from .levels import Level

ENGINE_INSIDE: Final = "/engine/worker"
ENGINE_OUTSIDE: Final = str(Path(__file__).resolve().parents[1] / "worker")

_SYSTEM: Final = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    # Without it the C library does not use huge pages, and a fork takes three times as long.
    "/sys/kernel/mm/transparent_hugepage",
)
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_STAGING_DIR: Final = "/scratch"
# Each core has one grader with one worker; the other folders are being emptied, or belong to workers being replaced.
_SCRATCH_FOLDERS_PER_CORE: Final = 4
_SPARE_SCRATCH_FOLDERS: Final = 8  # for machines with few cores
_PROCESSES: Final = 64  # enough for thread pools and data loaders, and too few to swamp the machine
_PROCESSES_TOGETHER: Final = 1024  # if all workers count as one user: enough for those of all cores
_FIRST_USER: Final = 60000  # above the users of a system, below `nobody`
_SITE_FOLDERS: Final = ("site-packages", "dist-packages")

# Loads the folder `worker` as a package of that name, so that nothing else of the engine can be imported.
_BOOT: Final = """\
import importlib.util as util, os, sys
folder = sys.argv[1]
sys.path += [path for path in sys.argv[2].split(os.pathsep) if path]
spec = util.spec_from_file_location("worker", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["worker"] = package = util.module_from_spec(spec)
spec.loader.exec_module(package)
"""
ZYGOTE: Final = "from worker.zygote import main\nmain()\n"
PLAIN: Final = "from worker.plain import main\nmain()\n"
_LAUNCH: Final = "from worker.launch import main\nmain()\n"


def find_bwrap() -> str | None:
    """The system's bubblewrap, or one installed next to this Python."""
    beside = os.path.join(sys.prefix, "bin")
    return shutil.which("bwrap") or shutil.which("bwrap", path=beside)


def environment(home: str) -> dict[str, str]:
    """All environment variables of a zygote or a plain worker: nothing secret of the trusted side's is among them."""
    inherited = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "SYSTEMROOT")
    threads = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "USER": "student",
        "LANG": "C.UTF-8",
        # Each arena takes 64 MiB of the address space that is limited, and every thread would have its own.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=4",
        "PYTHONMALLOC": "malloc",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.path.join(home, "matplotlib"),
        **dict.fromkeys(threads, "1"),
        **{name: os.environ[name] for name in inherited if name in os.environ},
    }


def view() -> View:
    """What is visible of this machine: the system's libraries, this Python, its packages, the worker's code."""
    links = tuple(Symlink(path, os.readlink(path)) for path in _SYSTEM if os.path.islink(path))
    system = [path for path in _SYSTEM if os.path.exists(path) and not os.path.islink(path)]
    binds: list[Bind] = []
    for path in [*system, *_python_folders()]:
        if not any(_is_beneath(path, bind.target) for bind in binds):
            binds.append(Bind(os.path.realpath(path), path))
    binds.append(Bind(ENGINE_OUTSIDE, ENGINE_INSIDE))
    return View(links, tuple(binds), _DEVICES, (_STAGING_DIR,))


def _python_folders() -> Iterator[str]:
    """Where this Python and its packages are, both by the paths it uses and by what they resolve to."""
    for path in (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix, *_site_folders()):
        yield os.path.abspath(path)
        yield os.path.realpath(path)


def _site_folders() -> list[str]:
    """Where packages are imported from. Other entries of the import path may be a course, and are left out."""
    return [path for path in sys.path if os.path.basename(path) in _SITE_FOLDERS and os.path.isdir(path)]


def _is_beneath(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def confinement(level: Level, *, warm_up: bool) -> Confinement:
    """How the workers of a zygote at this level are confined."""
    inside = level.outer in ("bwrap", "unshare")
    targets = [bind.target if inside else bind.source for bind in view().binds]
    flat = inside and not level.namespaces
    return Confinement(
        namespaces=level.namespaces,
        landlock_required=not level.namespaces,
        readable=tuple(targets),
        devices=_DEVICES,
        kept_in_tmp=tuple(path for path in targets if _is_beneath(path, "/tmp")),
        staging_dir=_STAGING_DIR,
        scratch_folders=tuple(_scratch_folders()) if flat else (),
        first_user=_FIRST_USER if level.user_per_worker else None,
        processes=_processes(level),
        warm_up=warm_up,
    )


def _processes(level: Level) -> int | None:
    """How many threads a worker may have; None if the user's other processes would count too.

    Since 5.14 kernels count per user namespace. They never count processes of root.
    """
    if level.user_per_worker:
        return _PROCESSES
    if level.outer == "none" or _kernel() < (5, 14):
        return None
    return _PROCESSES if level.namespaces else _PROCESSES_TOGETHER


def _kernel() -> tuple[int, int]:
    major, minor, *_ = re.findall(r"\d+", platform.release())
    return int(major), int(minor)


def _scratch_folders() -> Iterable[str]:
    """Folders for workers to write to, more than there are graders: some are being emptied."""
    count = _SCRATCH_FOLDERS_PER_CORE * (os.cpu_count() or 1) + _SPARE_SCRATCH_FOLDERS
    return (f"{_STAGING_DIR}/{number}" for number in range(count))


def zygote_command(level: Level, program: str, control: int, *, warm_up: bool) -> list[str]:
    """The command line of a zygote.

    Args:
        level: how it is protected.
        program: the Python source that it runs.
        control: the number of its control socket.
        warm_up: false for a trial, which starts within milliseconds.

    Raises:
        SandboxError: a program that the level needs is not installed.
    """
    arguments = [str(control), confinement(level, warm_up=warm_up).to_json()]
    if level.outer == "none":
        return [*python(program, ENGINE_OUTSIDE), *arguments]
    inner = [*python(program, ENGINE_INSIDE), *arguments]
    if level.outer == "unshare":
        return [*_bare_python(_LAUNCH), str(control), view().to_json(), json.dumps(inner)]
    return [*_bwrap(level), *inner]


def python(program: str, engine: str) -> list[str]:
    """This Python with a program that imports `worker`; arguments for it start at `sys.argv[3]`."""
    packages = os.pathsep.join(path for path in _site_folders() if not _is_beneath(path, sys.prefix))
    return [_executable(), "-s", "-P", "-c", _BOOT + program, engine, packages]


def _bare_python(program: str) -> list[str]:
    return [_executable(), "-I", "-S", "-c", _BOOT + program, ENGINE_OUTSIDE, ""]


def _executable() -> str:
    """This Python, by a path that exists inside as well."""
    folders = ("/usr", "/bin", *_python_folders())
    if any(_is_beneath(sys.executable, folder) for folder in folders):
        return sys.executable
    return os.path.realpath(sys.executable)


def _bwrap(level: Level) -> list[str]:
    """The bubblewrap command line, up to the command that it runs."""
    bwrap = find_bwrap()
    if bwrap is None:
        raise SandboxError("bubblewrap (the command bwrap) is not installed")
    visible = view()
    command = [bwrap, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"]
    user = str(USER_INSIDE)
    command += ["--uid", user, "--gid", user, "--cap-drop", "ALL"]
    for link in visible.symlinks:
        command += ["--symlink", link.to, link.path]
    command += ["--proc", "/proc", "--tmpfs", "/tmp"]
    for folder in visible.folders:
        command += ["--dir", folder]
    for source, target in visible.binds:
        command += ["--ro-bind", source, target]
    for device in visible.devices:
        command += ["--dev-bind", device, device]
    if not level.namespaces:
        for folder in _scratch_folders():
            command += ["--size", str(SCRATCH_BYTES), "--tmpfs", folder]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]
