"""The calls of one submission as explanations see them: each with both answers, read once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from autograder.grading.calls import CallEncoder, CallKey, function_of
from autograder.grading.explaining.alike import Seen, seen
from autograder.grading.explaining.evidence import Instance, Wording, arguments_of, sizes_of
from autograder.grading.explaining.retelling import Leaf, wrong_parts
from autograder.grading.subjects import Reference
from autograder.worker import wire


class _Asked(NamedTuple):
    """What a call asks, and what right work answers: the same for all submissions."""

    function: str
    given: dict[str, Any]
    sizes: dict[str, int]
    expected: Seen | None


class Instances:
    """Calls with both answers. What depends on a submission is forgotten with it."""

    def __init__(self, encoder: CallEncoder, reference: Reference, words: Wording) -> None:
        self._encoder = encoder
        self._reference = reference
        self._words = words
        self._asked: dict[bytes, _Asked] = {}
        self._read: dict[tuple[CallKey, int], tuple[wire.Answer, Instance | None]] = {}
        self._wrong: dict[int, list[Leaf]] = {}

    def forget(self) -> None:
        """Begin with another submission."""
        self._read.clear()
        self._wrong.clear()

    def of(self, key: CallKey, answer: wire.Answer) -> Instance | None:
        """A call with both answers, None where one shows nothing that can be compared."""
        place = key, id(answer)
        if place not in self._read:
            self._read[place] = answer, self._instance(key, answer)  # with the answer, so that no other gets its id
        return self._read[place][1]

    def all_of(self, answers: Mapping[CallKey, wire.Answer]) -> list[Instance] | None:
        """These calls; None where an answer shows nothing that can be compared."""
        calls: list[Instance] = []
        for key, answer in answers.items():
            call = self.of(key, answer)
            if call is None:
                return None
            calls.append(call)
        return calls

    def wrong_parts(self, call: Instance) -> list[Leaf]:
        """What is not as it should be in one of these calls."""
        if id(call) not in self._wrong:
            self._wrong[id(call)] = wrong_parts(call, self._encoder)
        return self._wrong[id(call)]

    def _instance(self, key: CallKey, answer: wire.Answer) -> Instance | None:
        asked = self._asked_by(key)
        got = seen(self._encoder.contract, key, answer)
        if got is None or asked.expected is None:
            return None
        return Instance(key, asked.function, asked.given, asked.sizes, got, asked.expected)

    def _asked_by(self, key: CallKey) -> _Asked:
        if key.data not in self._asked:
            name, contract = function_of(key.data), self._encoder.contract
            given = arguments_of(key.data, contract.functions[name].parameters)
            expected = seen(contract, key, self._reference.answer(key.data))
            self._asked[key.data] = _Asked(name, given, sizes_of(given, self._words.shapes[name]), expected)
        return self._asked[key.data]
