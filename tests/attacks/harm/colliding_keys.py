"""Answers with a map of 175 000 keys that all have the same hash: as a dictionary it takes minutes to decode."""

import itertools
import sys

HEAD = b"\x93\xa6answer\xa8returned"
KEYS = [b"\xdc\x00\x12" + bytes(key) for key in itertools.islice(itertools.product((0xFE, 0xFF), repeat=18), 175_000)]


def answer(module, raw):
    return HEAD + b"\xdf" + len(KEYS).to_bytes(4, "big") + b"\xc0".join(KEYS) + b"\xc0"


sys.modules["worker.serve"].answer = answer
