"""What a worker replied, kept as it came, and decoded when it is looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from autograder.grading.calls import CallKey
from autograder.worker import wire


class Reply:
    """One reply.

    Attributes:
        held: about how many bytes it takes when it is decoded.
    """

    __slots__ = ("_answer", "_frame", "held")

    def __init__(self, frame: bytes) -> None:
        """Take a frame.

        Raises:
            WireError: it is no answer, or holds too much; more is found out when it is decoded.
        """
        self.held = wire.check_answer(frame)
        self._frame = frame
        self._answer: wire.Answer | None = None

    @property
    def answer(self) -> wire.Answer:
        """The reply, decoded.

        Raises:
            WireError: its bytes are not an answer.
        """
        if self._answer is None:
            self._answer = wire.decode_answer(self._frame)
            self._frame = b""
        return self._answer

    @property
    def frame(self) -> bytes | None:
        """The bytes that came; None once they are decoded, and no longer kept."""
        return self._frame or None


class Replies(Mapping[CallKey, wire.Answer]):
    """Answers by their calls; whoever looks at one whose bytes are not an answer gets a WireError."""

    def __init__(self, known: Mapping[CallKey, wire.Answer] | None = None) -> None:
        """Begin with what is known; what another has not decoded is not decoded for it."""
        before = known._kept if isinstance(known, Replies) else known
        self._kept: dict[CallKey, Reply | wire.Answer] = dict(before or {})

    def add(self, call: CallKey, reply: Reply) -> None:
        """Keep what came of a call."""
        self._kept[call] = reply

    def __getitem__(self, call: CallKey) -> wire.Answer:
        kept = self._kept[call]
        return kept.answer if isinstance(kept, Reply) else kept

    def __contains__(self, call: object) -> bool:
        return call in self._kept

    def __iter__(self) -> Iterator[CallKey]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def digest(self, calls: Sequence[CallKey]) -> bytes | None:
        """What was replied to these calls, in 32 bytes; None where one has no reply, or is decoded already."""
        digest = hashlib.sha256()
        for call in calls:
            kept = self._kept.get(call)
            if not isinstance(kept, Reply) or (frame := kept.frame) is None:
                return None
            digest.update(wire.HEADER.pack(len(frame)))
            digest.update(frame)
        return digest.digest()
