"""Lays traps for later workers: sitecustomize, .pth, shadowing modules, start-up files, changed packages."""

import contextlib
import os
import pathlib
import site
import sys

TRAP = "import os, sys\nsys.stderr.write('trapped')\nopen('/tmp/trapped', 'w').write('yes')\n"
NAMES = (
    "sitecustomize.py",
    "usercustomize.py",
    "trap.pth",
    "torch.py",
    "numpy.py",
    "msgspec.py",
    "struct.py",
    "zero_init.py",
)


def lay() -> int:
    laid = 0
    import torch

    folders = [*site.getsitepackages(), site.getusersitepackages(), *sys.path, "/tmp", "/engine/worker", "/engine"]
    for folder in (*folders, os.path.expanduser("~"), os.getcwd(), os.path.dirname(torch.__file__)):
        for name in NAMES:
            with contextlib.suppress(OSError):
                pathlib.Path(folder or ".", name).write_text(TRAP)
                laid += folder not in ("/tmp", os.getcwd())
    for module in (os, torch, sys.modules["worker.serve"]):
        with contextlib.suppress(OSError, TypeError), open(module.__file__, "a") as file:
            file.write(TRAP)
            laid += 1
    os.environ.update(PYTHONSTARTUP="/tmp/trap.py", PYTHONPATH="/tmp", LD_PRELOAD="/tmp/trap.so", PATH="/tmp")
    return laid


LAID = lay()


def design_matrix(*args, **kwargs):
    raise RuntimeError(f"laid {LAID} traps")


train = fit_line = design_matrix
