"""Answers with millions of warnings and changed arguments: two bytes each on the wire, sixty in memory."""

import sys

HEAD = b"\x97\xa6answer\xa8returned\x92\xa6unique\xc0\xc0"
MANY = b"\xdd" + (900_000).to_bytes(4, "big") + b"\xa1a" * 900_000
FRAME = HEAD + MANY + MANY + b"\xc2"

sys.modules["worker.serve"].answer = lambda module, raw: FRAME
