"""Makes its own end slow: all threads, all memory in small pieces, as many mappings and files as there can be."""

import contextlib
import ctypes
import mmap
import os
import threading
import time


def prepare() -> None:
    kept = globals().setdefault("KEPT", [])
    for number in range(16_000):
        with contextlib.suppress(OSError):
            os.close(os.open(f"/tmp/f{number}", os.O_CREAT | os.O_WRONLY))
    with contextlib.suppress(MemoryError, OSError, ValueError):
        for number in range(60_000):
            kept.append(mmap.mmap(-1, 4096 * (1 + number % 2), prot=1 + number % 3))
    with contextlib.suppress(MemoryError):
        for _ in range(1500):
            area = bytearray(1 << 20)
            ctypes.CDLL(None).madvise(ctypes.c_void_p(id(area)), 1 << 20, 15)  # no huge pages
            kept.append(area)
    with contextlib.suppress(RuntimeError):
        for _ in range(60):
            threading.Thread(target=time.sleep, args=(1000,)).start()


def design_matrix(*args, **kwargs):
    prepare()
    time.sleep(1000)


train = fit_line = design_matrix
