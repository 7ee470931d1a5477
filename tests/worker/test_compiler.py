"""Torch's compiler is loaded only where something needs it, and nothing else changes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.helpers.command import PROJECT

WARM = "from autograder.worker.warm_up import train_once\ntrain_once()\n"
USES = """
import sys, torch, hashlib
def train(make):
    torch.manual_seed(0)
    layer, x = torch.nn.Linear(2, 1), torch.randn(5, 2)
    optimizer = make(layer.parameters())
    def loss():
        optimizer.zero_grad()
        value = (layer(x) ** 2).mean()
        value.backward()
        return value
    for _ in range(3):
        optimizer.step(loss)
    optimizer.load_state_dict(optimizer.state_dict())
    return layer.weight.tolist()
kinds = ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "LBFGS", "NAdam", "Rprop", "ASGD", "Adadelta", "Adamax", "RAdam"]
print([train(lambda given: getattr(torch.optim, kind)(given, lr=0.1)) for kind in kinds])
x = torch.arange(6.0).reshape(3, 2)
square = lambda v: (v**2).sum()
print(torch.func.grad(square)(x), torch.func.hessian(square)(x), torch.vmap(square)(x), torch.func.jacrev(square)(x))
print(torch.func.functional_call(torch.nn.Linear(2, 1), {"weight": x[:1], "bias": x[:1, 0]}, (x,)))
print(torch.autograd.functional.jacobian(square, x), list(torch.utils.data.DataLoader(x, batch_size=2)))
print(torch.compiler.disable(square)(x))
"""
LOADED = "print('torch._dynamo.eval_frame' in sys.modules)\n"


def printed(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_training_gives_the_same_numbers_and_loads_no_compiler() -> None:
    *results, loaded = printed(WARM + USES + LOADED).splitlines()
    assert loaded == "False"
    assert results == printed(USES).splitlines()


@pytest.mark.parametrize(
    "use",
    [
        "import torch._dynamo.config",
        "from torch._dynamo import is_compiling",
        "torch.compiler.reset()",
        "x = torch.ones(2, requires_grad=True)\n"
        "torch.utils.checkpoint.checkpoint(lambda v: (v**2).sum(), x, use_reentrant=False).backward()\n"
        "assert x.grad.tolist() == [2, 2]",
    ],
    ids=["a submodule", "a name", "a reset", "a checkpoint"],
)
def test_what_needs_the_compiler_gets_it(use: str) -> None:
    after = "\nimport torch._dynamo\nassert torch._dynamo is sys.modules['torch._dynamo']\n"
    again = "train_once()\n"  # with the real one
    assert printed(f"{WARM}import sys, torch, torch.utils.checkpoint\n{use}{after}{again}{LOADED}") == "True\n"


def test_a_look_at_all_modules_does_not_load_it() -> None:
    looks = "import inspect, sys\ninspect.getmodule(train_once)\nimport importlib.util\n"
    found = "assert importlib.util.find_spec('torch._dynamo').origin.endswith('__init__.py')\n"
    assert printed(WARM + looks + found + LOADED) == "False\n"
