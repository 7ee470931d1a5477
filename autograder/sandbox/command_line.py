"""How a zygote is started at each level: what it sees, its environment, its command line."""

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

from autograder.worker.limits import SCRATCH_BYTES
from autograder.worker.plan import Plan
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
    # Without it the C library does not ask for huge pages, and a fork takes three times as long.
    "/sys/kernel/mm/transparent_hugepage",
)
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_BUILDING_SITE: Final = "/scratch"
_SLOTS_PER_CORE: Final = 4
_PROCESSES: Final = 64
_PROCESSES_TOGETHER: Final = 1024  # where all workers are counted as one user
_FIRST_USER: Final = 60000
_SITE_FOLDERS: Final = ("site-packages", "dist-packages")

# Loads the folder `worker` as a package of that name: nothing beside it can be imported.
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
    """The system's bubblewrap, or else one that was installed beside this Python."""
    beside = os.path.join(sys.prefix, "bin")
    return shutil.which("bwrap") or shutil.which("bwrap", path=beside)


def environment(home: str) -> dict[str, str]:
    """All environment variables of a zygote, or of a plain worker: nothing of the trusted side's."""
    kept = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "SYSTEMROOT")
    threads = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "USER": "student",
        "LANG": "C.UTF-8",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "PYTHONMALLOC": "malloc",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.path.join(home, "matplotlib"),
        **dict.fromkeys(threads, "1"),
        **{name: os.environ[name] for name in kept if name in os.environ},
    }


def view() -> View:
    """What is seen of this machine: the system's libraries, this Python, its packages, the worker's code."""
    links = tuple(Symlink(path, os.readlink(path)) for path in _SYSTEM if os.path.islink(path))
    system = [path for path in _SYSTEM if os.path.exists(path) and not os.path.islink(path)]
    binds: list[Bind] = []
    for path in [*system, *_python_folders()]:
        if not any(_is_beneath(path, bind.target) for bind in binds):
            binds.append(Bind(os.path.realpath(path), path))
    binds.append(Bind(ENGINE_OUTSIDE, ENGINE_INSIDE))
    return View(links, tuple(binds), _DEVICES, (_BUILDING_SITE,))


def _python_folders() -> Iterator[str]:
    """Where this Python and its packages are, by the names it uses and by what they resolve to."""
    for path in (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix, *_site_folders()):
        yield os.path.abspath(path)
        yield os.path.realpath(path)


def _site_folders() -> list[str]:
    """Where packages are imported from. Other entries of the path may be a course, and are left out."""
    return [path for path in sys.path if os.path.basename(path) in _SITE_FOLDERS and os.path.isdir(path)]


def _is_beneath(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def plan(level: Level, *, warm_up: bool) -> Plan:
    """How the workers of a zygote at this level are confined."""
    seen = view()
    inside = level.outer in ("bwrap", "unshare")
    targets = [bind.target if inside else bind.source for bind in seen.binds]
    flat = inside and not level.namespaces
    return Plan(
        namespaces=level.namespaces,
        landlock_required=not level.namespaces,
        readable=tuple(targets),
        devices=_DEVICES,
        kept_in_tmp=tuple(path for path in targets if _is_beneath(path, "/tmp")),
        building_site=_BUILDING_SITE,
        slots=tuple(_slots()) if flat else (),
        first_user=_FIRST_USER if level.user_per_worker else None,
        processes=_processes(level),
        warm_up=warm_up,
    )


def _processes(level: Level) -> int | None:
    """How many threads a worker may have, unless the user's other processes would count too.

    Kernels count for each user namespace since 5.14. What belongs to root they never count.
    """
    if level.user_per_worker:
        return _PROCESSES
    if level.outer == "none" or _kernel() < (5, 14):
        return None
    return _PROCESSES if level.namespaces else _PROCESSES_TOGETHER


def _kernel() -> tuple[int, int]:
    major, minor, *_ = re.findall(r"\d+", platform.release())
    return int(major), int(minor)


def _slots() -> Iterable[str]:
    """Places to write to, for more workers than there are graders: some are being emptied."""
    return (f"{_BUILDING_SITE}/{number}" for number in range(_SLOTS_PER_CORE * (os.cpu_count() or 1) + 8))


def zygote_command(level: Level, program: str, control: int, *, warm_up: bool) -> list[str]:
    """The command line of a zygote.

    Args:
        level: how it is protected.
        program: Python source that runs it.
        control: the number of its control socket.
        warm_up: false for a trial, which starts within milliseconds.

    Raises:
        SandboxError: what it takes is not installed.
    """
    told = [str(control), plan(level, warm_up=warm_up).to_json()]
    if level.outer == "none":
        return [*python(program, ENGINE_OUTSIDE), *told]
    inner = [*python(program, ENGINE_INSIDE), *told]
    if level.outer == "unshare":
        return [*_bare_python(_LAUNCH), str(control), view().to_json(), json.dumps(inner)]
    return [*_bwrap(level), *inner]


def python(program: str, engine: str) -> list[str]:
    """This Python on a program that imports `worker`; its further arguments start at `sys.argv[3]`."""
    packages = os.pathsep.join(path for path in _site_folders() if not _is_beneath(path, sys.prefix))
    return [_executable(), "-s", "-P", "-c", _BOOT + program, engine, packages]


def _bare_python(program: str) -> list[str]:
    return [_executable(), "-I", "-S", "-c", _BOOT + program, ENGINE_OUTSIDE, ""]


def _executable() -> str:
    """This Python by a name that is seen inside, too."""
    folders = ("/usr", "/bin", *_python_folders())
    if any(_is_beneath(sys.executable, folder) for folder in folders):
        return sys.executable
    return os.path.realpath(sys.executable)


def _bwrap(level: Level) -> list[str]:
    """bubblewrap with everything up to the command."""
    found = find_bwrap()
    if found is None:
        raise SandboxError("bubblewrap (the command bwrap) is not installed")
    seen = view()
    command = [found, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"]
    user = str(USER_INSIDE)
    command += ["--uid", user, "--gid", user, "--cap-drop", "ALL"]
    for link in seen.symlinks:
        command += ["--symlink", link.to, link.path]
    command += ["--proc", "/proc", "--tmpfs", "/tmp"]
    for folder in seen.folders:
        command += ["--dir", folder]
    for source, target in seen.binds:
        command += ["--ro-bind", source, target]
    for device in seen.devices:
        command += ["--dev-bind", device, device]
    if not level.namespaces:
        for slot in _slots():
            command += ["--size", str(SCRATCH_BYTES), "--tmpfs", slot]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]
