"""The trusted side of the sandbox, which keeps submissions away from everything else."""

from __future__ import annotations

from .errors import SandboxError, TooSlow
from .levels import LEVELS, MINIMUM, Level
from .probe import Choice, choose
from .worker_process import Usage, Worker
from .zygote import Zygote

__all__ = ["LEVELS", "MINIMUM", "Choice", "Level", "SandboxError", "TooSlow", "Usage", "Worker", "Zygote", "choose"]
