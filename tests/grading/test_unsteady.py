"""Answers that change by themselves are told from those that are always wrong; calls and their answers are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from autograder.grading.calls import CallKey, asked_by, encode_call
from autograder.grading.contract import Signature
from autograder.grading.contract_types import type_of
from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.features import Feature, Number, Whether, features_of
from autograder.grading.explaining.unsteady import Judges, unsteady
from autograder.worker import wire

SIGNATURE = Signature(("seed",), type_of(float))
JUDGES = Judges(wrong=lambda key, answer: True, same=lambda key, one, other: one == other)


def call(seed: int, occurrence: int = 0, *, watch: bool = False) -> CallKey:
    return CallKey(encode_call("draw", SIGNATURE, (seed,), {}, watch), occurrence)


class FreshWorkers:
    """Each answers by a function of the call and of how many came before it."""

    def __init__(self, answer: Any, *, draws: bool = False) -> None:
        self._answer = answer
        self._drawn: list[Literal["torch", "numpy", "random"]] = ["torch"] if draws else []

    def ask_anew(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        return {
            one: wire.Answer(
                "returned",
                self._answer(one, place),
                random_states_changed=self._drawn if asked_by(one.data).watched else [],
            )
            for place, one in enumerate(calls)
        }


def returned(answers: Mapping[CallKey, Any]) -> dict[CallKey, wire.Answer]:
    return {key: wire.Answer("returned", value) for key, value in answers.items()}


def told(answers: Mapping[CallKey, Any], answer: Any, judges: Judges = JUDGES, *, draws: bool = False) -> str:
    workers = FreshWorkers(answer, draws=draws)
    explanation = unsteady("draw", returned(answers), judges, workers)  # type: ignore[arg-type]
    return "" if explanation is None else explanation.text


def test_a_call_that_is_watched_asks_the_same() -> None:
    assert asked_by(call(3).data) == asked_by(call(3, watch=True).data)._replace(watched=False)
    assert asked_by(call(3).data) != asked_by(call(4).data)


def test_chance_shows_in_calls_that_are_not_watched() -> None:
    """A watched call finds the generators in the same state each time, and answers the same each time."""
    answers = {call(3): 0.1, call(3, 1): 0.2, call(3, watch=True): 0.7}
    text = told(answers, lambda one, place: 0.7 if asked_by(one.data).watched else place)
    assert "answers the same call in another way each time" in text


def is_large(key: CallKey, answer: wire.Answer) -> bool:
    return bool(answer.value > 1)


def test_noise_at_the_limit_is_not_something_kept() -> None:
    """One call in three is wrong when it is made again: chance, not what the first one left."""
    answers = {call(seed): 2.0 for seed in (3, 4, 5)}
    text = told(
        answers,
        lambda one, place: place * (2.0 if one.data == call(4).data else 0.9),
        JUDGES._replace(wrong=is_large),
    )
    assert "in another way each time" in text


@pytest.mark.parametrize("draws", [False, True])
def test_something_is_kept_unless_chance_may_have_made_the_second_call_wrong(draws: bool) -> None:
    answers = {call(seed): 2.0 for seed in (3, 4, 5)}
    text = told(answers, lambda one, place: 2.0 * place, JUDGES._replace(wrong=is_large), draws=draws)
    assert ("something is kept" in text) is not draws
    assert ("chance" in text) is draws


def test_chance_in_some_calls_alone_is_told() -> None:
    answers = {call(seed): 2.0 for seed in (0, 1, 2)}
    text = told(answers, lambda one, place: place if one.data == call(0).data else 5)
    assert "answers some calls in another way each time" in text


def test_another_program_is_told_of() -> None:
    answers = {call(seed, watch=watch): 10 * seed + watch for seed in (3, 4) for watch in (False, True)}
    assert "otherwise in another program" in told(answers, lambda one, place: 5)


def test_what_is_always_wrong_is_not_unsteady() -> None:
    answers = {call(seed, watch=watch): 10 * seed for seed in (3, 4) for watch in (False, True)}
    assert told(answers, lambda one, place: 5) == ""


def test_what_is_so_or_not_comes_before_what_is_more_or_less() -> None:
    """The border of a number depends on what was drawn; that an option is not given does not."""
    words = Wording({}, {})
    author: list[Feature] = [
        Number("the largest entry", 3.0),
        Whether("the rows differ", "all rows are equal", value=True),
    ]
    features = features_of({"seed": 3}, {"n": 2}, ("lr",), lambda seed: author, words)
    kinds = [isinstance(feature, Number) for feature in features]
    assert kinds == sorted(kinds)
    assert features[0] == author[1]
