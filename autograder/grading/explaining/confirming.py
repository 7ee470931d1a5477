"""Boundaries of a submission: found in the calls that were made, and confirmed by fresh ones on both sides."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from autograder.grading.calls import CallEncoder, CallKey, function_of
from autograder.grading.case_data import Case
from autograder.grading.checks import Check, Rehearsed
from autograder.grading.explaining import wordings
from autograder.grading.explaining.boundaries import FEWEST, Condition, Described, Sample, separating
from autograder.grading.explaining.evidence import Wording, arguments_of, sizes_of
from autograder.grading.explaining.features import Describe, features_of
from autograder.grading.explaining.fresh import FreshCases
from autograder.grading.subjects import Reference, Rehearsal
from autograder.results import Explanation
from autograder.worker import wire

_MOST_TRIED: Final = 12  # conditions that fresh calls are asked for
_MOST_FRESH: Final = 24  # fresh calls of one check


class Evidence(NamedTuple):
    """What is known of a check that was played."""

    check: Check
    rehearsed: Rehearsed
    passed: bool
    answers: Mapping[
        CallKey, wire.Answer
    ]  # to the calls that right work gets, all or none; of long ones those that came
    shown: tuple[tuple[CallKey, wire.Answer], ...] = ()  # the case that people are shown; maybe none of the rehearsed
    unsteady: str = ""  # the function whose answers another run would not repeat, if there is one


class Asker(Protocol):
    """Where further answers of a submission come from."""

    def ask(self, calls: Sequence[bytes]) -> Mapping[bytes, wire.Answer]:
        """The answers to further calls, as far as there is time."""

    def ask_anew(self, calls: Sequence[CallKey]) -> Mapping[CallKey, wire.Answer]:
        """The answers of a submission that was just loaded; none where they do not all come."""

    def hold(self, check: Check, cases: Sequence[Case], known: Mapping[CallKey, wire.Answer]) -> Sequence[bool]:
        """Whether the check holds in each of these cases, as far as there is time."""


Judge = Callable[[CallKey, wire.Answer], bool]  # whether an answer is wrong


class Boundaries:
    """The boundaries of one assignment."""

    def __init__(
        self,
        encoder: CallEncoder,
        reference: Reference,
        rehearsal: Rehearsal,
        fresh: FreshCases,
        describe: Mapping[str, Describe],
        words: Wording,
    ) -> None:
        """Take what calls are described by.

        Args:
            encoder: of the contract.
            reference: what checks compare with.
            rehearsal: tells the calls that a case makes of right work.
            fresh: cases of checks.
            describe: what the author wrote of calls, by function.
            words: the assignment's.
        """
        self._encoder = encoder
        self._reference = reference
        self._rehearsal = rehearsal
        self._describe = describe
        self._words = words
        self._fresh_cases = fresh
        self._fresh: dict[str, list[tuple[Case, list[bytes]]]] = {}
        self._known: dict[bytes, Described] = {}

    def between_calls(
        self, subject: tuple[str, str], played: Sequence[Evidence], wrong: Judge, asker: Asker, *, values: bool
    ) -> Explanation | None:
        """Which calls of a function are answered wrongly.

        Args:
            subject: the function, and the end of a sentence that says what goes wrong: "`kind` is wrong".
            played: all checks of the submission.
            wrong: judges an answer.
            asker: gives further answers.
            values: whether values are wrong: then right ones say nothing where all mistakes give them.
        """
        function, text = subject
        used: list[Evidence] = []
        verdicts: dict[bytes, bool] = {}
        besides: set[bytes] = set()  # calls whose answers are wrong where no check minds: no border may deny it
        for one in sorted(played, key=lambda one: one.passed):
            own = {
                key.data: wrong(key, answer)
                for key, answer in (*one.answers.items(), *one.shown)
                if function_of(key.data) == function
            }
            # Where a check holds all the same, it allows for more than the reference's answer.
            if own and not one.check.long_calls and not (one.passed and any(own.values())):
                used.append(one)
                if any(verdicts.get(data, verdict) != verdict for data, verdict in own.items()):
                    return None  # the same call is answered in two ways
                verdicts |= own
            else:
                besides |= {data for data, is_wrong in own.items() if is_wrong}
        samples = [Sample(self._described(data), verdict) for data, verdict in verdicts.items()]
        telling = [sample for sample in samples if sample.tells or not values]

        def fresh() -> Iterator[bytes]:
            for one in used:
                for _, calls in self._fresh_of(one.check):
                    yield from (data for data in calls if function_of(data) == function and data not in verdicts)

        known: dict[bytes, bool] = {}

        def confirmed(condition: Condition) -> bool:
            if any(self._side(condition, data, values=values) is False for data in besides):
                return False
            sides = self._sides(condition, fresh(), values=values)
            if any(len(side) < condition.fewest_fresh for side in sides):
                return False
            asked = [data for side in sides for data in side if data not in known]
            known.update({data: wrong(CallKey(data, 0), answer) for data, answer in asker.ask(asked).items()})
            return all(
                known.get(data) is verdict for verdict, side in zip((True, False), sides, strict=True) for data in side
            )

        return _first(
            separating(telling), confirmed, lambda condition: wordings.boundary(text, condition.wrong, condition.right)
        )

    def between_cases(self, failed: Evidence, asker: Asker, *, values: bool) -> Explanation | None:
        """Which cases of a check fail; `values` as above."""
        check, cases = failed.check, failed.rehearsed.cases
        if check.long_calls or len(cases) < 2 * FEWEST:
            return None
        verdicts = asker.hold(check, cases, failed.answers)
        if len(verdicts) != len(cases):
            return None
        samples = [
            Sample(self._described(calls[0]), not held)
            for (_, calls), held in zip(self._calls_of(check, cases), verdicts, strict=True)
            if calls
        ]
        samples += [Sample(self._described(key.data), wrong=True) for key, _ in failed.shown[:1]]
        telling = [sample for sample in samples if sample.tells or not values]
        fresh = self._fresh_of(check)

        def confirmed(condition: Condition) -> bool:
            sides: tuple[list[Case], list[Case]] = ([], [])
            for case, calls in fresh:
                side = self._side(condition, calls[0], values=values) if calls else None
                if side is not None and len(sides[not side]) < condition.most_fresh:
                    sides[not side].append(case)
            if any(len(side) < condition.fewest_fresh for side in sides):
                return False
            held = asker.hold(check, [*sides[0], *sides[1]], {})
            return list(held) == [False] * len(sides[0]) + [True] * len(sides[1])

        return _first(
            separating(telling), confirmed, lambda condition: wordings.of_cases(condition.wrong, condition.right)
        )

    def fresh_answers(self, failed: Evidence, asker: Asker) -> dict[CallKey, wire.Answer] | None:
        """The answers to fresh calls of a check; None where they do not all come."""
        if failed.check.long_calls:
            return {}
        calls: dict[bytes, None] = {}
        for _, made in self._fresh_of(failed.check):
            calls |= dict.fromkeys(made)
        known = {key.data for key in failed.answers}
        asked = [data for data in calls if data not in known][:_MOST_FRESH]
        answers = asker.ask(asked)
        if len(answers) != len(asked):
            return None
        return {CallKey(data, 0): answers[data] for data in asked}

    def _sides(self, condition: Condition, calls: Iterable[bytes], *, values: bool) -> tuple[list[bytes], list[bytes]]:
        """Of these calls some that should be answered wrongly, and some that should be answered rightly."""
        sides: tuple[list[bytes], list[bytes]] = ([], [])
        for data in calls:
            side = self._side(condition, data, values=values)
            if side is not None and len(sides[not side]) < condition.most_fresh and data not in sides[not side]:
                sides[not side].append(data)
            if all(len(side) == condition.most_fresh for side in sides):
                break
        return sides

    def _side(self, condition: Condition, data: bytes, *, values: bool) -> bool | None:
        """Whether a call should be answered wrongly; None where that is not known, or a right answer says nothing."""
        described = self._described(data)
        side = condition.holds(described.named)
        return None if side is None or (values and not Sample(described, side).tells) else side

    def _described(self, data: bytes) -> Described:
        if data not in self._known:
            name = function_of(data)
            given = arguments_of(data, self._encoder.contract.functions[name].parameters)
            sizes = sizes_of(given, self._words.shapes[name])
            self._known[data] = Described.by(
                features_of(given, sizes, self._words.options.get(name, ()), self._describe.get(name), self._words)
            )
        return self._known[data]

    def _fresh_of(self, check: Check) -> list[tuple[Case, list[bytes]]]:
        if check.identity not in self._fresh:
            self._fresh[check.identity] = self._calls_of(check, self._fresh_cases.of(check))
        return self._fresh[check.identity]

    def _calls_of(self, check: Check, cases: Sequence[Case]) -> list[tuple[Case, list[bytes]]]:
        """Each case with the calls that it makes of right work."""
        arguments = check.arguments(self._rehearsal, self._reference)
        calls: list[tuple[Case, list[bytes]]] = []
        for case in cases:
            self._rehearsal.calls.clear()
            check.body(**arguments, **case)
            calls.append((case, list(self._rehearsal.calls)))
        return calls


def _first(
    conditions: Iterable[Condition], confirmed: Callable[[Condition], bool], words: Callable[[Condition], str]
) -> Explanation | None:
    for condition in itertools.islice(conditions, _MOST_TRIED):
        if confirmed(condition):
            return Explanation("boundary", words(condition))
    return None
