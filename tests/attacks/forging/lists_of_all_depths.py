"""Answers with arrays in lists of another depth at every call, one of which the grader may decode, but not print.

The error this raises in the grader must not count as the grader's own fault, for which checks are paid.
"""

import itertools
import sys

import msgspec

ARRAY = msgspec.msgpack.encode(msgspec.msgpack.Ext(1, bytes([1, 1, 8]) + b"\1\0\0\0" * 8 + bytes(8)))
DEPTHS = itertools.cycle(range(820, 1000, 7))


def answer(module: object, raw: bytes) -> bytes:
    head = b"\x93" + msgspec.msgpack.encode("answer") + msgspec.msgpack.encode("unsendable")
    return head + b"\x91" * next(DEPTHS) + ARRAY


sys.modules["worker.serve"].answer = answer
