"""How often Python looks for garbage.

Loading torch makes a million objects, and next to no garbage: to look for some takes a sixth of that time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_USUAL: Final = gc.get_threshold()
_WHILE_LOADING: Final = 200_000  # new objects between two looks


@contextmanager
def looked_for_rarely() -> Iterator[None]:
    """Within this context Python looks rarely, until everything that it takes is loaded."""
    before = gc.get_threshold()
    gc.set_threshold(_WHILE_LOADING)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def all_is_loaded() -> None:
    """From now on Python looks as usual, but at nothing that is there already, which stays to the end.

    So it is not copied either, in processes that are forked from this one.
    """
    gc.freeze()
    gc.set_threshold(*_USUAL)
