"""Exceptions with class names, texts and warnings of megabytes: nothing of them is the value of an answer."""

import sys

import msgspec

TEXT = "\U0001f600" * 300_000
count = 0


def answer(module, raw):
    global count
    count += 1
    raised = [["E" + TEXT], TEXT, TEXT] if count % 2 else None
    texts = [] if raised else [TEXT] * 3
    return msgspec.msgpack.encode(["answer", "raised", None, raised, texts, texts[:0], False])


sys.modules["worker.serve"].answer = answer
