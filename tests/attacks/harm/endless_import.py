"""Is never done with being loaded, and catches what should interrupt it."""

import contextlib
import signal

signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_REAL, 0)
while True:
    with contextlib.suppress(BaseException):
        while True:
            pass
