"""The search for what explains one failed check: a relation, what else was answered, a boundary inside the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from autograder.grading.contract_types import ValueType
from autograder.grading.explaining import places, wordings
from autograder.grading.explaining.alike import UNREADABLE, close
from autograder.grading.explaining.evidence import Instance, Wording
from autograder.grading.explaining.factors import factor
from autograder.grading.explaining.leaves import COUNT, Series, leaves_of, same
from autograder.grading.explaining.pairs import Pair, pairs_of, telling
from autograder.grading.explaining.relations import relation
from autograder.grading.explaining.replays import replays
from autograder.grading.explaining.retelling import EFFECTS, HOW, Leaf
from autograder.results import Explanation
from autograder.text import printable

_SHAPE: Final = re.compile(r" of shape \(.*?\)| of \d+")  # what differs from call to call in a wrong type
_LONGEST_NAME: Final = 80  # of an exception
_REPLAYED: Final = 3e-6  # of float32: a small step in place of another differs by little more
_MOST_REPLAYS: Final = 400  # of one function in one check

Answering = Callable[
    [Instance, Mapping[str, Any]], Any
]  # what right work returns for other arguments; raises what it raises


class Part:
    """The calls of one function in a failed check, and which parts of its answers are to be explained."""

    def __init__(self, kind: ValueType, calls: Sequence[Instance], leaves: Sequence[str]) -> None:
        self.function = calls[0].function
        self.calls = calls
        self.leaves = tuple(leaves)
        self.kind = kind
        self.got = [leaves_of(kind, call.got.value) for call in calls if call.got.how == "returned"]
        self.returning = [call for call in calls if call.got.how == "returned"]

    def pairs(self, leaf: str, expected: Sequence[Mapping[str, Any]]) -> list[Pair]:
        """What came of a part beside what this would have given."""
        return pairs_of(
            [
                (own[leaf], right[leaf], call.given, call.sizes)
                for own, right, call in zip(self.got, expected, self.returning, strict=True)
            ]
        )

    @property
    def expected(self) -> list[dict[str, Any]] | None:
        """What should have been returned, None where something should have been raised."""
        if any(call.expected.how != "returned" for call in self.returning):
            return None
        return [leaves_of(self.kind, call.expected.value) for call in self.returning]

    @property
    def numeric(self) -> bool:
        """Whether what is to be explained are numbers."""
        values = [right[leaf] for right in self.expected or () for leaf in self.leaves if leaf in right]
        return all(isinstance(value, np.ndarray | Series | None) for value in values)

    @property
    def lengths(self) -> list[int]:
        """How long the lists are that came back where other lengths were expected."""
        expected = self.expected or []
        numbers = set()
        for own, right in zip(self.got, expected, strict=False):
            for leaf, value in own.items():
                if isinstance(value, np.ndarray) and value.ndim == 1 and value.shape != np.shape(right[leaf]):
                    numbers.add(len(value))
                elif leaf == COUNT and value != right[leaf]:
                    numbers.add(value)
        return sorted(numbers)[:5]


def explained(
    parts: Sequence[Part],
    functions: Mapping[str, Callable[..., Any]],
    answering: Answering | None,
    words: Wording,
    *,
    free: bool,
) -> Explanation | None:
    """What holds between got and expected in all calls, or where inside the answers they go wrong.

    Args:
        parts: all that is to be explained.
        functions: the reference's.
        answering: right work; None where it takes too long to be asked anything else.
        words: the assignment's.
        free: whether right work may answer in many ways, so that no number by itself is right or wrong.
    """
    if any(leaf in (HOW, *EFFECTS) for part in parts for leaf in part.leaves):
        text = _behaviour(parts)
        return Explanation("relation", text) if text else None
    if any(part.expected is None for part in parts):
        return None
    if phrases := _relations(parts, words, free):
        return Explanation("relation", wordings.related(phrases, {}))
    if answering is not None and (text := _as_if(parts, functions, answering, words)):
        return Explanation("relation", text)
    if not free and (phrases := _inside(parts)):
        return Explanation("boundary", wordings.related(phrases, {}))
    return None


def _relations(parts: Sequence[Part], words: Wording, free: bool) -> dict[Leaf, str]:
    """Of every part that is to be explained the relation; nothing if one has none."""
    phrases: dict[Leaf, str] = {}
    for part in parts:
        assert part.expected is not None
        for leaf in part.leaves:
            phrases[part.function, leaf] = relation(part.pairs(leaf, part.expected), words, free=free)
            if not phrases[part.function, leaf]:
                return {}
    return phrases


def _inside(parts: Sequence[Part]) -> dict[Leaf, str]:
    """Of every part the place at which it goes wrong; nothing if one has none."""
    phrases: dict[Leaf, str] = {}
    for part in parts:
        assert part.expected is not None
        for leaf in part.leaves:
            phrases[part.function, leaf] = _place(part, leaf, part.expected)
            if not phrases[part.function, leaf]:
                return {}
    return phrases


def _place(part: Part, leaf: str, expected: Sequence[Mapping[str, Any]]) -> str:
    both = [(own[leaf], right[leaf]) for own, right in zip(part.got, expected, strict=True)]
    if all(isinstance(right, Series) for _, right in both):
        return places.first_wrong_record(both)
    return places.first_wrong_entry(part.pairs(leaf, expected))


def _as_if(
    parts: Sequence[Part], functions: Mapping[str, Callable[..., Any]], answering: Answering, words: Wording
) -> str:
    """What right work would have answered like this, of each function in its own way."""
    asked: dict[str, str] = {}
    phrases: dict[Leaf, str] = {}
    for part in parts:
        found = _one_as_if(part, functions[part.function], answering, words)
        if found is None:
            return ""
        text, more, answers = found
        phrases |= more
        told = [leaf for leaf in part.leaves if (part.function, leaf) not in more]
        everything = all(_all_same(part, leaf, answers) for leaf in answers[0])
        asked[wordings.answering(part.function, () if everything else told)] = text
    return wordings.related(phrases, asked)


def _one_as_if(
    part: Part, function: Callable[..., Any], answering: Answering, words: Wording
) -> tuple[str, dict[Leaf, str], list[dict[str, Any]]] | None:
    """The first replay that gives all parts, or all but what is a plain relation to it."""
    partly: tuple[str, dict[Leaf, str], list[dict[str, Any]]] | None = None
    if len(part.returning) != len(part.calls):
        return None
    ways = replays(function, part.calls, part.lengths, words, part.numeric)
    for _, replay in zip(range(_MOST_REPLAYS), ways, strict=False):
        answers = _replayed(part, replay.change, answering)
        if answers is None:
            continue
        wrong = [leaf for leaf in part.leaves if not _all_same(part, leaf, answers)]
        # Of a yes or no inside a record, some other arguments give it by chance: then all that is returned has to fit.
        by_chance = not part.numeric and not all(_all_same(part, leaf, answers) for leaf in answers[0])
        if not wrong and not by_chance and _is_told(part, answers):
            return replay.text, {}, answers
        if partly is None and wrong and not by_chance and len(wrong) < len(part.leaves):
            phrases = {(part.function, leaf): factor(part.pairs(leaf, answers), words) for leaf in wrong}
            if all(phrases.values()):
                partly = replay.text, phrases, answers
    return partly


def _replayed(part: Part, change: Callable[[Instance], Any], answering: Answering) -> list[dict[str, Any]] | None:
    """What right work gives for the changed arguments; None as soon as nothing is like it, or it gives nothing."""
    answers: list[dict[str, Any]] = []
    for call, own in zip(part.calls, part.got, strict=True):
        try:
            given = change(call)
            if given is None:
                return None
            answers.append(leaves_of(part.kind, answering(call, given)))
        except Exception:  # the reference refuses such arguments, or they cannot be changed so
            return None
        if not any(_equal(own[leaf], answers[-1][leaf]) for leaf in part.leaves):
            return None
    return answers


def _all_same(part: Part, leaf: str, answers: Sequence[Mapping[str, Any]]) -> bool:
    return all(_equal(own[leaf], right[leaf]) for own, right in zip(part.got, answers, strict=True))


def _equal(got: Any, expected: Any) -> bool:
    """Whether two parts are equal, series in their lengths too."""
    if isinstance(got, Series) and isinstance(expected, Series) and len(got.entries) != len(expected.entries):
        return False
    if isinstance(got, np.ndarray) and got.dtype == np.float32 and isinstance(expected, np.ndarray):
        return close(got.astype(np.float64), expected.astype(np.float64), _REPLAYED)
    return same(got, expected)


def _is_told(part: Part, answers: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there is enough that fits: several calls, or several numbers."""
    expected = part.expected
    assert expected is not None
    wrong = sum(
        any(not same(own[leaf], right[leaf]) for leaf in part.leaves)
        for own, right in zip(part.got, expected, strict=True)
    )
    return wrong > 1 or any(telling(part.pairs(leaf, expected)) for leaf in part.leaves) or bool(part.lengths)


