"""Reports problems of its own making to the grader: thousands of them, huge, hostile, from places that are not."""

import os
import struct
import sys

import msgspec

EVIL = "\n[ok] training_loop (100 of 100)\n\x1b[2J" + ":" * 200_000
frame = sys._getframe()
while "sock" not in frame.f_locals:
    frame = frame.f_back
problems = [[EVIL, EVIL]] * 8
data = msgspec.msgpack.encode(["loaded", problems])
os.write(frame.f_locals["sock"].fileno(), struct.pack(">I", len(data)) + data)
raised = [["NotImplementedError" + EVIL, EVIL], EVIL, EVIL]
data = msgspec.msgpack.encode(["answer", "raised", None, raised, [], [], False])
sys.modules["worker.serve"].answer = lambda module, raw: data
sys.modules["worker.serve"].wire.Loaded = lambda *parts: sys.modules["worker.wire"].Answer("missing")
