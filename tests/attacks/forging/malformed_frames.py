"""Answers every call with another malformed frame: lying lengths, cycles, wrong types, broken text, trailing bytes."""

import sys

import msgspec

HEAD = b"\x97\xa6answer\xa8returned"
TAIL = b"\xc0\x90\x90\xc2"
VALUES = (
    b"\xdd\xff\xff\xff\xff",  # an array that announces four milliards of entries
    b"\xdf\xff\xff\xff\xff\x01",  # a map likewise
    b"\xdb\xff\xff\xff\xffx",  # a string likewise
    b"\xc9\xff\xff\xff\xff\x01",  # an array of ours likewise
    b"\xc7\x03\x01\x01\x01\x09",  # of nine dimensions
    b"\xc7\x07\x01\x00\x08\x01\x01\x00\x00\x00",  # a truth value that is cut short
    b"\xc7\x08\x01\x00\x08\x01\x01\x00\x00\x00\x07",  # neither true nor false
    b"\xd6\xff\xff\xff\xff\xff",  # a date
    b"\xd4\x63\x00",  # an unknown extension
    b"\xa2\xff\xfe",  # no UTF-8
    b"\x81\x80\x01",  # a map whose key is a map
    b"\x81\x93\x01\x02\x03\xc0",  # a map whose key is a list
    b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",  # a number beyond 64 bits with sign
    b"\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00",  # not a number
    b"\xc1",  # what MessagePack never uses
    b"\x91" * 100_000,  # a list in a list in a list
    b"\x81\xa0" * 5_000 + b"\xc0",  # a map in a map in a map
    b"",
)
count = 0


def answer(module, raw):
    global count
    count += 1
    data = HEAD + VALUES[count % len(VALUES)] + TAIL
    return data if count % 3 else data + b"trailing"


sys.modules["worker.serve"].answer = answer
assert msgspec.msgpack
