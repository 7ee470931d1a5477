"""Writes several answers for one call, answers of later calls and an early farewell, from inside its functions."""

import os
import socket
import struct
import sys

import msgspec


def grader() -> socket.socket:
    frame = sys._getframe()
    while "sock" not in frame.f_locals:
        frame = frame.f_back
    return socket.socket(fileno=os.dup(frame.f_locals["sock"].fileno()))


def send(*messages: object) -> None:
    for message in messages:
        data = msgspec.msgpack.encode(message)
        grader().sendall(struct.pack(">I", len(data)) + data)


GROUPS = ["answer", "returned", [[0], [1]], None, [], [], False]


def symmetry_groups(rows, tolerance=1e-6):
    send(GROUPS, GROUPS, ["answer", "missing"], ["loaded", []], GROUPS)
    return [[len(rows)]]


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    send(["answer", "returned", [], None, [], [], False])
    grader().shutdown(socket.SHUT_RDWR)


def is_symmetric(rows, tolerance=1e-6):
    send(*[["answer", "returned", truth, None, [], [], False] for truth in (True, False)] * 3)
    return 0
