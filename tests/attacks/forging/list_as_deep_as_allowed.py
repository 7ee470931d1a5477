"""Answers with an array in a list that is nested just deeply enough: the grader can decode it, but not print it.

The error this raises in the grader must not count as the grader's own fault, for which checks are paid.
"""

import sys

import msgspec

DEPTH = 955  # just below what the grader can decode at its recursion limit of 1000


def unprintable(status: bytes) -> bytes:
    array = msgspec.msgpack.Ext(1, bytes([1, 1, 8]) + b"\1\0\0\0" * 8 + bytes(8))
    head = b"\x93" + msgspec.msgpack.encode("answer") + msgspec.msgpack.encode(status.decode())
    return head + b"\x91" * DEPTH + msgspec.msgpack.encode(array)


def answer(module: object, raw: bytes) -> bytes:
    name = msgspec.msgpack.decode(raw)[0]
    if name == "break_symmetry":  # fails as usual: where all checks break, none is paid
        return msgspec.msgpack.encode(["answer", "missing"])
    return unprintable(b"unsendable")


sys.modules["worker.serve"].answer = answer
