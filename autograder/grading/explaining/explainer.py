"""Explaining the failed checks of a submission: a misconception, else a relation, else a boundary."""

from __future__ import annotations

import hashlib
import types
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from autograder.grading.answers import NO_ANSWERS
from autograder.grading.calls import CallEncoder, CallKey, encode_call, function_of
from autograder.grading.explaining import wordings
from autograder.grading.explaining.alike import alike, seen
from autograder.grading.explaining.comparing import comparison_of
from autograder.grading.explaining.confirming import Asker, Boundaries, Evidence
from autograder.grading.explaining.diagnosis import Diagnosis, Trial
from autograder.grading.explaining.evidence import (
    Instance,
    Wording,
    digest,
    options_of,
    shapes_in,
)
from autograder.grading.explaining.features import features_in
from autograder.grading.explaining.fresh import FreshCases
from autograder.grading.explaining.leaves import Series, leaves_of
from autograder.grading.explaining.reading import Instances
from autograder.grading.explaining.retelling import EFFECTS, HOW, Leaf, Told, culprits, holds
from autograder.grading.explaining.search import Part, explained
from autograder.grading.explaining.unsteady import Judges, unsteady
from autograder.grading.misconception import Misconception
from autograder.grading.playing import FailedCase
from autograder.grading.subjects import Reference, Rehearsal
from autograder.results import Comparison, Explanation
from autograder.text import printable
from autograder.worker import wire

_LONGEST: Final = 1_000  # characters of an explanation


