"""Answers that change by themselves: random ones, and what is kept between calls. A fresh worker tells."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from autograder.grading.calls import CallKey, as_watched, asked_by, function_of
from autograder.grading.explaining.confirming import Asker
from autograder.results import Explanation
from autograder.worker import wire

_MOST_TRIED: Final = 3  # calls that are made again, each in a worker of its own


class Judges(NamedTuple):
    """What can be said of answers."""

    wrong: Callable[[CallKey, wire.Answer], bool]
    same: Callable[[CallKey, wire.Answer, wire.Answer], bool]  # up to rounding


def unsteady(function: str, answers: Mapping[CallKey, wire.Answer], judges: Judges, asker: Asker) -> Explanation | None:
    """Whether the wrong calls of a function are answered otherwise at another time.

    Args:
        function: its name.
        answers: what came in the check.
        judges: tell what is wrong, and what is the same.
        asker: gives answers of fresh workers.
    """
    own = {key: answer for key, answer in answers.items() if function_of(key.data) == function}
    suspects = dict.fromkeys(key.data for key, answer in own.items() if judges.wrong(key, answer))
    # Watched calls find the random generators as they were before, in a fresh worker and in every repetition.
    plain = [data for data in suspects if not asked_by(data).watched]
    tried = [CallKey(data, 0) for data in itertools.islice(plain or suspects, _MOST_TRIED)]
    twice = [_asked_twice(key, asker) for key in tried]
    if not tried or any(both is None for both in twice):
        return None
    pairs = [(key, *both) for key, both in zip(tried, twice, strict=True) if both is not None]
    if text := _told(pairs, judges, asker) or _elsewhere(own, judges):
        return Explanation("relation", f"`{function}` {text}")
    return None


def _told(pairs: Sequence[tuple[CallKey, wire.Answer, wire.Answer]], judges: Judges, asker: Asker) -> str:
    """What calls that were made twice, first of all and once more, have in common."""
    first_right = all(not judges.wrong(key, first) for key, first, _ in pairs)
    # Noise that is no larger than what is allowed makes one call right and the next wrong.
    first_right = first_right and not any(_by_chance(key, first, judges, asker) for key, first, _ in pairs)
    if first_right and len(pairs) > 1 and all(judges.wrong(key, second) for key, _, second in pairs):
        return (
            "is right when it is called for the first time, and wrong when it is called again with the same arguments: "
            "something is kept from one call to the next."
        )
    if all(not judges.same(key, first, second) for key, first, second in pairs):
        return "answers the same call in another way each time: chance, or an earlier call, has a part in it."
    if first_right:
        return (
            "is right when nothing else was called before, and wrong after other calls: something is kept from one "
            "call to the next."
        )
    if any(not judges.same(key, first, second) for key, first, second in pairs):
        return "answers some calls in another way each time: chance, or an earlier call, has a part in it."
    return ""


def _by_chance(key: CallKey, first: wire.Answer, judges: Judges, asker: Asker) -> bool:
    """Whether the first answer to a call is another one in another worker, or the second one draws random numbers.

    Where no answer tells, they may.
    """
    again = asker.ask_anew([key])
    if not again or not judges.same(key, first, again[key]):
        return True
    twice = _asked_twice(CallKey(as_watched(key.data), 0), asker)
    return twice is None or bool(twice[1].random_states_changed)


def _elsewhere(answers: Mapping[CallKey, wire.Answer], judges: Judges) -> str:
    """Whether calls are answered otherwise where they are watched, and find the state of another program."""
    watched: dict[bytes, tuple[CallKey, wire.Answer]] = {}
    plain: dict[bytes, tuple[CallKey, wire.Answer]] = {}
    for key, answer in answers.items():
        asked = asked_by(key.data)
        (watched if asked.watched else plain).setdefault(asked.data, (key, answer))
    both = [(plain[data], watched[data]) for data in watched if data in plain]
    if len(both) > 1 and not any(judges.same(key, answer, other) for (key, answer), (_, other) in both):
        return (
            "answers the same call otherwise in another program: the state of a random generator, the hash of a "
            "text, or the time has a part in it."
        )
    return ""


def _asked_twice(key: CallKey, asker: Asker) -> tuple[wire.Answer, wire.Answer] | None:
    calls = [CallKey(key.data, 0), CallKey(key.data, 1)]
    answers = asker.ask_anew(calls)
    return (answers[calls[0]], answers[calls[1]]) if answers else None
