"""Running a check again with answers in hand, some of them put right: what is it that makes it fail?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from autograder.grading.calls import CallEncoder, CallKey
from autograder.grading.case_data import Case
from autograder.grading.checks import Check
from autograder.grading.explaining.evidence import Instance
from autograder.grading.explaining.leaves import leaves_of, with_leaves, wrong_leaves
from autograder.grading.failures import CheckFailed
from autograder.grading.subjects import Observation, Reference, Subject, interpret
from autograder.worker import wire

HOW: Final = "how"  # whether a call returns or raises
EFFECTS: Final = ("changed", "warned", "random_state_changed")  # what else it does
_FIELDS: Final = dict(zip(EFFECTS, ("changed", "warnings", "random_state_changed"), strict=True))  # of an answer
Leaf = tuple[str, str]  # the name of a function, and of a part of what its calls do


class NotTold(Exception):
    """A call whose answer is not in hand."""


class Retold(Subject):
    """Answers from a mapping, each with some of its parts as they should be."""

    def __init__(
        self,
        encoder: CallEncoder,
        answers: Mapping[CallKey, wire.Answer],
        right: Mapping[CallKey, wire.Answer],
        corrected: Collection[Leaf],
    ) -> None:
        super().__init__(encoder)
        self._answers = answers
        self._right = right
        self._corrected = corrected
        self._occurrences: Counter[bytes] = Counter()

    def begin_case(self) -> None:
        """A new run of a check's body."""
        self._occurrences.clear()

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], watch: bool) -> Observation:
        data = self._encoder.encode(name, args, kwargs, watch)
        key = CallKey(data, self._occurrences[data])
        self._occurrences[data] += 1
        if key not in self._answers and key not in self._right:
            raise NotTold
        signature = self._encoder.contract.functions[name]
        leaves = {leaf for function, leaf in self._corrected if function == name}
        if not leaves:
            observed = interpret(name, signature, self._answers[key] if key in self._answers else self._right[key])
            _ = observed.value if not watch else None
            return observed
        right = self._right[key]
        own = self._answers.get(key, right)
        fields = [_FIELDS[effect] for effect in EFFECTS if effect in leaves]
        try:
            observed = interpret(
                name, signature, msgspec.structs.replace(own, **{field: getattr(right, field) for field in fields})
            )
            _ = observed.value
        except CheckFailed:
            if HOW in leaves:
                return interpret(name, signature, right)
            raise
        if right.status != "returned":
            return interpret(name, signature, right) if HOW in leaves else observed
        expected = interpret(name, signature, right)
        value = with_leaves(signature.returns, observed.value, expected.value, leaves)
        observed.__dict__["value"] = value  # where the cached property keeps it
        return observed


def wrong_parts(call: Instance, encoder: CallEncoder) -> list[Leaf]:
    """What is not as it should be in a call."""
    if call.got.how != call.expected.how and call.expected.how not in call.got.raised:
        return [(call.function, HOW)]
    if call.got.how != "returned":
        return []
    kind = encoder.contract.functions[call.function].returns
    names = wrong_leaves(leaves_of(kind, call.got.value), leaves_of(kind, call.expected.value))
    effects = (effect for effect in EFFECTS if getattr(call.got, effect) != getattr(call.expected, effect))
    return [(call.function, leaf) for leaf in (*names, *effects)]


class Told(NamedTuple):
    """A check that failed, with all that it takes to run it again."""

    check: Check
    cases: Sequence[Case]
    encoder: CallEncoder
    reference: Reference
    answers: Mapping[CallKey, wire.Answer]  # that came
    right: Mapping[CallKey, wire.Answer]


def culprits(told: Told, wrong: Sequence[Leaf]) -> list[Leaf]:
    """The one wrong part that makes the check fail: it holds as soon as that is right. All of them, if only all do.

    Returns:
        Nothing where the check fails even with all of them put right.
    """
    for corrected in (*([leaf] for leaf in wrong), list(wrong)):
        subject = Retold(told.encoder, told.answers, told.right, corrected)
        if holds(told.check, told.cases, subject, told.reference):
            return list(corrected)
    return []


def holds(check: Check, cases: Sequence[Case], subject: Subject, reference: Reference | None) -> bool:
    """Whether the check holds for a subject in all of these cases."""
    arguments = check.arguments(subject, reference)
    try:
        for case in cases:
            subject.begin_case()
            check.body(**arguments, **case)
    except Exception:  # whatever it is: it does not hold
        return False
    return True
