"""Answers wrongly at first, and then with an array in a deep list, which is read only to explain the mistake.

An error of the grader there must not turn a zero into an assignment that "has to be graded again".
"""

import sys

import msgspec

DEPTH = 944  # the grader decodes this at its recursion limit of 1000, but cannot print it while it explains
ARRAY = msgspec.msgpack.encode(msgspec.msgpack.Ext(1, bytes([1, 1, 8]) + b"\1\0\0\0" * 8 + bytes(8)))
WEIGHT = msgspec.msgpack.Ext(1, bytes([0, 0, 2]) + b"\1\0\0\0" * 2 + bytes(4))
asked: list[bytes] = []


def answer(module: object, raw: bytes) -> bytes:
    if msgspec.msgpack.decode(raw)[0] != "train":
        return msgspec.msgpack.encode(["answer", "missing"])
    asked.append(raw)
    if len(asked) == 1:
        return msgspec.msgpack.encode(["answer", "returned", [WEIGHT, [1.0, 2.0], False]])
    head = b"\x93" + msgspec.msgpack.encode("answer") + msgspec.msgpack.encode("unsendable")
    return head + b"\x91" * DEPTH + ARRAY


sys.modules["worker.serve"].answer = answer
