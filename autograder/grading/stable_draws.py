"""Hypothesis without the literals of whatever modules happen to be loaded.

Hypothesis mixes constants that it finds in the source of imported *local* modules into integers, floats and
strings. Which modules are local depends on how things are installed, and which are loaded on what was graded
before; the draws of a suite must depend on neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


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
