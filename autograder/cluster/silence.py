"""What Dask logs and warns of: nothing. What is lost and found again is its business; what people must know, we say."""

from __future__ import annotations

import logging
import warnings


def silence_dask() -> None:
    """From now on."""
    import distributed  # noqa: F401 - sets the levels of its loggers

    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
    # Ctrl-C comes at any moment, also where Dask begins to ask for a result.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
