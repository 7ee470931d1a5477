"""Work in a process of its own, which leaves this one as it is: small, and without threads or libraries."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from autograder.system.stops import leave_stops_to_parent

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


def apart(function: Callable[Arguments, Result], *arguments: Arguments.args, **others: Arguments.kwargs) -> Result:
    """What the function returns or raises, called in a fresh process that ends with the call."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=leave_stops_to_parent) as pool:
        try:
            return pool.submit(function, *arguments, **others).result()
        except BaseException:
            # Interrupted: the pool would wait until the call is finished.
            for process in multiprocessing.active_children():
                process.kill()
            raise