def _behaviour(parts: Sequence[Part]) -> str:
    """What calls do besides returning, or instead of it, where that is always the same."""
    texts = [text for part in parts for text in _effects(part)]
    return f"In the calls of this check {'; '.join(texts)}." if len(texts) == sum(len(p.leaves) for p in parts) else ""


def _effects(part: Part) -> Iterator[str]:
    name = f"`{part.function}`"
    for leaf in part.leaves:
        if leaf == HOW:
            if text := _raising(part):
                yield text
        elif leaf == "changed":
            if all(call.got.how == "returned" for call in part.calls):
                changed = sorted(frozenset[str]().union(*(call.got.changed for call in part.calls)))
                always = all(call.got.changed for call in part.calls if call.got.watched)
                often = "" if always else ", though not always"
                yield f"{name} changes {' and '.join(changed)} in place{often}{_but_right(part)}"
        elif leaf == "warned" and all(call.got.warned for call in part.calls):
            yield f"{name} raises a warning{_but_right(part)}"
        elif leaf == "random_state_changed" and all(call.got.random_state_changed for call in part.calls):
            yield f"{name} draws from torch's global random numbers"


def _but_right(part: Part) -> str:
    expected = part.expected
    right = expected is not None and all(
        same(own[leaf], wanted[leaf]) for own, wanted in zip(part.got, expected, strict=True) for leaf in wanted
    )
    return "; what it returns is right" if right else ""


