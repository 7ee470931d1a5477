"""Checks that were passed, by what was replied: whoever replies the same, byte by byte, passes without another look.

In a class much work gives the same numbers. What a check says depends on its replies alone; only passed checks are
kept, as the others are looked at more closely anyway. No worker notices: all of them have been asked by then.
"""

from __future__ import annotations

from typing import Final

_MOST: Final = 100_000  # seventeen megabytes; then they are forgotten, and collected anew


class PassedBefore:
    """What has passed the checks of one suite in this process."""

    def __init__(self) -> None:
        self._passed: set[tuple[str, bytes]] = set()

    def knows(self, check: str, replies: bytes | None) -> bool:
        """Whether this check was passed with these replies; both by their digests, no replies with none."""
        return (check, replies) in self._passed

    def note(self, check: str, replies: bytes | None) -> None:
        """Note that it was passed with them."""
        if replies is None:
            return
        if len(self._passed) >= _MOST:
            self._passed.clear()
        self._passed.add((check, replies))
