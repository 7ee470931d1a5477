"""What Dask logs, warns of and measures of itself: nothing. What is lost and found again is its business; what people
must know, we say. To watch itself takes it as long as to hand out work.
"""

from __future__ import annotations

import logging
import warnings
from typing import Final

UNWATCHED: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.system-monitor.gil.enabled": False,
}


def silence_dask() -> None:
    """From now on."""
    import dask
    import distributed  # noqa: F401 - sets the levels of its loggers

    dask.config.set(UNWATCHED)
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
    # Ctrl-C comes at any moment, also where Dask begins to ask for a result.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
