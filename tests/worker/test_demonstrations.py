"""What another worker can do without: slow statements that no function of the contract can tell from none."""

from __future__ import annotations

import pytest

from autograder.worker import source, wire
from autograder.worker.demonstrations import repeatable
from autograder.worker.names import names_of
from tests.helpers.source_runs import STEM

IMPORT = "import torch\n"
WORK = IMPORT + "class Run:\n    kind: str\ndef train(x):\n    return helper(x)\ndef helper(x):\n    return x\n"


def left_out(*cells: str) -> list[int]:
    """Which of these cells, each of which took long, are left out beside right work."""
    pieces = [names_of(cell) for cell in (WORK, *cells)]
    return [number - 1 for number in repeatable(pieces, range(len(pieces)), ["train"])]


@pytest.mark.parametrize(
    "cell",
    [
        "import time\nfor frame in range(22):\n    time.sleep(0.5)",
        "run = train(3)\nprint(run)",
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot(train(1))\nax.set_title('losses')",
        "x = [1, 2]\nx[0] = 3\nx.append(train(x))",
        "with torch.no_grad():\n    losses = [train(i) for i in range(9)]",
    ],
)
def test_a_demonstration_is_left_out(cell: str) -> None:
    assert left_out(cell) == [0]


@pytest.mark.parametrize(
    "cells",
    [
        ("def train(x):\n    return x + 1",),
        ("helper = 3",),
        ("helper.table = [1]",),
        ("torch.manual_seed(0)",),
        ("torch.set_default_dtype(torch.float64)",),
        ("from torch import set_default_dtype\nset_default_dtype(None)",),
        ("torch.nn.Linear.forward = 3",),
        ("def seed():\n    torch.manual_seed(0)", "seed()"),
        ("globals()['helper'] = 3",),
        ("exec('helper = 3')",),
        ("CACHE = {}\ndef helper(x):\n    return CACHE", "train(3)"),
        ("def helper(x, seen=[]):\n    return seen", "train(3)"),
        ("def helper(x):\n    global count\n    count = 1", "train(3)"),
        ("class Run:\n    seen = []\n    def go(self): ...\ndef helper(x):\n    return Run.seen", "train(3)"),
        ("def helper(x):\n    return open('data').read()", "open('data', 'w').write('3')"),
        ("from somewhere import *",),
        ("table = train(3)", "def helper(x):\n    return table"),
        ("broken (",),
    ],
)
def test_what_a_function_could_tell_is_run_again(cells: tuple[str, ...]) -> None:
    assert left_out(*cells) == []


def test_what_other_statements_read_is_run_again() -> None:
    pieces = [names_of(cell) for cell in (WORK, "table = train(3)", "print(table)")]
    assert repeatable(pieces, [1], ["train"]) == []
    assert repeatable(pieces, [1, 2], ["train"]) == [1, 2]


def test_only_what_took_long_is_left_out_in_the_next_worker() -> None:
    text = f"{WORK.removeprefix(IMPORT)}import time\nshown = 1\ntime.sleep(0.7)\nprint(shown)\n"
    order = wire.Load(STEM, [(f"{STEM}.py", text)], 5.0, 20.0, True, ["train"])
    loaded = source.run(source.fresh_module(STEM), order)
    assert loaded == wire.Loaded([], [5])
    again = wire.Load(STEM, [(f"{STEM}.py", text)], 5.0, 20.0, True, ["train"], loaded.left_out)
    module = source.fresh_module(STEM)
    assert source.run(module, again) == wire.Loaded([])
    assert module.train(3) == 3
