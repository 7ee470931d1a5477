"""What a watched call finds of another program, and that afterwards everything is as it was."""

from __future__ import annotations

import random
import time
import types
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
import torch

from autograder.worker import serve, wire
from autograder.worker.elsewhere import another_program

SOURCE = """
import time as clock
from time import time, time_ns
def now():
    return time(), time_ns() / 1e9, clock.time()
"""


def test_a_watched_call_is_made_on_another_day_by_whatever_name_it_knows_the_clock() -> None:
    module = types.ModuleType("theirs")
    exec(SOURCE, vars(module))
    real, before = time.time, time.time()
    with another_program(module):
        later = module.now()
    assert all(abs(each - before) > 86_400 for each in later)
    assert all(abs(each - before) < 60 for each in module.now())
    assert time.time is real


def test_a_clock_that_a_source_has_replaced_is_left_alone() -> None:
    module = types.ModuleType("theirs")
    exec("def time():\n    return 0.0\n", vars(module))
    own = module.time
    with another_program(module):
        assert module.time() == 0.0
    assert module.time is own


DRAWING = """
import random
import numpy as np
import torch
def draw():
    return random.random(), np.random.random(), torch.rand(1).item()
def keep():
    return 0.0
"""


def drawing_module() -> types.ModuleType:
    module = types.ModuleType("theirs")
    exec(DRAWING, vars(module))
    return module


def called(module: types.ModuleType, function: str, *, watch: bool, at_home: bool = False) -> wire.Answer:
    """One call as a worker answers it, or as a process with work of its own does."""
    call = wire.encode(wire.Call(function, [], [], ("value",), watch))
    reply = wire.decode_reply((serve.answer_at_home if at_home else serve.answer)(module, call))
    assert isinstance(reply, wire.Answer)
    return reply


def seed_all(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


@pytest.fixture(autouse=True)
def at_home_afterwards() -> Iterator[None]:
    yield
    serve.answer_at_home(drawing_module(), wire.encode(wire.Call("keep", [], [], ("value",), False)))


@pytest.mark.parametrize("watched", [["keep"], ["draw"], ["keep", "draw", "keep"], ["draw", "draw"]])
def test_calls_that_are_not_watched_draw_as_if_no_watched_ones_were_between_them(watched: list[str]) -> None:
    module = drawing_module()
    seed_all(3)
    expected = [called(module, "draw", watch=False).value for _ in range(2)]
    seed_all(3)
    first = called(module, "draw", watch=False).value
    for function in watched:
        called(module, function, watch=True)
    assert [first, called(module, "draw", watch=False).value] == expected


def test_each_watched_call_finds_the_same_and_tells_whether_it_drew() -> None:
    module = drawing_module()
    replies = [called(module, function, watch=True) for function in ("draw", "keep", "draw", "draw", "keep", "keep")]
    drawn = [reply for reply in replies if reply.value != 0.0]
    assert len({msgspec.json.encode(reply.value) for reply in drawn}) == 1
    assert all(sorted(reply.random_states_changed) == ["numpy", "random", "torch"] for reply in drawn)
    assert not any(reply.random_states_changed for reply in replies if reply not in drawn)


def test_a_process_with_work_of_its_own_draws_on_as_if_nobody_had_called() -> None:
    seed_all(4)
    expected = [random.random(), np.random.random(), torch.rand(1).item()]
    seed_all(4)
    called(drawing_module(), "draw", watch=True, at_home=True)
    assert [random.random(), np.random.random(), torch.rand(1).item()] == expected
