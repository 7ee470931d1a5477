"""Relations between what is not numbers: bools, words, None, lists of whole numbers, exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from autograder.grading.explaining.evidence import Wording
from autograder.grading.explaining.pairs import Pair
from autograder.text import printable

_LONGEST_WORD: Final = 40  # of a submission's own, in a sentence


def mapped(pairs: Sequence[Pair], words: Wording) -> str:
    """Of bools and words: always the same, or one for another."""
    if not all(type(pair.got) in (bool, str) and type(pair.expected) is type(pair.got) for pair in pairs):
        return ""
    wrong = {(pair.expected, pair.got) for pair in pairs if not pair.right}
    right = {pair.expected for pair in pairs if pair.right}
    came = {pair.got for pair in pairs}
    expected = {pair.expected for pair in pairs}
    if len(came) == 1 and len(pairs) > 1:
        return f"is {_said(came.pop())}" + (", whatever it should be" if len(expected) > 1 else "")
    if len(wrong) > 1 and all((got, right) in wrong for right, got in wrong) and not right & {one for one, _ in wrong}:
        one, other = sorted(next(iter(wrong)))
        return f"is {_said(one)} and {_said(other)} the wrong way round"
    if not right & {one for one, _ in wrong} and len(wrong) == len({one for one, _ in wrong}):
        texts = [f"{_said(got)} wherever it should be {_said(right)}" for right, got in sorted(wrong)]
        return f"is {' and '.join(texts)}"
    return ""


def _said(value: object) -> str:
    return f'"{printable(value, _LONGEST_WORD)}"' if isinstance(value, str) else str(value)


def nothing(pairs: Sequence[Pair], words: Wording) -> str:
    """None where something should be, or something where None should be."""
    wrong = [pair for pair in pairs if not pair.right]
    if all(pair.got is None for pair in wrong):
        only = len(wrong) == len([pair for pair in pairs if pair.expected is not None])
        return "is None where something should be" if only else ""
    if all(pair.expected is None for pair in wrong) and len(wrong) == len([p for p in pairs if p.expected is None]):
        if all(isinstance(pair.got, np.ndarray) for pair in wrong):
            for text, holds in (("zeros", lambda got: not got.any()), ("NaN", lambda got: np.isnan(got).all())):
                if all(holds(pair.got) for pair in wrong):
                    return f"is {text} where it should be None"
        return "is something where it should be None"
    return ""


def counted(pairs: Sequence[Pair], words: Wording) -> str:
    """Whole numbers that are off by the same, or always the same."""
    if not all(type(pair.got) is type(pair.expected) is int for pair in pairs):
        return ""
    off = {pair.got - pair.expected for pair in pairs}
    if len(off) == 1 and len(pairs) > 1:
        number = off.pop()
        return f"is {abs(number)} too {'large' if number > 0 else 'small'}"
    if len({pair.got for pair in pairs}) == 1 and len({pair.expected for pair in pairs}) > 1:
        return f"is {pairs[0].got}, whatever it should be"
    return ""


def listed(pairs: Sequence[Pair], words: Wording) -> str:
    """Lists of lists of whole numbers: another order, other numbers, some left out."""
    if not all(isinstance(pair.got, list) and isinstance(pair.expected, list) for pair in pairs):
        return ""
    for text, wrong in (
        ("counts from 1 where it should count from 0", lambda value: _mapped(value, lambda number: number + 1)),
        ("has its lists in reverse order", lambda value: value[::-1]),
        ("has the numbers in each list in reverse order", lambda value: [_reversed(one) for one in value]),
        ("leaves out the lists of one entry", lambda value: [one for one in value if _length(one) > 1]),
        ("holds only the lists of one entry", lambda value: [one for one in value if _length(one) == 1]),
    ):
        if all(pair.got == wrong(pair.expected) for pair in pairs):
            return text
    if all(_sorted(pair.got) == _sorted(pair.expected) for pair in pairs):
        return "has the right lists in another order"
    if all(_sorted([_sorted(one) for one in pair.got]) == _sorted(pair.expected) for pair in pairs):
        return "has the right numbers in each list, in another order"
    wrong_pairs = [pair for pair in pairs if not pair.right]
    if len(wrong_pairs) > 2 and all(len(pair.got) == len(_flat(pair.got)) for pair in pairs):
        return "puts every number into a list of its own"
    if len(wrong_pairs) > 2 and all(len(pair.got) == 1 for pair in pairs):
        return "puts all numbers into one list"
    return ""


def _mapped(value: Any, change: Any) -> Any:
    return [_mapped(one, change) for one in value] if isinstance(value, list) else change(value)


def _reversed(value: Any) -> Any:
    return value[::-1] if isinstance(value, list) else value


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _sorted(value: Any) -> list[Any]:
    return sorted(value, key=repr) if isinstance(value, list) else [value]


def _flat(value: Any) -> list[Any]:
    return [number for one in value for number in (one if isinstance(one, list) else [one])]