def _raising(part: Part) -> str:
    name = f"`{part.function}`"
    wrong = [
        call for call in part.calls if call.got.how != call.expected.how and call.expected.how not in call.got.raised
    ]
    came, expected = {call.got.how for call in wrong}, {call.expected.how for call in wrong}
    if len(came) != 1 or len(expected) != 1:
        return ""
    how, wanted = came.pop(), expected.pop()
    if how == UNREADABLE and wanted == "returned":
        texts = {_SHAPE.sub("", str(call.got.value)).removeprefix(f"the result of {part.function}: ") for call in wrong}
        return f"what {name} returns has the wrong type: {texts.pop()}" if len(texts) == 1 and len(wrong) > 1 else ""
    others = [call for call in part.calls if call not in wrong and call.expected.how == wanted]
    if others:
        accidents = {call.got.how for call in others}
        if how == "returned" and len(accidents) == 1 and wanted not in accidents:  # what it computes with has refused
            accident = printable(accidents.pop(), _LONGEST_NAME)
            return f"{name} returns something, or raises {accident}, wherever it should raise {wanted}"
        return ""  # not everywhere: a boundary may tell where
    if wanted == "returned":
        return f"{name} raises {printable(how, _LONGEST_NAME)}, whatever it is given" if len(wrong) > 1 and how else ""
    came_back = "returns something" if how == "returned" else f"raises {printable(how, _LONGEST_NAME)}"
    if how == UNREADABLE:
        return ""
    return f"{name} {came_back} wherever it should raise {wanted}"
