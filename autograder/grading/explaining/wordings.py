"""Sentences of explanations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from autograder.grading.explaining.leaves import COUNT, WHOLE
from autograder.grading.explaining.retelling import EFFECTS, HOW
from autograder.text import printable

_LONGEST_NAME: Final = 80  # of an exception
_EVERY: Final = "In every call of this check"


def about(function: str, leaf: str) -> str:
    """A part of what a function returns, as the subject of a sentence."""
    if leaf == WHOLE:
        return f"what `{function}` returns"
    if leaf == COUNT:
        return f"the number of records of `{function}`"
    return f"{leaf} of `{function}`" if leaf.startswith("entry ") else f"`{leaf}`"


def related(phrases: Mapping[tuple[str, str], str], asked: Mapping[str, str]) -> str:
    """What holds in every call.

    Args:
        phrases: of each part the end of the sentence.
        asked: what is answered as if something else had been asked, by the beginning of the sentence.
    """
    ends: dict[str, list[str]] = {}
    for (function, leaf), phrase in phrases.items():
        ends.setdefault(phrase, []).append(about(function, leaf))
    parts = [f"{beginning} {text}" for beginning, text in asked.items()]
    parts += [_told(subjects, phrase) for phrase, subjects in ends.items()]
    return f"{_EVERY} {'; '.join(parts)}."


def answering(function: str, leaves: Sequence[str]) -> str:
    """The beginning of a sentence about all that a function returns, or about some parts of it."""
    if not leaves:
        return f"`{function}` answers"
    subjects = [about(function, leaf) for leaf in leaves]
    joined = f"{', '.join(subjects[:-1])} and {subjects[-1]}" if len(subjects) > 1 else subjects[0]
    return f"{joined} {'come' if len(subjects) > 1 else 'comes'} out"


def _told(subjects: Sequence[str], phrase: str) -> str:
    if len(subjects) == 1:
        return f"{subjects[0]} {phrase}"
    return f"each of {', '.join(subjects[:-1])} and {subjects[-1]} {phrase}"


def boundary(what: str, wrong: str, right: str) -> str:
    """Which calls go wrong: `what` is the beginning of the sentence."""
    ends = {"is wrong": "right", "raises nothing": "what it should"}
    otherwise = next((words for end, words in ends.items() if what.endswith(end)), "not")
    return f"{what} where {wrong}, and {otherwise} where {right}: so in all calls that were tried."


def of_cases(wrong: str, right: str) -> str:
    """Which cases of a check fail."""
    return f"This fails where {wrong}, and holds where {right}: so in all cases that were tried."


def wrong(function: str, leaves: Sequence[str], came: Collection[str]) -> str:
    """The beginning of a sentence that says what goes wrong.

    Args:
        function: its name.
        leaves: the parts of what it does that are wrong.
        came: whether the wrong calls returned, or what they raised.
    """
    if leaves == [HOW] and len(came) == 1:
        (how,) = came
        return f"`{function}` raises {'nothing' if how == 'returned' else printable(how, _LONGEST_NAME)}"
    if HOW in leaves:
        return f"`{function}` is wrong"
    if set(leaves) <= {*EFFECTS}:
        deeds = {
            "changed": "changes its arguments",
            "warned": "raises a warning",
            "random_state_changed": "draws numbers",
        }
        return f"`{function}` {' and '.join(deeds[leaf] for leaf in leaves)}"
    if len(leaves) > 1:
        return f"`{function}` is wrong"
    text = about(function, leaves[0])
    return f"{text[0].upper()}{text[1:]} is wrong"
