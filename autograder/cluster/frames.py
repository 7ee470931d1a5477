"""Messages on a pipe: the length, then so many bytes."""

from __future__ import annotations

from typing import IO, Final

_LENGTH: Final = 8  # bytes


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    """Send a message.

    Raises:
        OSError: nobody reads any more.
    """
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next message, None if the other side has ended."""
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "big")
    data = pipe.read(size)
    return data if len(data) == size else None
