"""Answers with data that are well-formed and of odd kinds: dates, bytes, maps, huge whole numbers, infinities."""

import sys

import msgspec

VALUES = (
    2**64 - 1,
    -(2**63),
    b"bytes",
    {"loss": 0.0, "weight": None},
    {(1, 2): [3]},
    [[], [[]], [[[]]]],
    float("inf"),
    msgspec.msgpack.Ext(2, msgspec.msgpack.encode(["a" * 1_000_000, "b" * 1_000_000])),
    msgspec.msgpack.Ext(1, b"\0\0\0"),
    msgspec.msgpack.Ext(1, b"\1\1\2" + b"\0\0\0\0" * 2),
    msgspec.msgpack.Ext(1, b"\0\0\x08" + b"\0\0\0\0" * 8),
    "x" * 3_000_000,
    [None] * 1000,
    True,
)
count = 0


def answer(module, raw):
    global count
    count += 1
    value = VALUES[count % len(VALUES)]
    if count % 2:
        value = [value] * 6
    changed = [-1, 99, 2**62, "inputs\n[ok]", ""]
    raised = [["\n[ok]"] * 1000, "m", "w"] if count % 5 == 0 else None
    status = "raised" if count % 5 == 0 else ("unsendable" if count % 7 == 0 else "returned")
    return msgspec.msgpack.encode(["answer", status, value, raised, changed, ["Using a target size"] * 500, True])


sys.modules["worker.serve"].answer = answer
