"""What a target of fuzzing is: a strategy, and a claim about everything it draws, at a bounded cost."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st


class Target(NamedTuple):
    """What is drawn, and what must hold for it."""

    drawn: st.SearchStrategy[Any]
    holds: Callable[[Any], None]


class Bound(NamedTuple):
    """What may be spent, while memory is watched, which makes everything a few times slower."""

    # Of the processor, whatever is drawn: a busy machine is half as fast, and the heap of all tests before may be
    # collected meanwhile. What grows faster than its input takes minutes.
    seconds: float = 6.0
    seconds_per_megabyte: float = 5  # of what is drawn
    megabytes: float = 20
    megabytes_per_megabyte: float = 100


def bounded(holds: Callable[[Any], None], bound: Bound = Bound()) -> Callable[[Any], None]:  # noqa: B008 (frozen)
    """A claim that also fails where it costs too much."""

    def holds_at_a_bounded_cost(drawn: Any) -> None:
        size = _size_of(drawn) / 1e6
        tracemalloc.start()
        try:
            start = time.thread_time()
            holds(drawn)
            seconds, peak = time.thread_time() - start, tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()
        assert seconds < bound.seconds + bound.seconds_per_megabyte * size
        assert peak < bound.megabytes + bound.megabytes_per_megabyte * size

    return holds_at_a_bounded_cost


def _size_of(drawn: Any) -> int:
    return len(drawn) if isinstance(drawn, str | bytes) else sum(map(_size_of, drawn))


def damaged(good: list[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes that are almost right, with some replaced, cut out or inserted; or any bytes."""
    edits = st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 6))

    def apply(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
        for position, new, removed in changes:
            position %= len(data) + 1
            data = data[:position] + new + data[position + removed :]
        return data

    return st.builds(apply, st.sampled_from(good), st.lists(edits, max_size=5)) | st.binary(max_size=200)


def grown(good: list[bytes], most: int = 20_000) -> st.SearchStrategy[bytes]:
    """Bytes that are almost right, with a piece of them thousands of times over: what grows faster than its input?"""

    def grow(data: bytes, start: int, length: int, times: int) -> bytes:
        start %= len(data)
        piece = data[start : start + length]
        return data[:start] + (piece * times)[:most] + data[start + length :]

    return st.builds(
        grow, st.sampled_from(good), st.integers(0, 2_000), st.integers(1, 40), st.sampled_from((30, 300, 10_000))
    )
