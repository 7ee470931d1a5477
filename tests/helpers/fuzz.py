"""Fuzzes whatever reads other people's bytes: `python -m tests.helpers.fuzz SECONDS [TARGET...]`, so long per target.

Every target is a strategy and a claim about everything it draws. A short form, which always draws the same, runs
with the tests.
"""

from __future__ import annotations

import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from autograder.worker import wire
from tests.helpers.fuzz_intake import INTAKE
from tests.helpers.fuzz_target import Target, damaged

GOOD_REPLY: Final = wire.encode(wire.Answer("returned", [1, wire.array_to_wire("numpy", np.zeros((2, 3)))]))
MOST_SECONDS: Final = 1.0  # of processor time, for any frame
MOST_MEMORY: Final = 200 << 20  # bytes, likewise
OPENERS: Final = (b"\x91", b"\x92", b"\x9f", b"\xdc\xff\xff", b"\xdd\x00\x04\x93\xe0", b"\x81", b"\xdf\x00\x03\xa9\x80")
FILLERS: Final = (
    *(
        b"\xc0",
        b"\x00",
        b"\x90",
        b"\x80",
        b"\xa0",
        b"\xa2ab",
        b"\xcb" + bytes(8),
        b"\xd9\x04\xf0\x9f\x98\x80",
        b"\xc4\x00",
    ),
    *(
        b"\xd6\x01\x00\x07\x00\x07",
        b"\xd6\x01\x01\x01\x00\x00",
        b"\xd7\x02\x92\xa3set\xa0",
        b"\xd6\xff\x00\x00\x00\x00",
    ),
    *(b"\x91\xc0", b"\x91\x91\xc0", b"\x81\xc0\xc0", b"\xdc\x00\x10" + b"\xff\xfe" * 8),
)
PIECES: Final = st.sampled_from((*OPENERS, *FILLERS)) | st.binary(max_size=4)
REPEATED: Final = st.tuples(
    st.lists(PIECES, min_size=1, max_size=3).map(b"".join), st.sampled_from((1, 3, 1000, 1 << 22))
)
# Whatever a hostile worker may send: after the head of a reply a few pieces, repeated up to the limit of a frame.
LARGE: Final = st.tuples(
    st.sampled_from((b"\x93\xa6answer\xa8returned", b"\x92\xa6loaded", b"\x94\xa6answer\xa6raised\xc0", b"")),
    st.sampled_from((b"", *(b"\xdd" + count.to_bytes(4, "big") for count in (100_000, 110_000, 299_999, 300_000)))),
    st.lists(REPEATED, min_size=1, max_size=3),
).map(lambda drawn: _frame(*drawn))


def _frame(head: bytes, opener: bytes, pieces: list[tuple[bytes, int]]) -> bytes:
    data = head + opener
    for piece, count in pieces:
        data += piece * min(count, (wire.MAX_FRAME - len(data)) // max(1, len(piece)))
    return data


def decoding_a_frame(data: bytes) -> None:
    """It is a reply, or it is refused with a `WireError`; either way soon, and without much memory."""
    before, start = _memory("VmRSS"), time.process_time()
    _forget_peak()
    with suppress(wire.WireError):
        reply = wire.decode_reply(data)
        if isinstance(reply, wire.Answer):
            wire.decode_answer(data)
    assert time.process_time() - start < MOST_SECONDS
    assert _memory("VmHWM") - before < MOST_MEMORY


def _memory(figure: str) -> int:
    """Bytes that this process holds (VmRSS), or has held at most (VmHWM); 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{figure}:")), 0)


def _forget_peak() -> None:
    """Let the peak of memory begin at what is held now, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


TARGETS: Final = {
    **INTAKE,
    "frame": Target(damaged([GOOD_REPLY]) | LARGE, decoding_a_frame),
}


def main(arguments: list[str]) -> int:
    """Fuzz every target for so many seconds; after a failure, the seed printed last is that of the failed round."""
    seconds, names = float(arguments[0]), arguments[1:] or list(TARGETS)
    for name in names:
        end, rounds = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            number = random.SystemRandom().randrange(2**32)
            print(f"\r{name}: round {rounds}, seed {number}   ", end="", flush=True)
            once(TARGETS[name], number)
            rounds += 1
        print(f"\r{name}: {rounds} rounds of 500 draws   ")
    return 0


def once(target: Target, number: int) -> None:
    """One round of 500 draws."""
    steady = settings(
        max_examples=500,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    seed(number)(steady(given(target.drawn)(target.holds)))()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
