"""What workers see of this machine: the system's libraries, this Python and its packages, and nothing beside them.

An environment can lie in the very folder that is graded, and a course in the folder of an environment. So of a
folder with a Python only those parts are shown that Python needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from autograder.worker.view import Bind, Symlink, View

ENGINE_INSIDE: Final = "/engine/worker"
ENGINE_OUTSIDE: Final = str(Path(__file__).resolve().parents[1] / "worker")
STAGING_DIR: Final = "/scratch"
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")

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
_PARTS_OF_PYTHON: Final = ("bin", "lib", "lib64", "pyvenv.cfg")
_SITE_FOLDERS: Final = ("site-packages", "dist-packages")
_MOST_LINKS: Final = 40  # from one name of this Python to the next; the kernel follows no more


def view() -> View:
    """What is visible of this machine."""
    links = tuple(Symlink(path, os.readlink(path)) for path in _SYSTEM if os.path.islink(path))
    system = [path for path in _SYSTEM if os.path.exists(path) and not os.path.islink(path)]
    binds: list[Bind] = []
    for path in [*system, *_python_paths()]:
        if not any(is_beneath(path, bind.target) for bind in binds):
            binds.append(Bind(os.path.realpath(path), path))
    binds.append(Bind(ENGINE_OUTSIDE, ENGINE_INSIDE))
    return View(links, tuple(binds), DEVICES, (STAGING_DIR,))


def _python_paths() -> Iterator[str]:
    """Where this Python and its packages are, both by the paths that it uses and by what they resolve to."""
    for prefix in _prefixes():
        yield from filter(os.path.exists, (os.path.join(prefix, part) for part in _PARTS_OF_PYTHON))
    yield from site_folders()
    yield from _names_of(executable())


def _prefixes() -> Iterable[str]:
    prefixes = (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix)
    return dict.fromkeys(path for prefix in prefixes for path in (os.path.abspath(prefix), os.path.realpath(prefix)))


def site_folders() -> list[str]:
    """Where packages are imported from. Other entries of the import path may be a course, and are left out."""
    folders = [path for path in sys.path if os.path.basename(path) in _SITE_FOLDERS and os.path.isdir(path)]
    return list(dict.fromkeys(os.path.realpath(path) for path in folders))


def executable() -> str:
    """This Python, by a path without `..` in which only the last name may be a link: an environment is found by it."""
    folder, name = os.path.split(sys.executable)
    return os.path.join(os.path.realpath(folder), name)


def _names_of(program: str) -> Iterator[str]:
    """A program, and whatever it is a link to, link by link."""
    for _ in range(_MOST_LINKS):
        yield program
        if not os.path.islink(program):
            return
        folder, name = os.path.split(os.path.join(os.path.dirname(program), os.readlink(program)))
        yield os.path.join(os.path.normpath(folder), name)
        program = os.path.join(os.path.realpath(folder), name)


def is_beneath(path: str, folder: str) -> bool:
    """Whether the path is the folder, or is in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
