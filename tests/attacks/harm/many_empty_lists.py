"""Answers with as many empty lists, maps or small numbers as an answer can hold: a byte on the wire, many in memory."""

import sys

HEAD = b"\x93\xa6answer\xa8returned"
SIZE = 4_000_000
FILLINGS = (b"\x90", b"\x80", b"\xc0", b"\x00", b"\xa0")
count = 0


def answer(module, raw):
    global count
    count += 1
    return HEAD + b"\xdd" + SIZE.to_bytes(4, "big") + FILLINGS[count % len(FILLINGS)] * SIZE


sys.modules["worker.serve"].answer = answer
