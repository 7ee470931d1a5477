"""Whatever a worker answers, a check fails or passes: the grader never breaks of it.

Bytes that are no answer are tested in `tests/worker/test_hostile_bytes.py`. These are answers of the types that the
contract names, or nearly so, with contents that no right work has.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import numpy as np
import pytest

from autograder.grading import contract_types as kinds
from autograder.grading.calls import CallKey, function_of
from autograder.grading.case_data import Case
from autograder.grading.checks import Check
from autograder.grading.contract import Contract
from autograder.grading.playing import Subjects, play
from autograder.results import Outcome
from autograder.worker import wire
from tests.helpers.command import ASSIGNMENTS
from tests.helpers.suites import suite_of

LIBRARIES: Final = ("torch", "numpy")
FLOATS: Final = (0.0, -0.0, 1.0, -1.0, 1e-320, 1e308, -1e308, float("nan"), float("inf"), float("-inf"), 0.1)
INTS: Final = (0, 1, 2, -1, -(2**63), 2**63 - 1, 2**64 - 1, 10**6)
SHAPES: Final = (
    (),
    (0,),
    (1,),
    (2,),
    (3, 2),
    (1, 2),
    (2, 2),
    (0, 3),
    (3, 0),
    (1, 1, 1),
    (2, 1, 2, 1),
    (0, 4194304, 4194304),
)
TEXTS: Final = ("", "unique", "none", "infinite", "x" * 500, "\n[ok]", "é\u202e")
EXCEPTIONS: Final = ("ValueError", "NotImplementedError", "KeyboardInterrupt", "", "E" * 300, "LinAlgError")


def odd(kind: kinds.ValueType, draw: random.Random) -> Any:
    """A value as it comes over the wire, of this type or nearly so."""
    if draw.random() < 0.03:
        return draw.choice(
            (None, True, 1, 2.5, "text", [], [[]], wire.opaque_to_wire("set", "odd"), array("numpy", draw))
        )
    match kind:
        case kinds.OptionalType():
            return None if draw.random() < 0.2 else odd(kind.item, draw)
        case kinds.RecordType():
            return [odd(field, draw) for field in kind.fields.values()]
        case kinds.TupleType():
            return [odd(item, draw) for item in kind.items]
        case kinds.ListType():
            if draw.random() < 0.1:
                return array(draw.choice(LIBRARIES), draw)
            return [odd(kind.item, draw) for _ in range(draw.choice((0, 1, 2, 3, 4, 5, 11, 50)))]
        case kinds.TensorType():
            return array("torch", draw)
        case kinds.ArrayType():
            return array("numpy", draw)
        case kinds.BoolType():
            return draw.random() < 0.5
        case kinds.IntType():
            return draw.choice(INTS) if draw.random() < 0.5 else draw.randrange(8)
        case kinds.FloatType():
            return draw.choice(FLOATS)
        case kinds.StrType():
            return draw.choice(TEXTS)
    return None


def array(library: str, draw: random.Random) -> Any:
    shape = draw.choice(SHAPES)
    dtype = draw.choice(("float32", "float64", "float64", "float32", "int64", "bool"))
    with np.errstate(all="ignore"):
        entries = np.array([draw.choice(FLOATS) for _ in range(int(np.prod(shape)))]).reshape(shape).astype(dtype)
    return wire.array_to_wire(library, entries)


class OddAnswers:
    """Answers at random, each through the bytes that a worker would send."""

    def __init__(self, contract: Contract, draw: random.Random) -> None:
        self._contract = contract
        self._draw = draw

    def why_missing(self, name: str) -> str:
        """Nothing is known."""
        return ""

    def begin_check(self, planned: Sequence[CallKey], *, long_calls: bool) -> None:
        """There is nothing to be forgotten."""

    def answer_to(self, call: CallKey) -> wire.Answer:
        """An answer of the right type, or nearly so."""
        draw, name = self._draw, function_of(call.data)
        value = odd(self._contract.functions[name].returns, draw)
        changed: list[int | str] = [draw.choice((0, 99, -1, "X", "nothing"))] if draw.random() < 0.1 else []
        warnings = [draw.choice(TEXTS) * 3] if draw.random() < 0.1 else []
        answer = wire.Answer("returned", value, None, changed, warnings, ["torch"] if draw.random() < 0.1 else [])
        if draw.random() < 0.1:
            answer = wire.Answer("raised", raised=wire.Raised([draw.choice(EXCEPTIONS)], draw.choice(TEXTS), "line 3"))
        reply = wire.decode_reply(wire.encode(answer))
        assert isinstance(reply, wire.Answer)
        return reply

    def so_far(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """None is kept."""
        return {}

    def reading(self) -> AbstractContextManager[None]:
        """Nobody counts the time."""
        return nullcontext()


class OddSearches:
    """Goes on answering at random after all checks are played."""

    def __init__(self, answers: OddAnswers, draw: random.Random) -> None:
        self._answers = answers
        self._draw = draw

    def ask(self, calls: Sequence[bytes]) -> Mapping[bytes, wire.Answer]:
        """Odd answers to further calls."""
        return {data: self._answers.answer_to(CallKey(data, 0)) for data in calls}

    def ask_anew(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """Odd answers of a fresh worker, at times none."""
        return {call: self._answers.answer_to(call) for call in calls} if self._draw.random() < 0.9 else {}

    def hold(self, check: Check, cases: Sequence[Case], known: Mapping[CallKey, wire.Answer]) -> Sequence[bool]:
        """A check holds or not, as it happens."""
        return [self._draw.random() < 0.5 for _ in cases]


def play_all(name: str, rounds: int) -> None:
    """Play all checks of an assignment so many times, each time with other answers."""
    hidden = suite_of(name)
    for number in range(rounds):
        played = []
        for check in hidden.checks:
            draw = random.Random(f"{check.identity}{number}")
            subjects = Subjects(hidden.encoder, OddAnswers(hidden.encoder.contract, draw), hidden.reference)
            played.append((check, play(check, hidden.rehearsed[check.identity], subjects)))
            result = played[-1][1].result
            assert result.outcome is not Outcome.GRADER_BROKE, (check.identity, number, result.detail)
        draw = random.Random(number)
        explained = hidden._explained(played, OddSearches(OddAnswers(hidden.encoder.contract, draw), draw))
        assert not [result.detail for _, result in explained if "Traceback" in result.detail]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_odd_answer_breaks_the_grader(name: str) -> None:
    play_all(name, 1)


@pytest.mark.long
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_none_of_many_odd_answers_breaks_the_grader(name: str) -> None:
    play_all(name, 60)
