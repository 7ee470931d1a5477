"""What honest submissions do works at every level."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from autograder.sandbox import LEVELS, Worker, seen
from autograder.sandbox.levels import named
from tests.helpers.workers import Run, Start, ask

WORKS = {
    "torch training": """
import torch
torch.manual_seed(0)
x = torch.tensor([[1., 1.], [2., 1.], [5., 1.], [-1., 1.]]); y = torch.tensor([[5.], [8.], [17.], [-1.]])
net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
step = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in range(20):
    step.zero_grad(); loss = torch.nn.functional.mse_loss(net(x), y); loss.backward(); step.step()
answer = loss.item() > 0
""",
    "double precision, functional gradients": """
import torch
a = torch.randn(5, 5, dtype=torch.float64, requires_grad=True)
right = torch.autograd.gradcheck(lambda a: torch.linalg.pinv(a).sum(), (a,))
answer = right and torch.func.grad(torch.sum)(torch.ones(3)).sum().item() == 3
""",
    "numpy linear algebra": """
import numpy as np
a = np.arange(12.).reshape(4, 3)
u, s, v = np.linalg.svd(a)
inverse = np.linalg.pinv(a)
right = np.linalg.matrix_rank(a) == 2 and np.allclose(inverse @ a @ inverse, inverse)
answer = bool(right and np.random.default_rng(0).random() < 1)
""",
    "garbage is looked for as often as anywhere": f"""
import gc, torch
answer = gc.isenabled() and gc.get_threshold() == {gc.get_threshold()}
""",
    "threads": """
import threading, concurrent.futures
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    answer = sum(pool.map(lambda n: n * n, range(10))) == 285
""",
    "torch on two threads": """
import torch
torch.set_num_threads(2)
answer = (torch.ones(2000, 2000) @ torch.ones(2000, 2000)).mean().item() == 2000
""",
    "asyncio": """
import asyncio
async def later(n):
    await asyncio.sleep(0.01)
    return n
async def both():
    return sum(await asyncio.gather(later(1), asyncio.to_thread(int, "2")))
answer = asyncio.run(both()) == 3
""",
    "late imports": """
import decimal, sqlite3, xml.etree.ElementTree, unittest, doctest, fractions, statistics, csv, zipfile, http.client
import numpy.polynomial, torch.utils.data
answer = fractions.Fraction(1, 3) + 1 == fractions.Fraction(4, 3)
""",
    "data loader": """
import torch
from torch.utils.data import DataLoader, TensorDataset
data = TensorDataset(torch.arange(10.), torch.arange(10.))
answer = sum(len(x) for x, _ in DataLoader(data, batch_size=4, shuffle=True)) == 10
""",
    "printing": """
import logging, sys, warnings
print("x", flush=True); sys.stderr.write("y"); logging.warning("z"); warnings.warn("w")
answer = True
""",
    "clocks": """
import datetime, time
start = time.perf_counter()
time.sleep(0.01)
answer = time.perf_counter() > start and time.process_time() > 0 and datetime.datetime.now().year > 2000
""",
    "randomness": """
import os, random, secrets, uuid
answer = len(os.urandom(8)) == 8 and 0 <= random.random() < 1 and uuid.uuid4() is not None
""",
    "alarm": """
import signal
seen = []
signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
answer = seen == [1]
""",
    "asking about the machine": """
import getpass, os, platform, sys
names = (platform.python_version(), platform.platform(), getpass.getuser(), os.path.expanduser("~"))
answer = all(names) and os.cpu_count() > 0 and len(os.sched_getaffinity(0)) > 0 and not sys.stdout.isatty()
""",
    "pipes and pairs": """
import os, socket
reader, writer = os.pipe()
os.write(writer, b"x")
one, other = socket.socketpair()
one.sendall(os.read(reader, 1))
answer = other.recv(1) == b"x"
""",
}


@pytest.fixture(scope="module", params=[level.name for level in LEVELS])
def worker(request: pytest.FixtureRequest, zygote_at: Start) -> Iterator[Worker]:
    """One worker for everything that has to work."""
    with zygote_at(request.param).spawn() as worker:
        yield worker


@pytest.mark.parametrize("what", WORKS)
def test_works(what: str, worker: Worker) -> None:
    assert ask(worker, WORKS[what]) == ("answer", True, "")


def test_matplotlib_draws_into_memory(any_level: str, run: Run) -> None:
    """Even at levels without scratch space, if it was imported beforehand."""
    code = """
import io
import matplotlib.pyplot as plt
plt.plot([1, 2, 3]); plt.title("$x^2$"); plt.show()
picture = io.BytesIO(); plt.savefig(picture)
answer = picture.getvalue()[:4] == b"\\x89PNG"
"""
    attempt = run(any_level, code, warm=["matplotlib.pyplot"], seconds=90)
    assert attempt == ("answer", True, "")


def test_files_can_be_written(any_level: str, run: Run) -> None:
    """Temporary files, files in the working folder, and pictures; at levels without scratch space, none of them."""
    code = """
import os, pathlib, shutil, tempfile
import matplotlib.pyplot as plt
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "a").write_text("b")
    shutil.copyfile(os.path.join(folder, "a"), "copy.txt")
with tempfile.NamedTemporaryFile("w") as file:
    file.write("x")
plt.plot([1]); plt.savefig("plot.png"); plt.savefig(tempfile.gettempdir() + "/plot.svg")
answer = pathlib.Path("copy.txt").read_text() == "b" and os.path.getsize("plot.png") > 100
"""
    attempt = run(any_level, code, warm=["matplotlib", "matplotlib.pyplot"], seconds=90)
    assert attempt == ("answer", True, "") if named(any_level).scratch else attempt.kind == "error"


def test_matplotlib_can_be_imported_late_if_files_can_be_written(any_level: str, run: Run) -> None:
    if not named(any_level).scratch:
        pytest.skip("matplotlib needs a folder to write to when it is imported")
    assert run(any_level, "import matplotlib; answer = matplotlib.get_backend()", seconds=90).value.lower() == "agg"


def test_modules_that_are_not_on_the_list_are_not_imported_beforehand(level: str, zygote_at: Start) -> None:
    with zygote_at(level).spawn(["antigravity", "os.path", "wave"]) as worker:
        assert ask(worker, "import sys; answer = 'wave' in sys.modules").value is False


def test_every_worker_starts_afresh(level: str, run: Run) -> None:
    assert run(level, "import torch; torch.mark = 1; answer = 1").value == 1
    assert run(level, "import torch; answer = hasattr(torch, 'mark')").value is False


def test_strings_have_the_same_hash_in_every_worker(any_level: str, run: Run) -> None:
    assert run(any_level, "answer = hash('a')").value == run(any_level, "answer = hash('a')").value


def test_only_the_worker_package_of_the_engine_can_be_imported(any_level: str, run: Run) -> None:
    assert run(any_level, "import worker.wire; answer = worker.__name__").value == "worker"
    if any_level != "none" and not seen.ENGINE_OUTSIDE.startswith(sys.prefix):
        assert run(any_level, "import autograder.suite").kind == "error"
