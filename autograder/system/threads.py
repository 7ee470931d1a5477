"""One thread for torch: with more, its processes wait for each other's cores on a busy machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute with one thread for a while: networks of a few neurons are no work for more.

    With torch's default a picture took 301 s on a busy machine, and with one thread 2.9 s.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
