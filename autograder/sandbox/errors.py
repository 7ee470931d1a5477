"""What goes wrong with a sandbox."""

from __future__ import annotations


class SandboxError(Exception):
    """A sandbox or a worker in it could not be had; the message says why, in one line for people."""


class ZygoteGone(Exception):
    """A zygote ended by itself, or hangs; another one may do better."""
