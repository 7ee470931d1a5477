"""Keeping submissions away from everything else: the trusted side of the sandbox."""

from __future__ import annotations

from .errors import SandboxError
from .host import Zygote
from .levels import LEVELS, MINIMUM, Level
from .probe import Choice, choose
from .worker import Worker

__all__ = ["LEVELS", "MINIMUM", "Choice", "Level", "SandboxError", "Worker", "Zygote", "choose"]
