"""Hypothesis without the literals of whatever modules happen to be loaded.

Hypothesis mixes constants that it finds in the source of imported *local* modules into integers, floats and
strings. Which modules are local depends on how things are installed, and which are loaded on what was graded
before; the draws of a suite must depend on neither.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


def draw_seed(check: str, course: str) -> int:
    """What the draws of a check begin with: its name, and the seed of the course ("" for none)."""
    own = zlib.crc32(check.encode())
    return int.from_bytes(hashlib.sha256(course.encode()).digest()) << 32 | own if course else own


@contextmanager
def stable_draws() -> Iterator[None]:
    """Within this context draws depend on the strategy and the seed alone."""
    nothing = Constants()
    original = providers._get_local_constants
    providers.CONSTANTS_CACHE.cache.clear()
    providers._get_local_constants = lambda: nothing
    try:
        yield
    finally:
        providers._get_local_constants = original
        providers.CONSTANTS_CACHE.cache.clear()
