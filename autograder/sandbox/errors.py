"""What can go wrong with a sandbox."""

from __future__ import annotations

from typing import Final

# For everything that the sandbox has to do by itself, of which the longest takes a few seconds of processor time: the
# start of a zygote, which imports torch. A machine that is a hundred times slower is not one to grade on.
MOST_SECONDS: Final = 300.0


class SandboxError(Exception):
    """A sandbox, or a worker in it, could not be started or ended; the message says why, in one line for people."""


class TooSlow(SandboxError):
    """The sandbox was not refused, but took too long: that says nothing about the level of protection."""

    def __init__(self, what: str, seconds: float) -> None:
        advice = "this machine is too busy to grade; try again when less is running on it"
        super().__init__(f"{what} took more than {seconds:g} s: {advice}")


class ZygoteGone(Exception):
    """A zygote died; a new one may work."""
