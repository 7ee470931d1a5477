"""What can go wrong with a sandbox."""

from __future__ import annotations


class SandboxError(Exception):
    """A sandbox, or a worker in it, could not be started or ended; the message says why, in one line for people."""


class ZygoteGone(Exception):
    """A zygote died or hangs; a new one may work."""
