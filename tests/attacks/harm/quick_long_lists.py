"""Answers every call with the same four thousand losses, encoded once: next to nothing here, a lot to compare there."""

import sys
import types

import msgspec
import numpy as np

wire = sys.modules["worker.wire"]
WEIGHT = wire.array_to_wire("torch", np.zeros((1, 2), np.float32))
REPLY = msgspec.msgpack.encode(["answer", "returned", [WEIGHT, [1.0] * 4_000, False], None, [0, 1, 2], [], False])
sys.modules["worker.serve"].answer = lambda module, raw: REPLY


def train(*args, **options):
    return types.SimpleNamespace()
