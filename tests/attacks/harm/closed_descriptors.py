"""Closes every descriptor, and puts others in their place: /dev/zero, a pipe that is full, a socket of its own."""

import contextlib
import os
import socket


def normal_equations(X, y):
    os.closerange(0, 256)


def solve(A, b):
    zero = os.open("/dev/zero", os.O_RDWR)
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            os.dup2(zero, descriptor)


def least_squares(X, y):
    left, right = socket.socketpair()
    right.sendall(b"\0\0\0\1\xc0" * 100)
    for descriptor in range(3, 40):
        with contextlib.suppress(OSError):
            os.dup2(left.fileno(), descriptor)
