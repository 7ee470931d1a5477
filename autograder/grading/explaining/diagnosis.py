"""Naming the misconception behind a failed check, if exactly one explains it. Never a guess."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from autograder.grading.calls import CallEncoder, CallKey, function_of
from autograder.grading.explaining.alike import Seen, alike, seen
from autograder.grading.misconception import Misconception
from autograder.grading.subjects import Reference
from autograder.worker import wire


class Trial(NamedTuple):
    """How a check went, as far as diagnosis needs to know."""

    part: str
    held: bool
    answers: Mapping[
        CallKey, wire.Answer
    ]  # to all calls of right work; none where one is missing, unless they are long
    long_calls: bool = False


class _Sorted(NamedTuple):
    """The answers of a trial."""

    answers: Collection[tuple[CallKey, wire.Answer]]  # first those that are not as they should be
    wrong: int  # how many those are, of a trial that failed
    functions: frozenset[str]  # that are called


class Diagnosis:
    """The misconceptions of an assignment, whose answers are computed once in a process."""

    def __init__(
        self, misconceptions: Sequence[Misconception], reference: types.ModuleType, encoder: CallEncoder
    ) -> None:
        self._contract = encoder.contract
        self._right = Reference(reference, encoder)
        self._read: dict[int, Seen | None] = {}  # what the answers of one submission show, by their identities
        self._sorted: dict[int, _Sorted] = {}  # of its trials
        self._explained: dict[tuple[int, int], bool] = {}  # whether a model explains a trial
        self.wrong = {
            wrong: [Reference(with_model(reference, wrong, model), encoder) for model in wrong.models]
            for wrong in misconceptions
        }

    def name(self, trials: Sequence[Trial]) -> list[Misconception | None]:
        """For each check the one misconception that explains its failure; None if it held, or if not exactly one does.

        It has to explain all answers in the failed check, and all answers to the same function in the other checks of
        the part; where calls are long, in all checks, so that few models have to answer those.
        """
        self._read.clear()
        self._explained.clear()
        self._sorted = {id(trial): self._wrong_first(trial) for trial in trials}
        return [None if trial.held else self._only_one(trial, trials) for trial in trials]

    def _only_one(self, failed: Trial, trials: Sequence[Trial]) -> Misconception | None:
        if self._sorted[id(failed)].wrong == 0:
            return None
        others = (trial for trial in trials if trial is not failed and (failed.long_calls or trial.part == failed.part))
        evidence = sorted((failed, *others), key=lambda trial: trial.long_calls)
        explaining = [
            wrong
            for wrong, models in self.wrong.items()
            if self._touches(wrong, failed)
            and any(all(self._explains(model, t) for t in evidence if self._touches(wrong, t)) for model in models)
        ]
        return explaining[0] if len(explaining) == 1 else None

    def _explains(self, model: Reference, trial: Trial) -> bool:
        """Whether the model gives all the answers of a check."""
        both = id(model), id(trial)
        if both not in self._explained:
            self._explained[both] = all(
                (student := self._once(key, answer)) is not None
                and (wrong := self._once(key, model.answer(key.data))) is not None
                and _same(student, wrong)
                for key, answer in self._sorted[id(trial)].answers
            )
        return self._explained[both]

    def _wrong_first(self, trial: Trial) -> _Sorted:
        """What a model has to explain, in the order in which most models fail soon."""
        functions = frozenset(function_of(key.data) for key in trial.answers)
        if trial.held:  # its answers are decoded only as far as they are compared
            return _Sorted(trial.answers.items(), 0, functions)
        wrong: list[tuple[CallKey, wire.Answer]] = []
        right: list[tuple[CallKey, wire.Answer]] = []
        for key, answer in trial.answers.items():
            student, expected = self._once(key, answer), self._once(key, self._right.answer(key.data))
            as_it_should = student is not None and expected is not None and _same_in_all(student, expected)
            (right if as_it_should else wrong).append((key, answer))
        return _Sorted([*wrong, *right], len(wrong), functions)

    def _touches(self, wrong: Misconception, trial: Trial) -> bool:
        return wrong.function in self._sorted[id(trial)].functions

    def _once(self, key: CallKey, answer: wire.Answer) -> Seen | None:
        """What an answer shows, None if nothing; read once for all models, because reading may be slow."""
        if id(answer) not in self._read:
            self._read[id(answer)] = seen(self._contract, key, answer)
        return self._read[id(answer)]


def with_model(reference: types.ModuleType, wrong: Misconception, model: Callable[..., Any]) -> types.ModuleType:
    """The reference with one of its functions replaced by a wrong model."""
    module = types.ModuleType(wrong.name)
    vars(module).update(vars(reference))
    setattr(module, wrong.function, model)
    return module


def _same(student: Seen, model: Seen) -> bool:
    """Whether a model explains an answer; the student may also warn or draw random numbers where the model does not."""
    return (
        student.how == model.how
        and student.changed == model.changed
        and student.warned >= model.warned
        and student.random_state_changed >= model.random_state_changed
        and alike(student.value, model.value)
    )


def _same_in_all(one: Seen, other: Seen) -> bool:
    """Whether two answers agree in everything, side effects included."""
    return _same(one, other) and _same(other, one)
