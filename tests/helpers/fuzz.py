"""Fuzzes whatever reads other people's bytes: `python -m tests.helpers.fuzz SECONDS [TARGET...]`, so long per target.

Every target is a strategy and a claim about everything it draws. A short form, which always draws the same, runs
with the tests.
"""

from __future__ import annotations

import random
import sys
import time
from contextlib import suppress
from typing import Final

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings

from autograder.worker import wire
from tests.helpers.fuzz_intake import INTAKE
from tests.helpers.fuzz_target import Target, damaged

GOOD_REPLY: Final = wire.encode(wire.Answer("returned", [1, wire.array_to_wire("numpy", np.zeros((2, 3)))]))


def decoding_a_frame(data: bytes) -> None:
    """It is a reply, or it is refused with a `WireError`."""
    with suppress(wire.WireError):
        wire.decode_reply(data)


TARGETS: Final = {
    **INTAKE,
    "frame": Target(damaged([GOOD_REPLY]), decoding_a_frame),
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
