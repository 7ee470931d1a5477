"""What a watched call finds of another program, and that afterwards everything is as it was."""

from __future__ import annotations

import time
import types

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
