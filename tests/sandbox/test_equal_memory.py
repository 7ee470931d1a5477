"""What a worker answers does not depend on where its memory lies, nor on what was there before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from autograder.sandbox import Worker
from tests.helpers.workers import ask, cold

WORKS = {
    # Of the same class, and without a hash of their own: a set has them in the order of their addresses.
    "the order of a set of objects": """
class Thing:
    pass
things = [Thing() for _ in range(40)]
answer = [things.index(thing) for thing in set(things)]
""",
    # torch hands LAPACK memory that nobody has filled, and the last digits depend on it.
    "least squares in torch": """
import torch
torch.set_num_threads(1)
torch.manual_seed(0)
X, y = torch.tensor([[1., 1.], [2., 1.], [5., 1.], [-1., 1.]]), torch.tensor([[5.], [8.], [17.], [-1.]])
answer = []
for _ in range(40):
    others = [torch.randn(1 + int(torch.randint(200, ()))) for _ in range(20)]
    answer.append([number.hex() for number in torch.linalg.lstsq(X, y).solution.flatten().tolist()])
""",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[list[Worker]]:
    """Three workers, each of a zygote of its own."""
    with ExitStack() as stack:
        zygotes = [stack.enter_context(cold("bwrap")) for _ in range(3)]
        yield [stack.enter_context(zygote.spawn()) for zygote in zygotes]


@pytest.mark.parametrize("what", WORKS)
def test_the_same_work_answers_the_same_in_every_run(what: str, workers: list[Worker]) -> None:
    one, *others = [ask(worker, WORKS[what]) for worker in workers]
    assert one.kind == "answer", one
    assert others == [one, one]


def test_memory_that_nobody_has_filled_is_not_full_of_zeros(workers: list[Worker]) -> None:
    code = "import torch\nanswer = bool((torch.empty(5000).abs() > 1e30).all())"
    assert ask(workers[0], code) == ("answer", True, "")
