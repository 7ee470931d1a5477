"""How a zygote is started at each level: its environment and its command line."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sys
from typing import Final

from autograder.worker import limits
from autograder.worker.control import Confinement
from autograder.worker.view import USER_INSIDE

from .equal_memory import FILLED
from .errors import SandboxError
from .levels import Level
from .seen import DEVICES, ENGINE_INSIDE, ENGINE_OUTSIDE, STAGING_DIR, executable, is_beneath, site_folders, view

_MOST_THREADS: Final = 64  # enough for thread pools and data loaders, and too few to swamp the machine
_FEWEST_THREADS: Final = 8  # however low the user's own limit is
_FIRST_USER: Final = 60000  # above the users of a system, below `nobody`

# Libraries read these once, when they are loaded.
ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)

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
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "USER": "student",
        "LANG": "C.UTF-8",
        # Each arena takes 64 MiB of the address space that is limited, and every thread would have its own.
        "GLIBC_TUNABLES": f"glibc.malloc.hugetlb=1:glibc.malloc.arena_max=4:{FILLED}",
        "PYTHONMALLOC": "malloc",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.path.join(home, "matplotlib"),
        **ONE_THREAD,
        **{name: os.environ[name] for name in inherited if name in os.environ},
    }


def confinement(level: Level, *, warm_up: bool) -> Confinement:
    """How the workers of a zygote at this level are confined."""
    inside = level.outer in ("bwrap", "unshare")
    targets = [bind.target if inside else bind.source for bind in view().binds]
    return Confinement(
        namespaces=level.namespaces,
        landlock_required=not level.namespaces,
        readable=tuple(targets),
        devices=DEVICES,
        kept_in_tmp=tuple(path for path in targets if is_beneath(path, "/tmp")),
        staging_dir=STAGING_DIR,
        first_user=_FIRST_USER if level.user_per_worker else None,
        threads=_threads(level),
        shared_user=level.outer == "none" and not level.user_per_worker,
        warm_up=warm_up,
    )


def _threads(level: Level) -> int | None:
    """How many threads a worker may have; None if the kernel cannot limit those of a worker.

    A user's own limit holds for the workers together: each core has one. Since 5.14 kernels count per user namespace
    as well. They never count threads of root.
    """
    if level.user_per_worker:
        return _MOST_THREADS
    if level.outer == "none":
        if limits.own_user() == 0:
            return None
    elif _kernel() < (5, 14):
        return None
    most = limits.most_threads()
    if most is None:
        return _MOST_THREADS
    left = most - limits.threads_of(limits.own_user()) - limits.SPARED_THREADS
    return max(_FEWEST_THREADS, min(_MOST_THREADS, left // (os.cpu_count() or 1)))


def _kernel() -> tuple[int, int]:
    major, minor, *_ = re.findall(r"\d+", platform.release())
    return int(major), int(minor)


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
    return [*bwrap_command(), *inner]


def python(program: str, engine: str) -> list[str]:
    """This Python with a program that imports `worker`; arguments for it start at `sys.argv[3]`."""
    packages = os.pathsep.join(path for path in site_folders() if not is_beneath(path, os.path.realpath(sys.prefix)))
    return [executable(), "-s", "-P", "-c", _BOOT + program, engine, packages]


def _bare_python(program: str) -> list[str]:
    return [executable(), "-I", "-S", "-c", _BOOT + program, ENGINE_OUTSIDE, ""]


def bwrap_command() -> list[str]:
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
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]
