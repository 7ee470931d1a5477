"""The floor: the same calls of the same submissions in a bare process, without sandbox, pytest or comparison."""

from __future__ import annotations

import contextlib
import os
import resource
import types
from collections.abc import Sequence
from typing import Any

import msgspec
import torch

from autograder.intake.records import Source
from autograder.worker import encoding, source, wire

_LOAD_SECONDS = 60.0


def warm_up() -> None:
    """Load what the zygote has loaded: the machinery of the optimisers, and what notebooks draw with."""
    import matplotlib.pyplot  # noqa: F401

    weight = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=0.1)
    torch.autograd.backward(weight.sum())
    optimizer.step()


def seconds_of(work: Source, calls: Sequence[bytes]) -> float:
    """Processor seconds of loading the source and making the calls, in a forked process with torch loaded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _silence()
            os.write(writing, repr(_run(work, calls)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        seconds = pipe.read()
    os.waitpid(child, 0)
    return float(seconds)


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)


def _run(work: Source, calls: Sequence[bytes]) -> float:
    orders = [wire.decode_call(msgspec.Raw(data)) for data in calls]
    start = processor_seconds()
    module = loaded(work)
    for order in orders:
        arguments, named = arguments_of(order)
        with contextlib.suppress(Exception):  # some calls are meant to be refused
            getattr(module, order.function)(*arguments, **named)
    return processor_seconds() - start


def loaded(work: Source) -> types.ModuleType:
    """What a source defines, run in this process."""
    module = source.fresh_module(work.stem)
    source.run(module, wire.Load(work.stem, list(work.cells), _LOAD_SECONDS, _LOAD_SECONDS, not work.is_notebook))
    return module


def arguments_of(order: wire.Call) -> tuple[list[Any], dict[str, Any]]:
    """Fresh arguments of a call, by place and by name."""
    named = {name: encoding.argument(value) for name, value in order.kwargs}
    return [encoding.argument(value) for value in order.args], named


def processor_seconds(who: int = resource.RUSAGE_SELF) -> float:
    """What this process has used, or with `RUSAGE_CHILDREN` those of its children that have ended."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