class Explainer:
    """Explains failures of one assignment; what is found for some answers is kept for all that answer the same."""

    def __init__(
        self,
        encoder: CallEncoder,
        module: types.ModuleType,
        subjects: tuple[Reference, Rehearsal],
        misconceptions: Sequence[Misconception],
        features: types.ModuleType | None,
        fresh: FreshCases,
    ) -> None:
        """Take the right work and the wrong.

        Args:
            encoder: of the contract.
            module: the reference.
            subjects: the same, with the answers that it gave in the rehearsal.
            misconceptions: the assignment's.
            features: what its author says of sizes and calls; None for nothing.
            fresh: cases of its checks.
        """
        self.diagnosis = Diagnosis(misconceptions, module, encoder)
        self._encoder = encoder
        self._reference, rehearsal = subjects
        self._functions = {name: getattr(module, name) for name in encoder.contract.functions}
        shapes = {name: shapes_in(function) for name, function in self._functions.items()}
        options = {name: options_of(function) for name, function in self._functions.items()}
        self._words = Wording(shapes, getattr(features, "SIZES", {}), options)
        self._free: frozenset[str] = frozenset(getattr(features, "FREE", ()))
        describe = {} if features is None else features_in(features)
        self._describe = describe
        self._instances = Instances(encoder, self._reference, self._words)
        self._boundaries = Boundaries(encoder, self._reference, rehearsal, fresh, describe, self._words)
        self._found: dict[bytes, tuple[Explanation | None, list[Leaf]]] = {}
        self._unsteady: dict[str, Explanation | None] = {}  # of one submission, by function
        self._broken_by: dict[tuple[str, str], bool] = {}  # whether a misconception fails a check

    def explain(self, played: Sequence[Evidence], asker: Asker) -> list[Explanation | None]:
        """For each check what explains its failure; None if it passed, or where nothing is found.

        Args:
            played: all checks.
            asker: gives further answers of the submission.
        """
        if all(one.passed for one in played):
            return [None] * len(played)
        self._instances.forget()
        self._unsteady.clear()
        trials = [
            Trial(one.check.part, one.passed, NO_ANSWERS if one.unsteady else one.answers, one.check.long_calls)
            for one in played
        ]
        named = self.diagnosis.name(trials)
        return [
            None if one.passed else self._explained(one, wrong, played, asker)
            for one, wrong in zip(played, named, strict=True)
        ]

    def compared(self, failed: FailedCase, answers: Mapping[CallKey, wire.Answer]) -> Comparison | None:
        """What was returned in a case that failed beside what should have been.

        Args:
            failed: the case.
            answers: to all calls of the check.
        """
        case = [call for key, answer in failed.answers if (call := self._instances.of(key, answer))]
        others = (call for key, answer in answers.items() if (call := self._instances.of(key, answer)))
        returns = {name: signature.returns for name, signature in self._encoder.contract.functions.items()}
        return comparison_of(case, others, returns, self._describe)

    def _explained(
        self, failed: Evidence, wrong: Misconception | None, played: Sequence[Evidence], asker: Asker
    ) -> Explanation | None:
        found = self._named(failed, wrong)
        if found is None:
            found = self._of_its_own(failed, asker) if failed.unsteady else self._found_by_search(failed, played, asker)
        # Names of exceptions, and words that came back, are the submission's.
        return found._replace(text=printable(found.text, _LONGEST)) if found else None

    def _named(self, failed: Evidence, wrong: Misconception | None) -> Explanation | None:
        """A misconception explains a check only if it fails there."""
        if wrong is None or not self._fails(failed, wrong):
            return None
        return Explanation("misconception", wrong.hint)

    def _fails(self, failed: Evidence, wrong: Misconception) -> bool:
        key = (failed.check.identity, wrong.name)
        if key not in self._broken_by:
            models = self.diagnosis.wrong[wrong]
            self._broken_by[key] = not all(
                holds(failed.check, failed.rehearsed.cases, model, self._reference) for model in models
            )
        return self._broken_by[key]

    def _of_its_own(self, failed: Evidence, asker: Asker) -> Explanation | None:
        """How answers change by themselves: no number in them says anything, since another run would give others."""
        function = failed.unsteady
        if function not in self._unsteady:
            judges = Judges(self._is_wrong, self._same)
            self._unsteady[function] = unsteady(function, failed.answers, judges, asker)
        return self._unsteady[function]

    def _is_wrong(self, key: CallKey, answer: wire.Answer) -> bool:
        call = self._instances.of(key, answer)
        return call is None or bool(self._instances.wrong_parts(call))

    def _kept(
        self, failed: Evidence, fresh: Mapping[CallKey, wire.Answer], others: Mapping[CallKey, wire.Answer]
    ) -> tuple[Explanation | None, list[Leaf]]:
        """What the search finds, and which parts of answers are to blame.

        It is made once for all who answer the same, in the check, in fresh cases and elsewhere.
        """
        told = [failed.answers[key] for key in failed.rehearsed.calls if key in failed.answers]
        parts = [failed.check.identity.encode(), *map(digest, (*told, *fresh.values(), *others.values()))]
        key = hashlib.sha256(b"\0".join(parts)).digest()
        if key not in self._found:
            blamed = self._blamed(failed)
            self._found[key] = self._search(failed, blamed, {**others, **fresh}, fresh), blamed
        return self._found[key]

    def _found_by_search(self, failed: Evidence, played: Sequence[Evidence], asker: Asker) -> Explanation | None:
        """The first that holds: a relation, that answers change by themselves, a boundary."""
        if not failed.answers or len(failed.answers) < len(failed.rehearsed.calls):
            return None
        fresh = self._boundaries.fresh_answers(failed, asker)
        if fresh is None:  # no time is left to be sure of anything
            return None
        kept, blamed = self._kept(failed, fresh, _others(failed, played))
        if kept and kept.kind == "relation":
            return kept
        functions = {function for function, _ in blamed}
        values = not any(leaf in (HOW, *EFFECTS) for _, leaf in blamed)
        if len(functions) == 1 and not failed.check.long_calls:
            function = functions.pop()
            leaves = [leaf for _, leaf in blamed]

            def is_wrong(key: CallKey, answer: wire.Answer) -> bool:
                call = self._instances.of(key, answer)
                return call is None or any(leaf in leaves for _, leaf in self._instances.wrong_parts(call))

            if found := unsteady(function, failed.answers, Judges(is_wrong, self._same), asker):
                return found
            if kept:  # a boundary inside the answers, which stand still
                return kept
            calls = self._instances.all_of(failed.answers) or []
            came = {call.got.how for call in calls if call.got.how != call.expected.how}
            text = wordings.wrong(function, leaves, came)
            if found := self._boundaries.between_calls((function, text), played, is_wrong, asker, values=values):
                return found
        return kept or self._boundaries.between_cases(failed, asker, values=values)

    def _blamed(self, failed: Evidence) -> list[Leaf]:
        """The wrong parts of answers that make the check fail."""
        calls = self._instances.all_of(failed.answers)
        if calls is None:
            return []
        right = {key: self._reference.answer(key.data) for key in failed.rehearsed.calls}
        told = Told(failed.check, failed.rehearsed.cases, self._encoder, self._reference, failed.answers, right)
        wrong = dict.fromkeys(leaf for call in calls for leaf in self._instances.wrong_parts(call))
        return culprits(told, list(wrong))

    def _search(
        self,
        failed: Evidence,
        blamed: Sequence[Leaf],
        elsewhere: Mapping[CallKey, wire.Answer],
        fresh: Mapping[CallKey, wire.Answer],
    ) -> Explanation | None:
        calls = self._instances.all_of({**failed.answers, **fresh})
        if calls is None or not blamed:
            return None
        if not self._numbers(calls, blamed):
            # A yes or no fits many relations by chance: these have to hold in all checks.
            more = self._instances.all_of({key: elsewhere[key] for key in elsewhere if key not in fresh})
            calls = [*calls, *(call for call in more or () if call.got.how == "returned" == call.expected.how)]
        free = any(function in self._free for function, _ in blamed)
        parts = self._parts(calls, blamed)
        answering = None if failed.check.long_calls else self._answering
        return explained(parts, self._functions, answering, self._words, free=free)

    def _numbers(self, calls: Sequence[Instance], blamed: Sequence[Leaf]) -> bool:
        """Whether all wrong parts are arrays of numbers."""
        functions = self._encoder.contract.functions
        leaves = [
            (call.function, leaves_of(functions[call.function].returns, call.expected.value))
            for call in calls
            if call.expected.how == "returned"
        ]
        return all(
            isinstance(values[leaf], np.ndarray | Series | None)
            for function, leaf in blamed
            for name, values in leaves
            if name == function and leaf in values
        )

    def _parts(self, calls: Sequence[Instance], blamed: Sequence[Leaf]) -> list[Part]:
        names = dict.fromkeys(function for function, _ in blamed)
        functions = self._encoder.contract.functions
        return [
            Part(
                functions[name].returns,
                [call for call in calls if call.function == name],
                [leaf for function, leaf in blamed if function == name],
            )
            for name in names
        ]

    def _same(self, key: CallKey, one: wire.Answer, other: wire.Answer) -> bool:
        """Whether two answers to a call show the same, up to rounding."""
        first, second = (seen(self._encoder.contract, key, answer) for answer in (one, other))
        if first is None or second is None:
            return first is second
        return first.how == second.how and (first.how != "returned" or alike(first.value, second.value))

    def _answering(self, call: Instance, given: Mapping[str, Any]) -> Any:
        """What right work returns for other arguments; computed once."""
        signature = self._encoder.contract.functions[call.function]
        data = encode_call(call.function, signature, (), dict(given), watch=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd arguments are the point
            answer = seen(self._encoder.contract, CallKey(data, 0), self._reference.answer(data))
        if answer is None or answer.how != "returned":
            raise ValueError("right work refuses that")
        return answer.value


def _others(failed: Evidence, played: Sequence[Evidence]) -> dict[CallKey, wire.Answer]:
    """The answers in other checks to the functions that this one calls."""
    functions = {function_of(key.data) for key in failed.answers}
    return {
        CallKey(key.data, 0): answer
        for one in played
        if one is not failed and not one.check.long_calls
        for key, answer in one.answers.items()
        if key.occurrence == 0 and key not in failed.answers and function_of(key.data) in functions
    }
